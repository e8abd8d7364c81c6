# Other families and protocols that pass the same functions: a unix socket is
# no row, an MPTCP connection exactly one.
. "$BIN/lib.sh"
start $json
acceptor -m -n 10 >"$W/truth" 2>"$W/mptcp" &
if client -m -n 10 127.0.0.1 5000; then
	wait_until has_lines 10 "$W/truth"
else
	echo "# no MPTCP here"
fi
acceptor -n 1 -p 5001 >>"$W/truth2" &
client 127.0.0.1 5001
wait_until has_lines 1 "$W/truth2"
acceptor -X "$W/socket" -n 3 >"$W/unix" &
client -X "$W/socket" -n 3 localhost 0
wait_until has_lines 3 "$W/unix"
stop
cat "$W/truth2" >>"$W/truth"
same "$W/rows" "$W/truth"
