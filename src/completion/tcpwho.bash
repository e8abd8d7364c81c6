# shellcheck shell=bash
# Completion of tcpwho in bash: asks the program what can follow, and knows nothing of it itself.

# Behind -- stands a command line of its own.
_tcpwho_command() {
    local i=1
    while ((i < COMP_CWORD)) && [[ ${COMP_WORDS[i]} != -- ]]; do ((++i)); done
    ((i < COMP_CWORD)) || return
    # Whoever gave a file its name may have put a command into it.
    compopt -o filenames
    if declare -F _command_offset >/dev/null; then
        _command_offset $((i + 1))
    elif ((i + 1 == COMP_CWORD)); then
        mapfile -t COMPREPLY < <(compgen -c -- "$1")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$1")
    fi
}

_tcpwho() {
    local line=${COMP_LINE:0:COMP_POINT} current=$2 words kind word last lines
    # Not COMP_WORDS, which = and : part; of those what bash takes for the word is to be completed.
    read -ra words <<<"$line"
    [[ $line != *[[:space:]] ]] || words+=('')
    last=${words[-1]#[\'\"]}
    [[ $current != = ]] || current=
    mapfile -t lines < <("$1" complete "${words[@]:1:${#words[@]}-2}" "$last" 2>/dev/null)
    kind=${lines[0]-}
    COMPREPLY=()
    case $kind in
    files)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    command) _tcpwho_command "$current" ;;
    list) compopt -o nospace ;;&
    *)
        for word in "${lines[@]:1}"; do
            word=${word%%$'\t'*}
            COMPREPLY+=("${word#"${last%"$current"}"}")
        done
        ;;
    esac
}

complete -F _tcpwho tcpwho
