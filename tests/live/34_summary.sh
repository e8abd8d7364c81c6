# Summaries: as many of each kind as the truth has, at the end and each second,
# with filters and with -n.
. "$BIN/lib.sh"

connect() { # SECONDS between the two
	acceptor -n 30 -p 5001 -c web.1 >"$W/truth1" &
	acceptor -n 20 -p 5002 -c web.2 -u 1000 >"$W/truth2" &
	client -n 30 127.0.0.1 5001
	sleep "$1"
	client -n 20 127.0.0.1 5002
	wait_until has_lines 30 "$W/truth1"
	wait_until has_lines 20 "$W/truth2"
	cat "$W/truth1" "$W/truth2" >"$W/all"
}

# The truth's groups: how many have the same CMD, PORT and IP_SOURCE.
groups() {
	sed 's/.*\("cmd":"[^"]*"\),"pid":[0-9]*,\("port".*\),"tid".*/\1,\2/' "$1" |
		sort | uniq -c | awk '{ print "{" $2 ",\"count\":" $1 }'
}
counted() { sed 's/,"rate".*//' "$1"; }
total() { sed 's/.*"count":\([0-9]*\).*/\1/' "$1" |
	awk '{ n += $1 } END { print n }'; }
has_total() { [ "$(total "$W/rows")" = "$1" ]; }
by=CMD,PORT,IP_SOURCE

start -S -J --by $by
connect 0
[ ! -s "$W/rows" ] || fail "rows before the end"
stop
groups "$W/all" >"$W/truth"
counted "$W/rows" >"$W/counts"
same "$W/counts" "$W/truth"
accounts 50 0
# The most frequent first; the times are those of now.
has_line '"count":30,' "$W/rows" || fail "no line of 30"
head -n 1 "$W/rows" | grep -q '"count":30,' || fail "not the largest first"
grep -c "\"last\":\"$(date +%Y)-.*T.*\"}$" "$W/rows" | grep -qx 2 ||
	{ cat "$W/rows"; fail "no times"; }

# A table each second, of that second, while it runs. Without any accept
# there is none.
start -J -i 1 --by $by
connect 1.2
wait_until has_total 50
tables=$(wc -l <"$W/rows")
sleep 1.2
[ "$(wc -l <"$W/rows")" -eq "$tables" ] || fail "tables of nothing"
stop
has_total 50 || { cat "$W/rows"; fail "not 50 in all"; }
[ "$tables" -ge 2 ] || fail "one table only"
awk '/web.2/ { late = 1 } /web.1/ && late { exit 1 }' "$W/rows" ||
	{ cat "$W/rows"; fail "not in order of time"; }
accounts 50 0

# Only what passes is counted; the table has a header.
start -S --by UID -P 5002
connect 0
stop
left_out='what the kernel filtered out is not counted'
has_kprobes || left_out='30 filtered out'
accounts 20 "0 lost; $left_out$"
[ "$(wc -l <"$W/rows")" -eq 2 ] || { cat "$W/rows"; fail "not two lines"; }
has_line '^   UID    COUNT    RATE    FIRST     LAST$' "$W/rows" || fail "no header"
has_line '^  1000       20 ' "$W/rows" || { cat "$W/rows"; fail "not 20 of 1000"; }

# -n ends it.
start -S -n 25 --by PORT
connect 0
finish
accounts 25 0

has_kprobes || skip "but for that: no kprobes, so no flight recorder"
# Of what the flight recorder holds, and of what comes behind it.
mount_tracefs
ends 0 tcpwho arm --recorder
connect 0
ends 0 tcpwho dump -JS --by $by -P 5001-5002
counted "$W/out" >"$W/counts"
groups "$W/all" >"$W/truth"
same "$W/counts" "$W/truth"
has_line '^tcpwho: 50 accepts, 0 lost' "$W/err" || { cat "$W/err"; fail "not 50"; }
tcpwho dump --follow -v -JS --by PORT -P 5001-5002 >"$W/rows" 2>"$W/err" &
tcpwho=$!
wait_until has_line 'armed after' "$W/err"
# More than a second lies between.
sleep 1
connect 0
stop
counted "$W/rows" | sort >"$W/counts"
printf '{"port":5001,"count":60\n{"port":5002,"count":40\n' >"$W/truth"
same "$W/counts" "$W/truth"
awk -F'"rate":|,"first"' '$2 > 0 && $2 < 60 { n++ } END { exit n != 2 }' "$W/rows" ||
	{ cat "$W/rows"; fail "a rate that cannot be, of more than a second"; }
ends 0 tcpwho disarm
