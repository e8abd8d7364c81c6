# How what an accept costs grows with listeners, cpus or accepts, and a storm:
# those that are named, in a VM where one instruction takes one nanosecond of
# the guest's clock. Prints `growth WHAT OF BASE ADDED` in instructions an
# accept, and `storm ACCEPTS LOST`.
. "$BIN/lib.sh"
mount_tracefs
settle_s=1 sets=$*
# QEMU takes minutes to start several while the guest has no ticks yet: only now.
for online in /sys/devices/system/cpu/cpu[1-9]/online; do [ ! -e "$online" ] || echo 1 >"$online"; done

listeners() { loop -l "$1" "$count" >/dev/null; }
# Apart: what is done once in a second is done for each of them.
accepts() { for i in $(seq $bursts); do [ "$i" = 1 ] || sleep 1; loop "$1" >/dev/null; done; }
# By turns, and the reader when they are through: CPUs that run at once each count as their time what the others do in
# it, and those that wait for a lock burn what the table would be about.
cpus() {
	reader STOP
	for cpu in $(seq 0 $(($1 - 1))); do
		taskset "$(printf %x $((1 << cpu)))" loop $((count / $1)) >/dev/null
	done
	reader CONT
}
reader() { [ -z "$tcpwho" ] || kill "-$1" "$tcpwho"; }
tcpwho=

# Each is measured some times, less what is done where nothing is accepted. What a machine does by itself differs by as
# much as 1,000 instructions for each of 100 accepts, from one second to the next: only the sum of many bursts tells.
measure() { # WHAT OF COUNT TIMES [BURSTS]
	bursts=${5:-1} count=$(($3 * ${5:-1}))
	for _ in $(seq "$4"); do
		idle_ns=$(work_of nothing)
		echo $((($(work_of "$1" "$2") - idle_ns) / count))
	done | median
}
nothing() { for _ in $(seq 2 $bursts); do sleep 1; done; }
all_of() {
	case $1 in
	listeners) for of in 1 8 64; do echo "$1 $of $(measure "$1" $of 3200 5)"; done ;;
	cpus) for of in 1 2 4 8; do echo "$1 $of $(measure "$1" $of 3200 5)"; done ;;
	accepts)
		echo "$1 100 $(measure "$1" 100 100 15 20)"
		echo "$1 1000 $(measure "$1" 1000 1000 3 5)"
		for of in 10000 100000; do echo "$1 $of $(measure "$1" $of $of 1)"; done
		;;
	esac
}
all() { for set in $sets; do all_of "$set"; done; }

storm() {
	start
	loops=
	for i in 1 2 3 4 5 6 7 8; do
		loop -p 510$i 12500 >/dev/null &
		loops="$loops $!"
	done
	wait $loops
	stop
	tcpwho=
	rows=$(awk '$4 ~ /^510[1-8]$/' "$W/rows" | wc -l)
	echo "storm 100000 $((100000 - rows))"
	tail -n 1 "$W/err" >&2
}

for _ in 1 2 3 4 5 6 7 8 9 10; do loop 1000 >/dev/null; sleep 1; done
case $sets in *storm*) storm ;; esac
all >"$W/base"
start
all >"$W/with"
stop
tail -n 1 "$W/err" >&2
awk 'NR == FNR { base[$1, $2] = $3; next } { print "growth", $1, $2, base[$1, $2], $3 - base[$1, $2] }' "$W/base" "$W/with"
