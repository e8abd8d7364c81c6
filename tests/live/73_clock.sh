# A wall clock that is set forward and back: TIME follows it, order and -d do
# not care.
. "$BIN/lib.sh"
is_guest || skip "not a machine whose clock may be set"
start -J -o TIME,PORT_SOURCE -d 5s
started=$(cut -d. -f1 /proc/uptime)
crowd -T -g 1 -n 40 >"$W/truth" &
for offset in 0 7200 -18000 90000; do
	date -s "@$(($(date +%s) + offset))" >"$W/date"
	# What is accepted within milliseconds of a step may have either time.
	sleep 0.2
	client -n 10 127.0.0.1 5000
	sleep 0.2
done
wait_until has_lines 40 "$W/truth"
finish
lasted=$(($(cut -d. -f1 /proc/uptime) - started))
[ $lasted -ge 4 ] && [ $lasted -le 8 ] || fail "-d 5s lasted $lasted s"
accounts 40 0
# The k-th row is of the k-th accept, and what the acceptor saw on the clock
# just after it is the same to half a second.
plain() { sed -E 's/.*"time":"(.*)T([0-9:]*)(\.[0-9]*).*"port_source":(.*)}/\1:\2 \3 \4/; s/-/:/g' "$1"; }
plain "$W/rows" >"$W/rows.plain"
plain "$W/truth" | paste -d' ' - "$W/rows.plain" >"$W/pairs"
awk 'function seconds(when, fraction) { gsub(":", " ", when); return mktime(when) + fraction }
	$3 != $6 { print "not in order:", $0; bad = 1 }
	{ late = seconds($1, $2) - seconds($4, $5) }
	late < -0.01 || late > 0.5 { print late, "s late:", $0; bad = 1 }
	END { exit bad || NR != 40 }' "$W/pairs" || fail "that is not what the clock was"
