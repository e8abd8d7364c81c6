#!/usr/bin/env bash
# Completion as a user has it: what `make install` installs, loaded by bash, zsh and fish as they load it themselves,
# with text typed and Tab pressed in a real terminal. BUILD is the folder with the program. Prints TAP.

# shellcheck source-path=SCRIPTDIR source=tap.sh
source "$(dirname "$0")/tap.sh"

begin
# Of whoever runs this nothing is read, nor is anything written outside the scratch folder. Not every user's shell in
# passwd runs a command.
export HOME=$scratch XDG_RUNTIME_DIR=$scratch TMPDIR=$scratch TMPPREFIX=$scratch/zsh HISTFILE='' SHELL=/bin/sh
export XDG_DATA_DIRS=$scratch/root/usr/share:/usr/share LC_ALL=C.UTF-8 PATH=$scratch/root/usr/sbin:$PATH
unset TMUX XDG_CONFIG_HOME XDG_DATA_HOME

# By a name without folders, of which the build folder's may be longer than a socket's name can be.
tmux() { command tmux -f /dev/null -S socket "$@"; }
end_services() { tmux kill-server 2>/dev/null; }

make -s BUILD="$build" DESTDIR="$scratch/root" PREFIX=/usr install 2>"$scratch/said" || { cat "$scratch/said"; exit 1; }
cd "$scratch"
mkdir folder
touch folder/trace.dat

# A port on which somebody listens, on all addresses where not even the loopback interface is up. None where that fails.
perl -MIO::Socket::INET -e 'my @how = (Listen => 1);
    my $s = IO::Socket::INET->new(@how, LocalAddr => "127.0.0.1") // IO::Socket::INET->new(@how) // die "$@\n";
    $| = 1; print $s->sockport, "\n"; sleep 300' >port 2>said &
until [[ -s port ]] || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
port=$(<port)

cat >"$scratch/bashrc" <<'END'
. /usr/share/bash-completion/bash_completion
bind 'set bell-style none'
PS1='> '
END
cat >"$scratch/.zshrc" <<'END'
fpath=($XDG_DATA_DIRS[(ws.:.)1]/zsh/site-functions $fpath)
autoload -U compinit
compinit -u -D
unsetopt beep
PS1='> '
END
mkdir -p "$scratch/.config/fish"
cat >"$scratch/.config/fish/config.fish" <<'END'
function fish_prompt
    echo '> '
end
set -g fish_greeting
set -g fish_autosuggestion_enabled 0
END
declare -A shells=(
    [bash]="bash --rcfile $scratch/bashrc -i"
    [zsh]="zsh -d -i"
    [fish]="fish -i"
)

screen() { tmux capture-pane -p -t "$1"; }
has() { screen "$1" | grep -qxE -- "> ?$2 *"; }
wait_for() {
    local tries=0
    until has "$@"; do
        ((++tries < 400)) || return 1
        sleep 0.05
    done
}

# completed SHELL TYPED EXPECTED: after a Tab, a regular expression for the whole line.
completed() {
    tmux send-keys -t "$1" C-u C-l
    wait_for "$1" '' || { screen "$1" | grep .; return 1; }
    tmux send-keys -t "$1" -l -- "$2"
    tmux send-keys -t "$1" Tab
    wait_for "$1" "$3" || { screen "$1" | grep .; return 1; }
}
completes() { check "$1: $2" completed "$@"; }

# missing SHELL — prints what it lacks, if anything.
missing() {
    local files=(tmux "$1") file
    [[ $1 != bash ]] || files+=(/usr/share/bash-completion/bash_completion)
    for file in "${files[@]}"; do
        type -P "$file" >/dev/null || [[ -e $file ]] || { echo "$file"; return; }
    done
}

try() {
    local lacking
    lacking=$(missing "$1")
    [[ -z $lacking ]] || { skip "$1" "there is no $lacking; as root, run: make deps-check"; return; }
    tmux new-session -d -s "$1" -x 100 -y 40 "cd folder && exec ${shells[$1]}" 2>said ||
        { skip "$1" "tmux can open no terminal here: $(<said)"; return; }
    completes "$1" 'tcpwho rep' 'tcpwho report'
    completes "$1" 'tcpwho --outp' 'tcpwho --output'
    completes "$1" 'tcpwho check --buf' 'tcpwho check --buffer-size'
    completes "$1" 'tcpwho -o +TID,PORT_' 'tcpwho -o \+TID,PORT_SOURCE,?'
    completes "$1" 'tcpwho --output=fam' 'tcpwho --output=family,?'
    completes "$1" 'tcpwho --by IP_S' 'tcpwho --by IP_SOURCE,?'
    completes "$1" 'tcpwho -tu root,www-d' 'tcpwho -tu root,www-data,?'
    if [[ $port ]]; then
        completes "$1" "tcpwho -JP ${port%?}" "tcpwho -JP $port,?"
    else
        skip "$1: tcpwho -JP" "perl could not listen on a port: $(<said)"
    fi
    completes "$1" 'tcpwho --probe gra' 'tcpwho --probe graft'
    completes "$1" 'tcpwho report -t tra' 'tcpwho report -t trace.dat'
    completes "$1" 'tcpwho report --htm' 'tcpwho report --html'
    completes "$1" 'tcpwho report --html tra' 'tcpwho report --html trace.dat'
    completes "$1" 'tcpwho -w tra' 'tcpwho -w trace.dat'
    completes "$1" 'tcpwho -t -- mktem' 'tcpwho -t -- mktemp'
    completes "$1" 'tcpwho -- cat tra' 'tcpwho -- cat trace.dat'
}

for shell in bash zsh fish; do try $shell; done
plan
