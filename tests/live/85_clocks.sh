# What trace-cmd record --date writes by each of the kernel's clocks: report has
# the rows in the order of the accepts and TIME to a ms, or none by a clock that
# does not count nanoseconds.
. "$BIN/lib.sh"
command -v trace-cmd >/dev/null || skip "trace-cmd is not there"
mount_tracefs
hasten trace-cmd reset >/dev/null 2>&1
ends 0 tcpwho arm
# Names of symbols are most of a recording and of no use to us.
: >"$W/none"
! is_guest || {
	mount --bind "$W/none" /proc/kallsyms
	trap 'umount /proc/kallsyms' EXIT
}

record() { # CLOCK
	crowd -T -g 1 -n 20 >"$W/truth" &
	crowd=$!
	wait_until is_listening 5000
	hasten trace-cmd record --date -C "$1" -e tcpwho -o "$W/dat" sh -c \
		"client -n 20 127.0.0.1 5000; while kill -0 $crowd; do sleep 0.1; done" \
		>"$W/said" 2>&1 || { cat "$W/said"; fail "trace-cmd cannot record by $1"; }
	wait $crowd
	ends 0 tcpwho report -J -o TIME,PORT_SOURCE "$W/dat"
	accounts 20 0
}

plain() { sed -E 's/.*"time":("(.*)T([0-9:]*)(\.[0-9]*)[^"]*"|null),"port_source":(.*)}/\2:\3 \4 \5/; s/-/:/g' "$1"; }
ports() { sed 's/.*"port_source"/"port_source"/' "$1"; }

ordered() { # CLOCK
	ports "$W/truth" >"$W/truth.ports"
	ports "$W/out" | diff "$W/truth.ports" - || fail "by $1: not in order"
}

# The acceptor looks at the clock just after each accept: the least that it was
# late is next to nothing.
timed() { # CLOCK MS
	plain "$W/truth" >"$W/truth.plain"
	plain "$W/out" | paste -d' ' "$W/truth.plain" - | awk -v clock="$1" -v most="$2" '
		function seconds(when, fraction) { gsub(":", " ", when); return mktime(when) + fraction }
		{ late = seconds($1, $2) - seconds($4, $5) }
		NR == 1 || late < least { least = late }
		END {
			printf "by %s: late by %.6f s at least\n", clock, least
			exit least < -most / 1000 || least > most / 1000
		}' >"$W/late" || { cat "$W/out" "$W/late"; fail "by $1: that is not the time"; }
	sed 's/^/# /' "$W/late"
}

untimed() { # CLOCK
	[ "$(grep -c '"time":null' "$W/out")" -eq 20 ] || { cat "$W/out"; fail "by $1: a time"; }
}

clocks=$(tr -d '[]' <"$tracing/trace_clock")
case $clocks in *local*global*counter*uptime*mono*) ;; *) fail "these are not the clocks: $clocks" ;; esac
for clock in $clocks; do
	record $clock
	case $clock in
	# Each CPU has its own, and trace-cmd compares one of them with the wall's.
	local) ordered $clock && timed $clock 5 ;;
	global | perf | mono | mono_raw | boot | tai) ordered $clock && timed $clock 1 ;;
	# Many accepts come within a hundredth of a second.
	uptime) untimed uptime ;;
	*) ordered $clock && untimed $clock ;;
	esac
done
hasten trace-cmd reset >/dev/null 2>&1
ends 0 tcpwho disarm
