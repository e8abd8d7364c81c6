#!/bin/sh
# watchdog.sh SESSION LOG: ends that scenario when it takes too long, and adds
# to its log what each of its processes was waiting for.

sleep "${SCENARIO_TIMEOUT:-300}"
{
	echo 'took too long'
	for process in /proc/[0-9]*; do
		sed 's/.*) //' "$process/stat" | cut -d' ' -f4 | grep -qx "$1" || continue
		echo "$(tr '\0' ' ' <"$process/cmdline")in $(cat "$process/wchan")"
	done 2>/dev/null
} >>"$2"
kill -KILL "-$1"
