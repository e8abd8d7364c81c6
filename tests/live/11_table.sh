# The default table, byte for byte as tcp_connections.stp prints it.
. "$BIN/lib.sh"
start
acceptor -n 2 -p 1922 -c sshd -u 1000 >"$W/truth" &
pid=$!
client -n 1 127.0.0.1 1922
client -n 1 127.0.0.1 1922
wait_until has_lines 2 "$W/truth"
stop
{
	printf '%6s %16s %6s %6s %16s\n' UID CMD PID PORT IP_SOURCE
	printf '%6s %16s %6s %6s %16s\n' 1000 sshd $pid 1922 127.0.0.1
	printf '%6s %16s %6s %6s %16s\n' 1000 sshd $pid 1922 127.0.0.1
} >"$W/expected"
cmp "$W/rows" "$W/expected" || { cat "$W/rows"; fail "not that table"; }
