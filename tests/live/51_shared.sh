# One port, many processes: a SO_REUSEPORT group, and workers that share one
# listener. Each row has the one that accepted.
. "$BIN/lib.sh"
groups() { # COUNT: acceptors for each of the ports
	for i in 1 2 3 4; do
		opener -r -u $((4700 + i)) 5001 acceptor -l 3 -n 1000 -c group.$i >"$W/group$i" &
	done
	opener 5002 sh -c 'for i in 1 2 3 4; do
		acceptor -l 3 -n 1000 -u $((4800 + i)) -c "worker.$i" >"$W/worker$i" &
	done' &
	wait_until has_listeners 5001 4
	wait_until has_listeners 5002 1
}
has_listeners() { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
	awk -v port="$(printf :%04X "$1")" -v count="$2" \
		'index($2, port) && $4 == "0A" { found++ } END { exit found < count }'; }
all_accepted() { [ "$(cat "$W/$1"? | wc -l)" -eq 200 ]; }
start $json
groups
# From many addresses: the kernel picks by their hash.
client -j 8 -n 20 127.0.0.1 5001 && client -n 40 $loopback 5001
client -j 8 -n 25 $loopback 5002
wait_until all_accepted group
wait_until all_accepted worker
stop
cat "$W"/group? "$W"/worker? >"$W/truth"
same "$W/rows" "$W/truth"
accounts 400 0
for kind in group worker; do
	[ "$(cut -d, -f3 "$W/$kind"? | sort -u | wc -l)" -gt 1 ] ||
		fail "one $kind took all: this shows nothing"
done
