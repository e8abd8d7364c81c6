# Completion of tcpwho in fish: asks the program what can follow, and knows nothing of it itself.

function __tcpwho
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines ($program complete $words "$current" 2>/dev/null)
    switch "$lines[1]"
        case files
            set -l option (string match -r '^--[a-z-]+=' -- "$current")
            for path in (__fish_complete_path (string replace -r '^--[a-z-]+=' '' -- "$current"))
                echo "$option$path"
            end
        case command
            # Behind -- stands a command line of its own.
            set -l first (math (contains -i -- -- $words) + 1)
            complete -C (string join ' ' -- (string escape -- $words[$first..-1]) "$current")
        case '*'
            set -e lines[1]
            test -z "$lines" || printf '%s\n' $lines
    end
end

complete -c tcpwho -f -a '(__tcpwho)'
