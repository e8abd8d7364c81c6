# WAIT in a summary: its percentiles, its longest and its bars, for a server
# that lets some wait for a second and takes others at once. The truth is
# between times of the test's own clock.
. "$BIN/lib.sh"

# Ten that wait, then thirty that are taken at once by another server.
connect() {
	rm -f "$W/go"
	acceptor -n 10 -w "$W/go" >"$W/truth1" &
	wait_until is_listening 5000
	begun=$(stamp)
	client -n 10 -k 127.0.0.1 5000
	connected=$(stamp)
	sleep 1
	slept=$(stamp)
	touch "$W/go"
	wait_until has_lines 10 "$W/truth1"
	done=$(stamp)
	acceptor -n 30 -p 5001 >"$W/truth2" &
	client -n 30 127.0.0.1 5001
	wait_until has_lines 30 "$W/truth2"
	at_most=$(($(stamp) - done))
}

start -w "$W/file.dat" -S -J --by PORT,WAIT
connect
stop
accounts 40 0
tr -d '{}[]' <"$W/rows" | tr , '\n' | awk -F: -v least=$((slept - connected)) -v most=$((done - begun)) \
	-v few="$at_most" '
	function within(value, from, until) {
		if (value * 1e9 < from || value * 1e9 > until) {
			print port, $0, "is not between", from, until
			bad = 1
		}
	}
	{ gsub(/"/, "", $1) }
	$1 == "port" { port = $2; ports++ }
	$1 ~ /^wait_/ && port == 5000 { within($2, least * 7 / 8, most); seen++ }
	$1 ~ /^wait_/ && port == 5001 { within($2, 1, few); seen++ }
	$1 == "waits" { lengths = 1 }
	END { exit bad || ports != 2 || seen != 6 || !lengths }' ||
	{ cat "$W/rows"; fail "percentiles that cannot be"; }

# The same as a table, out of the file, with bars below that count all.
ends 0 tcpwho report -S --by PORT,WAIT "$W/file.dat"
head -n 1 "$W/out" | grep -q '^  PORT    COUNT    RATE    FIRST     LAST WAIT_P50 WAIT_P99 WAIT_MAX$' ||
	{ cat "$W/out"; fail "no header"; }
! has_line 'no row has' "$W/err" || fail "it says that what it shows was not recorded"
sed -n '/^ *WAIT *COUNT$/,$p' "$W/out" >"$W/bars"
awk 'NR > 1 { n += $2 } NR > 1 && $2 > 0 && $3 !~ /^#+$/ { exit 1 }
	/^ *(524ms|1\.05s|2\.10s|4\.19s|8\.39s|16\.[0-9]s) / { long += $2 }
	END { exit n != 40 || long != 10 }' "$W/bars" || { cat "$W/out"; fail "the bars are not those of 40"; }

# Of what nobody knows there is no wait.
ends 0 tcpwho report -S --by WAIT "$W/file.dat"
[ "$(sed -n 2p "$W/out" | awk '{ print $1 }')" = 40 ] || { cat "$W/out"; fail "not one line of all"; }
start -w "$W/other.dat"
connect
stop
ends 0 tcpwho report -S --by WAIT "$W/other.dat"
[ "$(tail -n 1 "$W/out" | xargs)" = '- 40' ] || { cat "$W/out"; fail "it knows what was not recorded"; }
has_line '^tcpwho: no row has WAIT: .* tcpwho -o +WAIT -w FILE,' "$W/err" || fail "it does not say so"
