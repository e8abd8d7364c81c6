# Rows of all CPUs in time order, each exactly once.
. "$BIN/lib.sh"
[ "$(nproc)" -gt 1 ] || skip "one CPU has no order to get wrong"
start -J -o TIME,CPU,PORT,PORT_SOURCE
for i in 1 2; do
	taskset "$i" acceptor -p 500$i -n 500 >"$W/truth$i" &
	taskset "$i" client -n 500 127.0.0.1 500$i &
	clients="$clients $!"
done
wait $clients
wait_until has_lines 500 "$W/truth1"
wait_until has_lines 500 "$W/truth2"
stop
accounts 1000 0
[ "$(cut -d'"' -f7 "$W/rows" | sort -u | wc -l)" -gt 1 ] ||
	fail "one CPU saw all: this shows nothing"
cut -d'"' -f4 "$W/rows" >"$W/times"
sort -c "$W/times" || fail "rows are out of order"
sed 's/.*"port":/"port":/' "$W/rows" >"$W/ports"
cat "$W/truth1" "$W/truth2" | sed 's/.*\("port":[0-9]*\).*\("port_source":[0-9]*\).*/\1,\2}/' >"$W/truth"
same "$W/ports" "$W/truth"
