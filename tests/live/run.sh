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
	timeout 240 sh "$here/$1.sh" >"$W/log" 2>&1 </dev/null
	status=$?
	# What a failed scenario left running must not disturb the next.
	for program in tcpwho acceptor client; do
		killall -q -KILL $program
	done
	case $status in
	0) echo "ok $1" ;;
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
