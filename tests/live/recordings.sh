# Makes the recordings of the replay tests: lets a program accept while a real
# trace-cmd records the witnesses, whose probes are made by hand as tcpwho -v
# prints them, or while tcpwho records itself. What to record comes in $RECORD,
# lines of NAME SUITE OPTIONS; trace-cmd of each suite lies in /trace-cmd, and
# the suite tcpwho is ourselves. Called by scripts/recordings.sh,
# not a scenario; the truth is what the accepting program said.
. "$BIN/lib.sh"
columns='s/"pid":[0-9]*,//'
mount_tracefs

trace_cmd() { # SUITE ARGUMENT…
	tc_root=/trace-cmd/$1
	shift
	LD_LIBRARY_PATH='' "$tc_root/ld.so" --library-path "$tc_root/lib" \
		"$tc_root/trace-cmd" "$@"
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

# More than a small buffer holds, and nothing but accepts.
flood() {
	acceptor -n 200 >"$W/truth1" &
	client -n 200 127.0.0.1 5000
	wait_until has_lines 200 "$W/truth1"
	sed "$columns" "$W/truth1" >"$W/truth"
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
	# By another hand, with few fields, after the function's name.
	echo "r512:tcpwho_by_hand/r_inet_csk_accept_0 inet_csk_accept skaddr=\$retval family=+16(\$retval):u16 daddr=+0(\$retval):x32 sport=+14(\$retval):u16 $(sed -n \
		's/.*graft.* \(daddr_v6_0=[^ ]*\) \(daddr_v6_8=[^ ]*\) .*/\1 \2/p' "$W/probes" |
		sed 's/([^)]*)/($retval)/g')" >>$tracing/kprobe_events || fail "no probe by hand"
}

# Names of symbols are most of a recording and of no use to us.
hide_symbols() {
	: >"$W/none"
	mount --bind "$W/none" /proc/kallsyms
}

# record_ourselves SIGNAL: by -w, until that signal.
record_ourselves() {
	start -w "$W/own.dat"
	traffic
	wait_until has_lines 21 "$W/rows"
	kill "-$1" "$tcpwho"
	wait "$tcpwho"
	cp "$W/own.dat" "$W/out/$name.dat"
}

# record NAME SUITE OPTION…: by record; by start, stop and extract, of all or of
# what is left of it; or over the network by listen.
record() {
	name=$1
	suite=$2
	shift 2
	case $1 in
	TERM | KILL) record_ourselves "$1" ;;
	extract | overwritten)
		makes=$1
		shift
		trace_cmd "$suite" start -e tcpwho "$@"
		[ "$makes" = extract ] && traffic || flood
		trace_cmd "$suite" stop
		trace_cmd "$suite" extract -o "$W/out/$name.dat"
		echo 0 >$tracing/events/tcpwho/enable
		echo 1408 >$tracing/buffer_size_kb
		;;
	listen)
		shift
		mkdir "$W/listen"
		trace_cmd "$suite" listen -p 12345 -d "$W/listen" &
		listener=$!
		wait_until is_listening 12345
		record_while_traffic -N 127.0.0.1:12345 "$@"
		wait_until is_complete
		kill $listener
		cp "$W"/listen/*.dat "$W/out/$name.dat"
		;;
	*) record_while_traffic -o "$W/out/$name.dat" "$@" ;;
	esac
	mv "$W/truth" "$W/out/$name.json"
}

# What is sent is put together some time after the sender has ended.
is_complete() { ls "$W"/listen/*.dat >/dev/null 2>&1 && ! ls "$W"/listen/*.cpu* >/dev/null 2>&1; }

record_while_traffic() {
	trace_cmd "$suite" record "$@" \
		sh -c "until [ -e '$W/stop' ]; do sleep 0.1; done" &
	recorder=$!
	wait_until is_recording
	traffic
	touch "$W/stop"
	wait $recorder || fail "trace-cmd record failed"
	rm "$W/stop"
}

# Once its events are enabled it still has to say that tracing is on.
is_recording() {
	for folder in $tracing $tracing/instances/*; do
		if cat "$folder"/events/tcpwho*/enable 2>/dev/null | grep -q 1 &&
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
