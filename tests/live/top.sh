# The screen of top, in a real terminal, against what the accepting programs
# say; its keys; and that it leaves terminal and kernel as they were.
. "$BIN/lib.sh"
has_terminal || skip "there is no tmux, or no pseudo terminals"
unset NO_COLOR
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember

# A shell on 80 columns and 24 lines; what it and what runs in it show.
LC_CTYPE=C.UTF-8 tmux -f "$W/tmux.conf" new-session -d -x 80 -y 24 "PS1='ready> ' exec sh"
await() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 150 ] || { cat "$W/screen"; fail "waited in vain for: $*"; }
		sleep 0.1
	done
}
shows_not() { ! shows "$1"; }
type() { tmux send-keys -l -- "$1"; }
is_prompt() { screen; grep . "$W/screen" | tail -n 1 | grep -q '^ready> *$'; }
say() { type "$1"; tmux send-keys Enter; }
run() { # COMMAND: on that terminal, to its end
	say "clear; $1"
	await is_prompt
}
begin() { # COMMAND: that is to show top
	say "clear; $1"
	await shows '^ *COUNT    RATE LAST '
}
ended() { # STATUS: back at the prompt, all is as it was
	await is_prompt
	run "echo status \$?; stty -a >$W/stty"
	shows "^status $1$" || { cat "$W/screen"; fail "not status $1"; }
	diff "$W/stty.before" "$W/stty" || fail "the terminal is not as it was"
	unchanged "$2"
}
row() { echo "^ *$1  *[0-9.]* ..:..:..  *$2\$"; } # COUNT KEY
connect() {
	acceptor -n 30 -p 5001 -c web.1 >"$W/truth1" &
	acceptor -n 20 -p 5002 -c "$1" -u 1000 >"$W/truth2" &
	client -n 30 127.0.0.1 5001
	client -n 20 127.0.0.1 5002
	await has_lines 30 "$W/truth1"
	await has_lines 20 "$W/truth2"
}
await is_prompt
run "stty -a >$W/stty.before"

# As many of each kind as were accepted; a name that would drive a terminal.
begin 'tcpwho top -i 500ms'
shows '^0 accepts, 0 lost' '^q quit  space freeze' || fail "no account, no keys"
connect "$(printf 'x\033[2J\033]0;\303\244')"
await shows '^50 accepts, 0 lost' "$(row 30 '5001 web.1 *127.0.0.1')" \
	"$(row 20 '5002 x.x1b\[2J.x1b\]0;ä *127.0.0.1')"
await shows '█.* 200 s, at most [0-9.]*/s'

# Order: most by count; reversed; by port.
order() { screen; grep -E '^ *(30|20) ' "$W/screen" | awk '{ printf "%s ", $4 }'; }
is_order() { [ "$(order)" = "$1" ]; }
type c
await is_order '5001 5002 '
type R
await is_order '5002 5001 '
type Rl
await shows '  by LAST$'
type '>'
await shows '  by PORT$'
await is_order '5001 5002 '

# Only what is typed occurs in; what else would be keys is text there.
type /web
await shows '^/web_$' "$(row 30 '5001 web.1 *127.0.0.1')"
shows_not ' 5002 ' || fail "not filtered"
type q
await shows_not ' 5001 '
tmux send-keys BSpace Enter
await shows '^/web$' ' 5001 web.1 '
tmux send-keys Escape
await shows ' 5001 ' ' 5002 '

# Frozen, nothing changes; then all that came meanwhile is there.
type ' '
await shows 'frozen$'
connect web.2
sleep 3
shows '^50 accepts' "$(row 30 '5001 web.1 *127.0.0.1')" || fail "not frozen"
type ' '
await shows '^100 accepts, 0 lost' "$(row 60 '5001 web.1 *127.0.0.1')"
shows_not frozen || fail "still frozen"

# Any size; nothing of a larger one is left.
tmux resize-window -x 40 -y 8
await shows '^ *COUNT    RATE LAST  *PORT CMD' '^100 accepts, 0 lost'
shows_not 'at most' || fail "too much on 8 lines"
tmux resize-window -x 20 -y 3
await shows '^tcpwho top' '^ *COUNT    RATE'
tmux resize-window -x 120 -y 40
await shows '^q quit' 'at most' "$(row 60 '5001 web.1 *127.0.0.1')"
[ "$(grep -c 'accepts, 0 lost' "$W/screen")" -eq 1 ] || fail "twice on the screen"
tmux resize-window -x 80 -y 24
await shows '^q quit' "$(row 60 '5001 web.1 *127.0.0.1')"

# What others write there goes when it is asked for all of it again.
await shows '^100 accepts'
junk() {
	printf '\033[20;5Hjunk' >"$(tmux display-message -p '#{pane_tty}')"
	await shows '^    junk'
}
junk
tmux send-keys C-l
await shows_not junk
shows '^q quit' "$(row 60 '5001 web.1 *127.0.0.1')" || fail "not all of it again"
type /web
junk
tmux send-keys C-l
await shows_not junk
shows '^/web_$' || fail "a filter is gone"
tmux send-keys Escape

# Others take its probes: it says so on the screen, and goes on.
echo 0 >"$(echo $tracing/instances/tcpwho_*)/events/enable"
await shows 'armed again, but accepts may be'
connect web.2
await shows "$(row 90 '5001 web.1 *127.0.0.1')"
type q
await is_prompt
shows '^tcpwho: .*armed again' '^tcpwho: 150 accepts' ||
	{ cat "$W/screen"; fail "what was said is not there afterwards"; }
ended 0 "after q"

# Stopped as by Ctrl-Z the shell has its terminal; then it goes on as it was.
begin 'tcpwho top --by PORT'
tmux send-keys C-z
await is_prompt
run "stty -a >$W/stty"
diff "$W/stty.before" "$W/stty" || fail "stopped, it keeps the terminal"
say fg
await shows '^ *COUNT    RATE LAST ' '^q quit'
connect web.2
await shows '^50 accepts, 0 lost' "$(row 30 5001)"
tmux send-keys C-c
ended 0 "after Ctrl-C"
for signal in TERM HUP QUIT; do
	begin 'tcpwho top'
	kill -$signal "$(pidof tcpwho)"
	ended 0 "after SIG$signal"
done

# Its end after some time or rows, and its account behind it.
begin 'tcpwho top -n 50 -P 5001-5002'
connect web.2
await is_prompt
shows '^tcpwho: 50 accepts, 0 lost; what the kernel filtered out is not counted$' || { cat "$W/screen"; fail "no account"; }
ended 0 "after -n"

# What is written: few bytes when nothing happens, and no colour in NO_COLOR.
begin 'NO_COLOR=1 tcpwho top -i 1'
tmux pipe-pane "cat >$W/bytes"
sleep 6
[ -s "$W/bytes" ] || fail "nothing was written"
[ "$(wc -c <"$W/bytes")" -lt 1000 ] || fail "$(wc -c <"$W/bytes") bytes of no change"
type q
await is_prompt
tmux pipe-pane
! grep -q "$(printf '\033')\[[0-9;]*[34][0-9][;m]" "$W/bytes" || fail "colours in NO_COLOR"

# Characters of two columns stay in theirs, and whole, up to the edge.
begin 'tcpwho top -i 500ms'
connect 漢字漢字漢
await shows ' 5002 漢字漢字漢 127.0.0.1$' ' 5001 web.1      127.0.0.1$'
tmux resize-window -x 36 -y 24
await shows ' 5002 漢字$' ' 5001 web.1$'
tmux resize-window -x 80 -y 24
await shows ' 5002 漢字漢字漢 127.0.0.1$' ' 5001 web.1      127.0.0.1$'
type q
await is_prompt

# How long they waited: ten for a second and more, thirty that are taken at once.
begin 'tcpwho top -i 500ms --by PORT,WAIT'
acceptor -n 10 -w "$W/go" >"$W/truth1" &
await is_listening 5000
client -n 10 -k 127.0.0.1 5000
sleep 1
touch "$W/go"
await has_lines 10 "$W/truth1"
acceptor -n 30 -p 5001 >"$W/truth2" &
client -n 30 127.0.0.1 5001
span='[0-9.]*[mu]*s'
# Percentiles are right within an eighth: a second may be 875 ms.
long='\(8[789][0-9]ms\|9[0-9][0-9]ms\|[1-9][0-9.]*s\)'
await shows "^ *10  *[0-9.]* ..:..:.. *$long *$long *[1-9][0-9.]*s 5000\$" \
	"^ *30  *[0-9.]* ..:..:..  *$span  *$span  *$span 5001\$"
shows '^ *COUNT    RATE LAST     WAIT_P50 WAIT_P99 WAIT_MAX PORT' || fail "no names of waits"
type 'l>'
await shows '  by WAIT_P50$'
is_longest() { screen; grep -E '^ *(30|10) ' "$W/screen" | head -n 1 | grep -q ' 5000$'; }
await is_longest
type R
await shows '  by WAIT_P50, reversed$'
! is_longest || fail "not reversed"
type q
await is_prompt

# Where it cannot be drawn a sentence says what else there is.
run 'TERM=dumb tcpwho top'
shows 'the terminal "dumb" cannot move its cursor' 'tcpwho -i 2' ||
	{ cat "$W/screen"; fail "not said of dumb"; }
# The static file has no database of them.
if grep -q libncursesw "$(command -v tcpwho)"; then
	run 'TERM=none tcpwho top'
	shows 'nothing is known of the terminal "none"' || fail "not said of none"
fi
ends 1 tcpwho top
has_line 'top draws on a terminal' "$W/err" || fail "not said without a terminal"

# The terminal goes away: so does it.
begin 'tcpwho top'
top=$(pidof tcpwho)
tmux kill-server
await is_gone "$top"
unchanged "after the terminal was closed"

# A terminal that knows ASCII alone.
LC_ALL=C tmux -f "$W/tmux.conf" new-session -d -x 80 -y 24 "PS1='ready> ' LC_ALL=C exec sh"
await is_prompt
begin 'tcpwho top -i 500ms'
connect "$(printf 'x\303\244')"
await shows '^50 accepts, 0 lost' ' 5002 x.xc3.xa4 ' '#'
type q
await is_prompt
unchanged "in the end"
