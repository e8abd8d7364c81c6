# Makes the recordings of the replay tests: lets a program accept while a real
# trace-cmd records the witnesses, whose probes are made by hand as tcpwho -v
# prints them. What to record comes in $RECORD, lines of NAME SUITE OPTIONS;
# trace-cmd of each suite lies in /trace-cmd. Called by scripts/recordings.sh,
# not a scenario; the truth is what the accepting program said.
. "$BIN/lib.sh"
columns='s/"pid":[0-9]*,//'
mount_tracefs

trace_cmd() { # SUITE ARGUMENT…
	tc_root=/trace-cmd/$1
	shift
	LD_LIBRARY_PATH='' "$tc_root/lib64/ld-linux-x86-64.so.2" --library-path \
		"$tc_root/usr/lib/x86_64-linux-gnu:$tc_root/lib/x86_64-linux-gnu" \
		"$tc_root/usr/bin/trace-cmd" "$@"
}

traffic() {
	acceptor -n 8 -t 3 -c worker >"$W/truth1" &
	acceptor -n 8 -p 5001 -6 -e 20 -u 4321 >"$W/truth2" &
	acceptor -n 4 -p 5002 -c 'two "words"' >"$W/truth3" &
	taskset 1 client -n 8 127.0.0.1 5000
	taskset 2 client -n 4 ::1 5001
	taskset 2 client -n 4 127.0.0.1 5001
	client -n 4 127.0.0.1 5002
	wait_until has_lines 8 "$W/truth1"
	wait_until has_lines 8 "$W/truth2"
	wait_until has_lines 4 "$W/truth3"
	cat "$W"/truth? | sed "$columns" >"$W/truth"
}

make_probes() {
	start
	sed -n 's/^.*\([pr][0-9]*:tcpwho\)_[0-9]*\/\(accept\|graft\) /\1\/\2 /p' \
		"$W/err" >"$W/probes"
	stop
	[ "$(grep -c : "$W/probes")" -ge 1 ] || fail "tcpwho -v has no definition"
	while read -r line; do
		echo "$line" >>$tracing/kprobe_events || fail "cannot add $line"
	done <"$W/probes"
}

# Names of symbols are most of a recording and of no use to us.
hide_symbols() {
	: >"$W/none"
	mount --bind "$W/none" /proc/kallsyms
}

# record NAME SUITE OPTION…: by record, or by start, stop and extract.
record() {
	name=$1
	suite=$2
	shift 2
	if [ "$1" = extract ]; then
		shift
		trace_cmd "$suite" start -e tcpwho "$@"
		traffic
		trace_cmd "$suite" stop
		trace_cmd "$suite" extract -o "$W/out/$name.dat" "$@"
		trace_cmd "$suite" stop
		echo 0 >$tracing/events/tcpwho/enable
	else
		trace_cmd "$suite" record -o "$W/out/$name.dat" "$@" \
			sh -c "until [ -e '$W/stop' ]; do sleep 0.1; done" &
		recorder=$!
		wait_until is_recording
		traffic
		touch "$W/stop"
		wait $recorder || fail "trace-cmd record failed"
		rm "$W/stop"
	fi
	mv "$W/truth" "$W/out/$name.json"
}

# Once its events are enabled it still has to say that tracing is on.
is_recording() {
	for folder in $tracing $tracing/instances/*; do
		if grep -qs 1 "$folder/events/tcpwho/enable" &&
			grep -qs 1 "$folder/tracing_on"; then
			return 0
		fi
	done
	return 1
}

mkdir "$W/out"
make_probes
hide_symbols
echo "$RECORD" >"$W/list"
while read -r line; do
	# shellcheck disable=SC2086 # words on purpose
	[ -z "$line" ] || record $line </dev/null
done <"$W/list"
cp -r "$W/out" "$OUT"
