# 20,000 accepts by four processes: none lost with the default buffer, each
# exactly once.
. "$BIN/lib.sh"
start $json
for i in 1 2 3 4; do
	acceptor -n 5000 -p 500$i >"$W/truth$i" &
	client -n 5000 127.0.0.$i 500$i &
	clients="$clients $!"
done
wait $clients
for i in 1 2 3 4; do
	wait_until has_lines 5000 "$W/truth$i"
done
stop
accounts 20000 0
cat "$W"/truth? >"$W/truth"
same "$W/rows" "$W/truth"
