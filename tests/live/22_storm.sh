# 20,000 accepts by four processes, or $STORM by each where the machine is
# slow: none lost with the default buffer, each exactly once.
. "$BIN/lib.sh"
each=${STORM:-5000}
start $json
for i in 1 2 3 4; do
	acceptor -n $each -p 500$i >"$W/truth$i" &
	client -n $each 127.0.0.$i 500$i &
	clients="$clients $!"
done
wait $clients
for i in 1 2 3 4; do
	wait_until has_lines $each "$W/truth$i"
done
stop
accounts $((4 * each)) 0
cat "$W"/truth? >"$W/truth"
same "$W/rows" "$W/truth"
