# The figures of the README and their limits, measured in a VM where one
# instruction takes one nanosecond of the guest's clock.
. "$BIN/lib.sh"
mount_tracefs
accepts=3000
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
loops() { for _ in 1 2 3 4 5; do loop $accepts; done | tee -a "$W/loops" | median; }
figure() { # NAME VALUE [LIMIT]
	echo "figure $1 $2"
	[ "$2" -le "${3:-$2}" ] || fail "$1 is $2, more than $3"
}

# The first seconds after boot cost more, by far.
for _ in 1 2 3 4 5 6 7 8 9 10; do loop $accepts >>"$W/loops"; sleep 1; done
# From exec to armed: a command runs as soon as it is.
start_ns() {
	before=$(stamp)
	echo $(($(tcpwho -qH -- stamp) - before))
}
start_ms=$(($(for _ in 1 2 3 4 5; do start_ns; done | median) / 1000000))
before=$(loops)
start
with=$(loops)
high=$(awk '/VmHWM/ { print $2 }' "/proc/$tcpwho/status")
ticks() { awk '{ print $14 + $15 }' "/proc/$tcpwho/stat"; }
sleep 3
idle=$(ticks)
sleep 60
idle=$(($(ticks) - idle))
stop
after=$(loops)
accounts $((5 * accepts)) 0
[ "$(wc -l <"$W/rows")" -eq $((5 * accepts + 1)) ] || fail "rows are missing"
echo "# loops: $(tr '\n' ' ' <"$W/loops")"
figure base_instructions_per_accept $(((before + after) / 2))
figure base_spread $((before > after ? before - after : after - before))
figure added_instructions_per_accept $((with - (before + after) / 2)) 9000
figure start_ms "$start_ms" 220
figure resident_kb "$high" 5120
figure idle_ticks_in_60_s "$idle" 0
