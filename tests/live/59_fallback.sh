# An MPTCP listener with a TCP client, and the other way round: one row each,
# by each witness. Clients do not wait for the end of a connection: on 7.3 an
# MPTCP socket whose other end speaks TCP may sleep through it.
. "$BIN/lib.sh"
[ -e /proc/sys/net/mptcp/enabled ] || skip "this kernel has no MPTCP"
for probe in auto accept graft; do
	[ $probe != graft ] || has_graft || continue
	start --probe=$probe $json
	opener -t mptcp 5000 acceptor -l 3 -n 16 >"$W/truth1" &
	acceptor -p 5001 -n 8 >"$W/truth2" &
	acceptor -p 5002 -6 -n 8 >"$W/truth3" &
	for type in tcp mptcp; do
		client -k -t $type -n 4 127.0.0.1 5000
		client -k -t $type -n 4 ::1 5000
	done
	client -k -t mptcp -n 8 127.0.0.1 5001
	client -k -t mptcp -n 8 ::1 5002
	for i in 1 2 3; do wait_until has_lines 8 "$W/truth$i"; done
	wait_until has_lines 16 "$W/truth1"
	stop
	cat "$W"/truth? >"$W/truth"
	same "$W/rows" "$W/truth"
	accounts 32 0
done
