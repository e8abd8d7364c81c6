# On a machine with 64 CPUs tcpwho and the flight recorder take at most 64 MB
# of memory each, by the kernel's own figures, and rows are right on whichever
# CPU they were recorded.
. "$BIN/lib.sh"
most_kb=65536
cpus=$(grep -c '^cpu[0-9]' /proc/stat)
[ "$cpus" -ge 64 ] || skip "$cpus CPUs are not many"
mount_tracefs

# MemFree leaves out the pages that each CPU has at hand, which are many here.
free_kb() { awk '$1 == "nr_free_pages" || $1 == "count:" { pages += $2 } END { print 4 * pages }' /proc/zoneinfo; }

# takes NAME INSTANCE: what is free now, compared with $free_before, and the kernel's count of that instance's buffers.
takes() {
	taken=$((free_before - $(free_kb)))
	total=$(cat "$tracing/instances/$2/buffer_total_size_kb")
	echo "# $1 takes $taken KB, of which $total KB are ring buffers, with $cpus CPUs"
	[ "$total" -ge $((cpus * 64)) ] || fail "less than 64 KB for each CPU"
	# Were less gone than the buffers have, this would not measure them.
	[ $taken -ge "$total" ] || fail "$total KB of buffers cannot fit in $taken KB"
	[ $taken -le $most_kb ] || fail "more than $most_kb KB"
}

# What is allocated once since boot, whoever traces.
tcpwho check -J >"$W/out" || fail "check failed"
emitted "$W/out"
sleep 2

free_before=$(free_kb)
start $json,CPU
takes tcpwho "tcpwho_$tcpwho"
has_line "KB for each of $cpus CPUs, $total KB in all" "$W/err" || { cat "$W/err"; fail "-v does not say so"; }
has_line "\"name\":\"total\",\"value\":$total," "$W/out" || { cat "$W/out"; fail "check does not say so"; }
for cpu in 0 1 31 $((cpus - 1)); do
	taskset "$(printf %x $((1 << cpu)))" acceptor -p $((5000 + cpu)) -n 50 >"$W/truth$cpu" &
	client -n 50 127.0.0.1 $((5000 + cpu))
	wait_until has_lines 50 "$W/truth$cpu"
done
stop
accounts 200 0
for cpu in 0 1 31 $((cpus - 1)); do
	[ "$(grep -c "\"port\":$((5000 + cpu)),.*\"cpu\":$cpu}" "$W/rows")" = 50 ] || fail "not 50 rows of CPU $cpu"
done
cat "$W"/truth* >"$W/truth"
sed 's/,"cpu":.*/}/' "$W/rows" >"$W/rows.rest"
same "$W/rows.rest" "$W/truth"

sleep 2
free_before=$(free_kb)
ends 0 tcpwho arm --recorder
takes "the flight recorder" tcpwho
acceptor -n 50 >"$W/accepted" &
acceptor=$!
client -n 50 127.0.0.1 5000
wait $acceptor
# It has ended, so its process is not known any more.
sed 's/"pid":[0-9]*/"pid":null/' "$W/accepted" >"$W/truth"
ends 0 tcpwho dump $json -P 5000
same "$W/out" "$W/truth"
ends 0 tcpwho disarm
