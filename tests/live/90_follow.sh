# dump --follow goes on live from what the recorder holds: started again and
# again during a storm on all CPUs, each shows every accept once, in order.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
[ ! -e $tracing/instances/tcpwho ] || fail "others have left a recorder"
each=${STORM:-1000}
ends 1 tcpwho dump --follow
has_line 'run tcpwho arm --recorder' "$W/err" || fail "not said what to do"
ends 0 tcpwho arm --recorder -b 4096
for i in 1 2 3; do
	acceptor -n "$each" -t 2 -p 500$i >"$W/truth$i" &
	client -n "$each" 127.0.0.$i 500$i &
	clients="$clients $!"
done
columns=TIME,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY
runs=0
while ! is_gone "${clients##* }" && [ $runs -lt 4 ]; do
	runs=$((runs + 1))
	tcpwho dump --follow -v -J -o $columns >"$W/rows$runs" 2>"$W/err$runs" &
	follow="$follow $!"
	wait_until has_line 'armed after' "$W/err$runs"
	wc -l <"$W/truth1" >"$W/seam$runs"
done
wait $clients
for i in 1 2 3; do
	wait_until has_lines "$each" "$W/truth$i"
done
kill -TERM $follow
for pid in $follow; do
	wait "$pid" || fail "one ended with $?"
done
[ $runs -gt 1 ] || fail "but $runs runs during the storm: this shows little"
sed 's/.*\("port":[0-9]*,"ip_source\)/{\1/' "$W/truth1" "$W/truth2" "$W/truth3" >"$W/truth"
run=0
while [ $run -lt $runs ]; do
	run=$((run + 1))
	echo "run $run after $(cat "$W/seam$run") of $each"
	# Self-tests are those of the other runs.
	grep '"ip_local":"127.0.0.[123]","family":4' "$W/rows$run" |
		grep -e '"port":500[123],' >"$W/mine"
	cut -d'"' -f4 "$W/mine" >"$W/times"
	sed 's/.*\("port":[0-9]*,"ip_source\)/{\1/' "$W/mine" >"$W/rows"
	same "$W/rows" "$W/truth"
	sort -c "$W/times" 2>"$W/order" ||
		{ cat "$W/order"; awk '$0 < last { print NR, last, $0 } { last = $0 }' "$W/times"
			fail "rows are out of order"; }
	grep -q '0 lost$' "$W/err$run" || { tail -n 3 "$W/err$run"; fail "something is lost"; }
done
# The last rows only, and then one more; its own self-test is no row.
wait
ends 0 tcpwho dump -qJ -o PORT_SOURCE -n 2
cp "$W/out" "$W/last"
tcpwho dump --follow -v -n 2 -J -o PORT_SOURCE >"$W/rows" 2>"$W/err" &
tcpwho=$!
wait_until has_line 'armed after' "$W/err"
cmp "$W/rows" "$W/last" || { cat "$W/rows"; fail "not the last two"; }
acceptor -n 1 >"$W/one" &
client -n 1 127.0.0.1 5000
wait_until has_lines 3 "$W/rows"
stop
accounts 3 0
ends 0 tcpwho dump -qJ -o PORT_SOURCE -n 1
tail -n 1 "$W/rows" | cmp - "$W/out" || fail "the recorder missed the last one"
ends 0 tcpwho disarm
unchanged
