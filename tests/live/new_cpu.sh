# A CPU that was never online costs no time while it is not, and what it
# accepts once it is brought up is seen. Run where CPUs are left out at boot.
. "$BIN/lib.sh"
new=
for cpu in /sys/devices/system/cpu/cpu[0-9]*; do
	[ "$(cat "$cpu/online" 2>/dev/null)" != 0 ] || new=${cpu##*/cpu}
done
[ "$new" ] || skip "all CPUs are online"
ticks() { awk '{ print $14 + $15 }' "/proc/$tcpwho/stat"; }
switches() { awk '/ctxt_switches/ { sum += $2 } END { print sum }' "/proc/$tcpwho/status"; }
online=$(grep -c '^cpu[0-9]' /proc/stat)
start $json,CPU
# One that is not online has no buffer, whatever buffer_total_size_kb counts.
has_line "KB for each of $online CPUs, " "$W/err" || { cat "$W/err"; fail "not of the $online CPUs online"; }
sleep 2
before=$(ticks)
woken=$(switches)
sleep 20
used=$(($(ticks) - before))
woken=$(($(switches) - woken))
echo "# $used ticks, woken $woken times in 20 s"
# Spinning would be some thousand; what idle really costs is measured where instructions are counted.
[ $used -le 20 ] || fail "$used ticks in 20 s"
[ $woken -le 60 ] || fail "it woke $woken times in 20 s"
echo 1 >"/sys/devices/system/cpu/cpu$new/online" || fail "it does not come up"
taskset $((1 << new)) acceptor -n 20 >"$W/truth" &
client -n 20 127.0.0.1 5000
wait_until has_lines 20 "$W/truth"
wait_until has_lines 20 "$W/rows"
stop
accounts 20 0
grep -q "\"cpu\":$new}" "$W/rows" || fail "CPU $new is in no row"
sed 's/,"cpu":.*/}/' "$W/rows" >"$W/rows.rest"
same "$W/rows.rest" "$W/truth"
