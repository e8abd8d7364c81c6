# A recording of the tracepoints alone by trace-cmd: the same table, told by who
# closed what and by the order of the queues.
. "$BIN/lib.sh"
command -v trace-cmd >/dev/null || skip "there is no trace-cmd"
mount_tracefs
cat >"$W/work.sh" <<END
acceptor -n 50 -c rec.one >"$W/truth1" & client -n 50 127.0.0.1 5000
acceptor -p 5001 -n 20 -t 3 >"$W/truth2" & client -j 2 -n 10 127.0.0.1 5001
acceptor -p 5002 -n 10 -w "$W/go" >"$W/truth3" & client -r -n 10 127.0.0.1 5002
touch "$W/go"
wait
END
trace-cmd record -o "$W/trace.dat" -e sock:inet_sock_set_state \
	-e 'syscalls:sys_*_accept*' sh "$W/work.sh" >"$W/log.record" 2>&1 ||
	skip "trace-cmd cannot record here: $(tail -n 1 "$W/log.record")"
ends 0 tcpwho report -J -o CMD,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY "$W/trace.dat"
cat "$W"/truth? | sed 's/"uid":[0-9]*,//; s/"pid":[0-9]*,//' >"$W/truth"
same "$W/out" "$W/truth"
accounts 80 0
has_line '; of all seen ' "$W/err" || fail "the account does not say how they were told"
