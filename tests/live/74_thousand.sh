# A thousand processes in accept() at once, fifty on each of twenty listeners: each
# row with the process's own name, ids and port.
. "$BIN/lib.sh"
processes=1000
listeners=20
ulimit -n 4096
all_run() { [ "$(cat /proc/[0-9]*/comm 2>/dev/null | grep -c '^crowd\.')" -eq $processes ]; }
start $json
crowd -n $processes -l $listeners -u 2000 >"$W/truth" &
crowd=$!
wait_until all_run
sleep 0.5
clients=
port=5000
while [ $port -lt $((5000 + $listeners)) ]; do
	client -k -n $((processes / $listeners)) 127.0.0.1 $port &
	clients="$clients $!"
	port=$((port + 1))
done
wait $clients
wait_until has_lines $processes "$W/truth"
# With the kretprobe alone uid and pid are asked of a live process.
sleep 0.5
stop
kill $crowd
wait $crowd
same "$W/rows" "$W/truth"
accounts $processes 0
