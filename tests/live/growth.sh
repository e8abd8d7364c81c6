# How what an accept costs grows with listeners, cpus or accepts, and a storm:
# those that are named, in a VM where one instruction takes one nanosecond of
# the guest's clock; and, where reading is named, what the reading process pays.
# Prints `growth WHAT OF BASE ADDED` and `result tcpwho process OF` in
# instructions an accept, and `storm ACCEPTS LOST`.
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

# What a machine does by itself differs by as much as 1,000 instructions for each of 100 accepts, from one second to the
# next: only the sum of many bursts tells. And the same accept gets cheaper by the minute, by 1,000 of 61,000 with 8 CPUs:
# were one figure measured behind the other, that would look like growth, so they take turns, with tcpwho and without.
rounds=15
plan() { # WHAT OF COUNT BURSTS EVERY, in rounds
	for of in 1 8 64; do echo "listeners $of 3200 1 1"; done
	for of in 1 2 4 8; do echo "cpus $of 3200 1 1"; done
	echo "accepts 100 100 20 1"
	echo "accepts 1000 1000 5 5"
	echo "accepts 10000 10000 1 5"
	echo "accepts 100000 100000 1 $rounds"
}
of_round() {
	while read -r what of count bursts every; do
		[ $((round % every)) -ne 0 ] || measure
	done <"$W/plan"
}
# Less what is done in the same pauses where nothing is accepted.
measure() {
	idle_ns=$(work_of nothing)
	echo "$what $of $((($(work_of "$what" "$of") - idle_ns) / (count * bursts)))"
}
nothing() { for _ in $(seq 2 "$bursts"); do sleep 1; done; }
# What is dear only once, behind each start, is not what grows.
warm_up() { for _ in $(seq "$1"); do loop 1000 >/dev/null; sleep 1; done; }
halt() { stop && tcpwho=; }
all() {
	for round in $(seq $rounds); do
		of_round >>"$W/without"
		start
		warm_up 3
		of_round >>"$W/with"
		halt
	done
}
median_of() { awk -v what="$what" -v of="$of" '$1 == what && $2 == of { print $3 }' "$W/$1" | median; }
tell() {
	while read -r what of _; do
		base=$(median_of without)
		echo "growth $what $of $base $(($(median_of with) - base))"
	done <"$W/plan"
}

storm() {
	start
	loops=
	for i in 1 2 3 4 5 6 7 8; do
		loop -p 510$i 12500 >/dev/null &
		loops="$loops $!"
	done
	wait $loops
	halt
	rows=$(awk '$4 ~ /^510[1-8]$/' "$W/rows" | wc -l)
	echo "storm 100000 $((100000 - rows))"
	tail -n 1 "$W/err" >&2
}

# Its own CPU time for rows to a file, without a pause in which it does anything else.
reading() {
	start
	before_us=$(cpu_us "$tcpwho")
	for _ in 1 2 3 4 5; do loop 3000 >/dev/null; done
	echo "result tcpwho process $((($(cpu_us "$tcpwho") - before_us) * 1000 / 15000))"
	halt
}

warm_up 10
for set in $sets; do case $set in storm | reading) $set ;; esac; done
plan | awk -v sets=" $sets " 'index(sets, " " $1 " ")' >"$W/plan"
all
tail -n 1 "$W/err" >&2
tell
