# At low rates a row is out within 100 ms of the accept, through a pipe too.
. "$BIN/lib.sh"
stamp_lines() { while IFS= read -r row; do read -r up _ </proc/uptime; echo "$up $row"; done; }
# try: eight accepts, of which at most one may be late, for a busy emulator.
try() {
	rm -f "$W/err" "$W/rows"
	{ tcpwho -H -v -o PORT_SOURCE -n 8 2>"$W/err" | stamp_lines >"$W/rows"; } &
	wait_until has_line 'armed after' "$W/err"
	# acceptor notes the time of each accept itself, in hundredths as above.
	acceptor -U -n 8 >"$W/truth" &
	client -i 300 -n 8 127.0.0.1 5000
	wait_until has_lines 8 "$W/rows"
	wait_until has_lines 8 "$W/truth"
	paste -d' ' "$W/truth" "$W/rows" >"$W/pairs"
	awk '$2 < $1 - 0.01 { exit 1 }' "$W/pairs" || { cat "$W/pairs"; fail "not the same accepts"; }
	late=$(awk '$2 - $1 > 0.1' "$W/pairs" | wc -l)
	[ "$late" -le 1 ]
}
# A machine that others use may stand still for as long, now and then. Rows that
# are held back are late each time.
try || try || try || { cat "$W/pairs"; fail "$late of 8 rows were late, three times"; }
