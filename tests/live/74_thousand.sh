# A thousand processes in accept() at once, on one listener and on fifty: each
# row with the process's own name, ids and port.
. "$BIN/lib.sh"
processes=1000
ulimit -n 4096
all_run() { [ "$(cat /proc/[0-9]*/comm 2>/dev/null | grep -c '^crowd\.')" -eq $processes ]; }
try() { # LISTENERS
	start $json
	crowd -n $processes -l "$1" -u 2000 >"$W/truth" &
	crowd=$!
	wait_until all_run
	sleep 0.5
	clients=
	port=5000
	while [ $port -lt $((5000 + $1)) ]; do
		client -k -n $((processes / $1)) 127.0.0.1 $port &
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
}
try 1
try 50
