# tcpwho in a time namespace, whose clocks are ahead or behind: rows are out at
# once, and TIME is the wall's, which has no namespace.
. "$BIN/lib.sh"
contain -t 1 true 2>"$W/no" || skip "no time namespaces: $(cat "$W/no")"
now() { date +%s; }
for shift in 100000 -1; do
	rm -f "$W/err"
	contain -t $shift tcpwho -v $json,TIME >"$W/rows" 2>"$W/err" &
	tcpwho=$!
	wait_until has_line 'armed after' "$W/err"
	before=$(now)
	acceptor -n 20 -t 2 >"$W/truth" &
	client -j 2 -n 10 127.0.0.1 5000
	wait_until has_lines 20 "$W/truth"
	wait_until has_lines 20 "$W/rows"
	after=$(now)
	stop
	sed 's/.*"time":"\([^.]*\)T\([^.]*\)\..*/\1 \2/' "$W/rows" | while read -r time; do
		at=$(date -d "$time" +%s)
		[ $at -ge $((before - 1)) ] && [ $at -le $((after + 1)) ] || echo "$time"
	done >"$W/wrong"
	[ ! -s "$W/wrong" ] || { cat "$W/wrong"; fail "by $shift s: not the time of the accept"; }
	sed -i 's/,"time":[^}]*//' "$W/rows"
	same "$W/rows" "$W/truth"
	accounts 20 0
done
