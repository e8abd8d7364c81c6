# What else kills such a tool: too few descriptors or too little memory, no
# stdin or stderr, a read-only /proc, an environment of a megabyte, signals
# that nobody expects. It works, or says why it cannot, and leaves nothing.
. "$BIN/lib.sh"
mount_tracefs
remember
ends_clean() { # STATUS COMMAND…
	ends "$@"
	unchanged "after $*"
}
limited() { sh -c "ulimit $1; exec tcpwho -d 50ms"; }
ends_clean 1 limited '-n 12'
has_line 'only 12 files may be open' "$W/err" || { cat "$W/err"; fail "not said"; }
[ "$(wc -l <"$W/err")" -eq 1 ] || fail "more than one line"
ends_clean 0 limited "-n $(sed -n 's/.*ulimit -n to //p' "$W/err")"
[ "$(wc -l <"$W/err")" -eq 1 ] || { cat "$W/err"; fail "that was too few"; }
# From where the loader has no room until all goes well.
kb=2000
status=127
while [ $status -ne 0 ]; do
	status=0
	limited "-v $kb" >"$W/rows" 2>"$W/err" || status=$?
	[ -s "$W/err" ] || fail "$status without a word with $kb KB"
	unchanged "with $kb KB"
	[ $kb -lt 20000 ] || fail "it wants more than 20 MB"
	kb=$((kb + 100))
done
ends_clean 0 sh -c 'tcpwho -d 50ms <&-'
ends_clean 0 sh -c 'tcpwho -d 50ms 2>&-'
ends_clean 0 sh -c 'tcpwho -d 50ms <&- 2>&-'
long=$(head -c 100000 /dev/zero | tr '\0' x)
ends_clean 0 env A="$long" B="$long" C="$long" D="$long" E="$long" F="$long" \
	G="$long" H="$long" I="$long" J="$long" tcpwho -d 50ms
# It needs no more of /proc than to read it.
acceptor -c reader -w "$W/go" >"$W/truth" &
ends_clean 0 unshare -m sh -c "mount -o remount,bind,ro /proc && exec tcpwho $json -- \
	sh -c 'touch $W/go; client 127.0.0.1 5000; sleep 0.2'"
same "$W/out" "$W/truth"
for signal in USR1 USR2 XCPU PROF VTALRM IO PWR ALRM; do
	start
	stop $signal
	unchanged "after $signal"
done
# One that whoever started it ignores is ignored, as HUP under nohup is.
rm "$W/err" # or what the last one said is taken for its own
(trap '' USR1 HUP; exec tcpwho -v) >"$W/rows" 2>"$W/err" &
tcpwho=$!
wait_until has_line 'armed after' "$W/err"
kill -USR1 "$tcpwho"
kill -HUP "$tcpwho"
sleep 0.5
kill -0 "$tcpwho" || fail "a signal that was to be ignored has ended it"
stop
