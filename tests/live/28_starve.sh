# Threads that merely wait must not starve others: with 20 of them in accept()
# in one process, all 600 accepts of another are seen, by each witness.
. "$BIN/lib.sh"
for probe in accept auto; do
	# Without maxactive the pool of two is theirs; tcpwho says so at the start.
	has_maxactive || [ $probe = auto ] || continue
	start --probe=$probe $json
	acceptor -t 20 -n 1 -p 5001 >"$W/waiting" &
	waiting=$!
	acceptor -n 600 >"$W/truth" &
	client -n 600 127.0.0.1 5000
	wait_until has_lines 600 "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	accounts 600 0
	kill $waiting
done
