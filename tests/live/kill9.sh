# kill -9 at 32 random moments of a run under load, from before it touches
# tracefs until after its account: nothing of it stays alive or stopped, and
# its reaper sweeps all that it left, or if that was killed too, the next start.
. "$BIN/lib.sh"
mount_tracefs
acceptor -q -n 1000000 &
client -n 1000000 -i 10 127.0.0.1 5000 &
now_ms() { awk '{ print int($1 * 1000) }' /proc/uptime; }
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }
seconds() { echo "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))"; }

# run MANNER: a whole run by itself, or one until it is killed.
run() {
	case $1 in
	0) exec tcpwho -v -n 10 ;;
	1) exec tcpwho -v -d 200ms ;;
	2) exec tcpwho -v -- sh -c "echo >>'$W/ran'; sleep 0.2; echo >>'$W/ended'" ;;
	3) exec tcpwho -v --probe=accept -d 200ms ;;
	esac
}
# Where it was when it was killed, from what it has said and left behind.
phase() {
	left=$tracing/instances/tcpwho_$tcpwho
	enabled=$(cat "$left/events/tcpwho_$tcpwho/enable" 2>/dev/null)
	if has_line ' accepts, ' "$W/err"; then echo over
	elif has_line 'armed after' "$W/err" && [ "$enabled" != 1 ]; then echo tear-down
	elif has_line 'armed after' "$W/err"; then echo run
	elif [ "$enabled" = 1 ]; then echo self-test
	elif [ -d "$left" ]; then echo set-up
	else echo before
	fi
}
no_reaper() { ! grep -q '^tcp-reaper' /proc/[0-9]*/comm 2>/dev/null; }
nobody_is_left() { ! grep -q '^tcpwho' /proc/[0-9]*/comm 2>/dev/null; }
count() { grep -c "^$1\$" "$W/phases"; }

tcpwho -q -d 1ms >/dev/null # libraries read once, as for all others
started=$(now_ms)
(run 1) >"$W/rows" 2>"$W/err"
whole=$(($(now_ms) - started))
remember
i=0
while [ $i -lt 32 ]; do
	delay=$(random $whole)
	(run $((i % 4))) >"$W/rows" 2>"$W/err" &
	tcpwho=$!
	sleep "$(seconds "$delay")"
	if [ $((i / 4 % 2)) -eq 0 ]; then
		kill -KILL "$tcpwho" 2>/dev/null
	else
		# shellcheck disable=SC2046 # it may have none yet
		kill -KILL $(reaper_of "$tcpwho") "$tcpwho" 2>/dev/null
	fi
	wait "$tcpwho"
	phase >>"$W/phases"
	wait_until nobody_is_left
	wait_until no_reaper
	[ $((i / 4 % 2)) -eq 0 ] || tcpwho -d 1ms >"$W/rows" 2>"$W/err" || { cat "$W/err"; fail "the next one failed"; }
	unchanged "killed after $delay of $whole ms: $(tail -n 1 "$W/phases")"
	i=$((i + 1))
done
for phase in before set-up self-test run tear-down over; do
	echo "# killed $phase: $(count $phase)"
done
for phase in set-up run tear-down; do
	[ "$(count $phase)" -gt 0 ] || fail "none was killed in $phase"
done
[ -s "$W/ran" ] || fail "no command ever ran"
wait_until eval '[ "$(wc -l <"$W/ran")" -eq "$(wc -l <"$W/ended")" ]'
