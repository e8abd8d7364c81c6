#!/bin/sh
# run.sh [SET|NAME…]: runs live scenarios on the kernel it runs on, those of a set
# or those named, and prints "ok", "not ok" or "skip" for each, and what it took:
# "time SECONDS NAME". Sets are all with a number, quick (up to 69), core, smoke,
# and native: those for a machine that has no kprobes and others use, saying why
# not the rest. Needs root. Changes nothing but what a scenario does, in folders
# of its own under $TMPDIR. With SHOW_JSON=1 what was printed as JSON follows,
# behind "json: ".

here=$(cd "$(dirname "$0")" && pwd)
BIN=${BIN:-$here}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-live.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export BIN W

uptime_cs() { tr -d . </proc/uptime | cut -d' ' -f1; }

run_one() {
	W=$scratch/$1
	mkdir "$W"
	# A session of its own: what it leaves running, or itself when it takes
	# too long, can be ended without touching anybody else's.
	setsid sh "$here/$1.sh" >"$W/log" 2>&1 </dev/null &
	scenario=$!
	started=$(uptime_cs)
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
	took=$(($(uptime_cs) - started))
	echo "time $((took / 100)).$(printf %02d $((took % 100))) $1"
	# For who holds it against the schema; too much for who only looks on.
	[ ! -e "$W/json" ] || [ -z "$SHOW_JSON" ] || sed 's/^/json: /' "$W/json"
	# It may be run again, and a guest's files are in its memory.
	rm -rf "$W"
}

# Of a scenario that is not to be run by tracepoints, on a machine that is not
# thrown away, within three minutes.
why_not() {
	case ${1%%_*} in
	18 | 19 | 2[1345789] | 4[0256] | 54 | 55 | 59 | 6[34] | 79 | 8[1-36-9] | 90 | 93 | 95)
		echo "it is about kprobes, or about what is lost with them" ;;
	53 | 57 | 58) echo "tracepoints do not see such accepts, or not whose they are" ;;
	56 | 62 | 7[035] | 8[045] | 97) echo "it changes the whole machine, or everybody's tracing" ;;
	7*) echo "it takes too long" ;;
	esac
}

# What the word size, the byte order, the registers or an old kernel get wrong.
core='10 11 12 13 14 15 16 18 19 21 22 23 25 26 30 33 36 42 45 46'
smoke='10 11 14 18 21 22 33 42'
numbered() { for number; do echo "$here/$number"_*.sh; done; }

# shellcheck disable=SC2046,SC2086 # words on purpose, and no name has a blank
case ${1-all} in
all) set -- "$here"/[0-9]*.sh ;;
quick) set -- "$here"/[0-6]*.sh ;;
core) set -- $(numbered $core) ;;
smoke) set -- $(numbered $smoke) ;;
native) set -- "$here"/[0-9]*.sh; is_native=1 ;;
esac
for file; do
	name=${file##*/}
	name=${name%.sh}
	why=
	[ ! "${is_native-}" ] || why=$(why_not "$name")
	if [ "$why" ]; then echo "skip $name: $why"; else run_one "$name"; fi
done
