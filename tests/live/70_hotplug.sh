# A CPU that goes offline and comes back, again and again, amid a storm: every
# accept is a row, exactly once and in order.
. "$BIN/lib.sh"
online=/sys/devices/system/cpu/cpu1/online
is_guest || skip "not a machine whose CPUs may be switched off"
[ -w $online ] || skip "there is no CPU that can be switched off"
start $json,TIME,CPU
for i in 1 2; do
	acceptor -n 800 -p 500$i >"$W/truth$i" &
	client -n 800 127.0.0.1 500$i &
	clients="$clients $!"
done
changes=0
until has_lines 800 "$W/truth1" && has_lines 800 "$W/truth2"; do
	echo 0 >$online && echo 1 >$online && changes=$((changes + 1))
done
wait $clients
stop
accounts 1600 0
cat "$W"/truth? >"$W/truth"
sed 's/,"time":.*/}/' "$W/rows" >"$W/rows.rest"
same "$W/rows.rest" "$W/truth"
sed 's/.*"time":"\([^"]*\)".*/\1/' "$W/rows" | sort -c || fail "rows are out of order"
echo "# off and on $changes times"
[ $changes -ge 3 ] || fail "the CPU went off $changes times only"
grep -q '"cpu":1' "$W/rows" || fail "it accepted nothing: this shows nothing"

has_perf || exit 0
# Who ends at once on a CPU that has been off is known by what watches it anew.
start -J -o PID,PORT
echo 0 >$online
wait_until has_times 1 'watched anew' "$W/err"
echo 1 >$online
wait_until has_times 2 'watched anew' "$W/err"
i=0
while [ $i -lt 40 ]; do
	(taskset 2 acceptor -x -p $((6000 + i)) >>"$W/ended" &)
	client 127.0.0.1 $((6000 + i))
	i=$((i + 1))
done
wait_until has_lines 40 "$W/ended"
stop
sed 's/.*\("pid":[0-9]*\).*\("port":[0-9]*\).*/{\1,\2}/' "$W/ended" >"$W/ended.truth"
same "$W/rows" "$W/ended.truth"
