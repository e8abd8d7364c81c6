#!/bin/sh
# run.sh [quick|tracepoints|NAME…]: runs live scenarios, all with a number, those
# up to 69, which do not take long, those that want no kprobes, or those named, on the kernel it
# runs on, and prints "ok", "not ok" or "skip" for each. Needs root. Changes
# nothing but what a scenario does, in folders of its own under $TMPDIR. With
# SHOW_JSON=1 what was printed as JSON follows, behind "json: ".

here=$(cd "$(dirname "$0")" && pwd)
BIN=${BIN:-$here}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-live.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export BIN W

uptime_s() { cut -d. -f1 /proc/uptime; }

run_one() {
	W=$scratch/$1
	mkdir "$W"
	# A session of its own: what it leaves running, or itself when it takes
	# too long, can be ended without touching anybody else's.
	setsid sh "$here/$1.sh" >"$W/log" 2>&1 </dev/null &
	scenario=$!
	started=$(uptime_s)
	# In one as well, so that its sleep ends with it and holds no pipe open.
	setsid sh "$here/watchdog.sh" $scenario "$W/log" >/dev/null 2>&1 &
	watchdog=$!
	wait $scenario
	status=$?
	kill -KILL -$watchdog -$scenario 2>/dev/null
	case $status in
	0) grep '^# ' "$W/log"; echo "ok $1" ;;
	77) echo "skip $1: $(sed -n 's/^# skip: //p' "$W/log")" ;;
	*) sed 's/^/# /' "$W/log"; echo "not ok $1 (status $status)" ;;
	esac
	took=$(($(uptime_s) - started))
	[ $took -lt 10 ] || echo "# $1 took $took s"
	# For who holds it against the schema; too much for who only looks on.
	[ ! -e "$W/json" ] || [ -z "$SHOW_JSON" ] || sed 's/^/json: /' "$W/json"
}

case ${1-all} in
all) set -- "$here"/[0-9]*.sh ;;
quick) set -- "$here"/[0-6]*.sh ;;
tracepoints)
	set -- 10_families 11_table 12_threads 13_again 14_reset 15_names 16_order 17_two \
		20_prompt 22_storm 26_protocols 31_status 44_filters 50_handed 51_shared \
		60_thread_users 94_tracepoints
	;;
esac
for file; do
	name=${file##*/}
	run_one "${name%.sh}"
done
