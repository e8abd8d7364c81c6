#!/usr/bin/env bash
# Completion as a user has it: what `make install` installs, loaded by bash, zsh and fish as they load it themselves,
# with text typed and Tab pressed in a real terminal. BUILD is the folder with the program. Prints TAP.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

build=$(realpath "$BUILD")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-completion.XXXXXX")
trap 'tmux kill-server 2>/dev/null; kill $listener 2>/dev/null; rm -rf "$scratch"' EXIT
export TMUX_TMPDIR=$scratch HOME=$scratch XDG_DATA_DIRS=$scratch/root/usr/share:/usr/share LC_ALL=C.UTF-8
export HISTFILE='' PATH=$scratch/root/usr/sbin:$PATH
unset TMUX XDG_CONFIG_HOME XDG_DATA_HOME
number=0
failed=0

make -s BUILD="$build" DESTDIR="$scratch/root" PREFIX=/usr install 2>/dev/null
# A port on which somebody listens, and no other port begins like it.
perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1");
    $| = 1; print $s->sockport, "\n"; sleep 300' >"$scratch/port" &
listener=$!
until [[ -s $scratch/port ]]; do sleep 0.05; done
port=$(<"$scratch/port")
mkdir "$scratch/folder"
touch "$scratch/folder/trace.dat"

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
        ((++tries < 100)) || return 1
        sleep 0.05
    done
}

# completes SHELL TYPED EXPECTED: after a Tab, a regular expression for the whole line.
completes() {
    local result=ok
    tmux send-keys -t "$1" C-u C-l
    wait_for "$1" '' || result='not ok'
    tmux send-keys -t "$1" -l -- "$2"
    tmux send-keys -t "$1" Tab
    wait_for "$1" "$3" || result='not ok'
    echo "$result $((++number)) - $1: $2"
    [[ $result == ok ]] || { failed=1; screen "$1" | grep . | sed 's/^/# /'; }
}

try() {
    tmux new-session -d -s "$1" -x 100 -y 40 "cd $scratch/folder && exec ${shells[$1]}"
    completes "$1" 'tcpwho rep' 'tcpwho report'
    completes "$1" 'tcpwho --outp' 'tcpwho --output'
    completes "$1" 'tcpwho check --buf' 'tcpwho check --buffer-size'
    completes "$1" 'tcpwho -o +TID,PORT_' 'tcpwho -o \+TID,PORT_SOURCE,?'
    completes "$1" 'tcpwho --output=fam' 'tcpwho --output=family,?'
    completes "$1" 'tcpwho --by IP_S' 'tcpwho --by IP_SOURCE,?'
    completes "$1" 'tcpwho -tu root,www-d' 'tcpwho -tu root,www-data,?'
    completes "$1" "tcpwho -JP ${port%?}" "tcpwho -JP $port,?"
    completes "$1" 'tcpwho --probe gra' 'tcpwho --probe graft'
    completes "$1" 'tcpwho report -t tra' 'tcpwho report -t trace.dat'
    completes "$1" 'tcpwho report --htm' 'tcpwho report --html'
    completes "$1" 'tcpwho report --html tra' 'tcpwho report --html trace.dat'
    completes "$1" 'tcpwho -w tra' 'tcpwho -w trace.dat'
    completes "$1" 'tcpwho -t -- mktem' 'tcpwho -t -- mktemp'
    completes "$1" 'tcpwho -- cat tra' 'tcpwho -- cat trace.dat'
}

for shell in bash zsh fish; do try $shell; done
echo "1..$number"
exit $failed
