# -w: what was printed live is in the file, for tcpwho report byte for byte, in
# every column and as JSON and as a table, and for trace-cmd report.
. "$BIN/lib.sh"
mount_tracefs
all=TIME,UID,CMD,PID,TID,PORT,IP_LOCAL,IP_SOURCE,PORT_SOURCE,FAMILY,CPU,HOST
saved=$W/file.dat

traffic() {
	acceptor -n 8 -t 3 -c worker >"$W/truth1" &
	acceptor -n 8 -p 5001 -6 -u 4321 >"$W/truth2" &
	acceptor -n 4 -p 5002 -c 'two "words"' >"$W/truth3" &
	taskset 1 client -n 8 127.0.0.1 5000
	taskset 2 client -n 4 $loopback 5001
	taskset 2 client -n 4 127.0.0.1 5001
	client -n 4 127.0.0.1 5002
	wait_until has_lines 8 "$W/truth1"
	wait_until has_lines 8 "$W/truth2"
	wait_until has_lines 4 "$W/truth3"
	cat "$W"/truth? >"$W/truth"
}

# comes_again OPTION…: from the file, rows and account as they were live.
comes_again() {
	tcpwho report "$@" "$saved" >"$W/again" 2>"$W/again.err" ||
		{ cat "$W/again.err"; fail "report ended with $?"; }
	cmp "$W/rows" "$W/again" || { diff "$W/rows" "$W/again"; fail "report prints other rows"; }
	tail -n 1 "$W/err" | cmp - "$W/again.err" ||
		{ tail -n 1 "$W/err"; cat "$W/again.err"; fail "report says something else"; }
}

echo "what was there before" >"$saved"
start -w "$saved" -J -o $all
traffic
stop
accounts 20 0
comes_again -J -o $all
tcpwho report $json "$saved" >"$W/again" 2>"$W/again.err"
same "$W/again" "$W/truth"
[ "$(stat -c %a "$saved")" = 600 ] || fail "others may read it: $(stat -c %a "$saved")"
for left in "$saved".*; do [ ! -e "$left" ] || fail "$left is left"; done

# -n cuts rows, of which the file has no more either; and a table.
start -w "$saved" -t -o +TID,IP_LOCAL,FAMILY,CPU,HOST -n 5
traffic
finish
accounts 5 0
comes_again -t -o +TID,IP_LOCAL,FAMILY,CPU,HOST

# One line each for trace-cmd, which says the same, at the same time.
start -w "$saved" -J -o $all
traffic
stop
comes_again -J -o $all
if command -v trace-cmd >/dev/null; then
	trace-cmd report -t "$saved" 2>"$W/tc.err" | grep ' row: ' >"$W/tc" || { cat "$W/tc.err"; fail "trace-cmd prints no row"; }
	[ "$(wc -l <"$W/tc")" -eq 20 ] || { cat "$W/tc"; fail "trace-cmd prints $(wc -l <"$W/tc") rows"; }
	sed 's/.*uid=\([0-9]*\) comm=\(.*\) tgid=\([0-9]*\) sport=\([0-9]*\) daddr=\([^ ]*\) dport=\([0-9]*\) saddr=\([^ ]*\).*/\1 \2 \3 \4 \5 \6 \7/; s/::ffff://g' "$W/tc" | sort >"$W/tc.rows"
	sed 's/\\\\x22/"/g; s/"\([a-z_]*\)":"\([^,]*\)",/\1=\2,/g
		s/.*"uid":\([0-9]*\),cmd=\([^,]*\),"pid":\([0-9]*\),"port":\([0-9]*\),ip_source=\([^,]*\),.*"port_source":\([0-9]*\),ip_local=\([^,]*\),.*/\1 \2 \3 \4 \5 \6 \7/; s/\\"/"/g' "$W/truth" | sort >"$W/tc.truth"
	diff "$W/tc.truth" "$W/tc.rows" || fail "trace-cmd prints other rows (-truth +trace-cmd)"
	# COMM-TID [CPU] SECONDS: and, with -t, nine digits of these.
	sed 's/^.*-\([0-9]*\) *\[0*\([0-9][0-9]*\)\] *[0-9]*\.\([0-9]\{6\}\)[0-9]*: row: .*/\1 \2 \3/' "$W/tc" | sort >"$W/tc.when"
	sed 's/.*"time":"[^.]*\.\([0-9]\{6\}\).*"tid":\([0-9]*\).*"cpu":\([0-9]*\).*/\2 \3 \1/' "$W/rows" | sort >"$W/when"
	diff "$W/when" "$W/tc.when" || fail "at other times, or of other threads (-rows +trace-cmd)"
else
	echo "# trace-cmd is not there"
fi

has_kprobes || skip "but for what is lost, which tracepoints count otherwise"
# What is lost is in both accounts, and trace-cmd says it, too.
start -b 8 -w "$saved" -J -o $all
kill -STOP "$tcpwho"
acceptor -n 700 >"$W/truth" &
client -n 700 127.0.0.1 5000
wait_until has_lines 700 "$W/truth"
kill -CONT "$tcpwho"
stop
rows=$(wc -l <"$W/rows")
accounts "$rows" $((700 - rows))
comes_again -J -o $all
if command -v trace-cmd >/dev/null; then
	trace-cmd report "$saved" 2>/dev/null | grep -q " lost: *$((700 - rows)) so far: accepts lost in the ring buffer" ||
		fail "trace-cmd does not say what was lost"
fi
