#!/bin/sh
# run.sh [NAME…]: runs live scenarios, all or those named, on the kernel it
# runs on, and prints "ok", "not ok" or "skip" for each. Needs root. Changes
# nothing but what a scenario does, in folders of its own under $TMPDIR.

here=$(cd "$(dirname "$0")" && pwd)
BIN=${BIN:-$here}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-live.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export BIN W

run_one() {
	W=$scratch/$1
	mkdir "$W"
	# A session of its own: what it leaves running, or itself when it takes
	# too long, can be ended without touching anybody else's.
	setsid sh "$here/$1.sh" >"$W/log" 2>&1 </dev/null &
	scenario=$!
	# In one as well, so that its sleep ends with it and holds no pipe open.
	setsid sh -c "sleep 300; echo '# took too long' >>'$W/log'; kill -KILL -$scenario" \
		>/dev/null 2>&1 &
	watchdog=$!
	wait $scenario
	status=$?
	kill -KILL -$watchdog -$scenario 2>/dev/null
	case $status in
	0) grep '^# ' "$W/log"; echo "ok $1" ;;
	77) echo "skip $1: $(sed -n 's/^# skip: //p' "$W/log")" ;;
	*) sed 's/^/# /' "$W/log"; echo "not ok $1 (status $status)" ;;
	esac
}

if [ $# -eq 0 ]; then
	for file in "$here"/[0-9]*.sh; do
		name=${file##*/}
		set -- "$@" "${name%.sh}"
	done
fi
for name; do
	run_one "$name"
done
