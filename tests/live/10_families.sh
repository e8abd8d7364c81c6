# IPv4, IPv6 and IPv4-mapped connections, each row exactly as the truth.
. "$BIN/lib.sh"
remember
start $json
acceptor -n 20 -p 5001 >"$W/truth4" &
acceptor -n 20 -p 5002 -6 >"$W/truth6" &
client -n 20 127.0.0.1 5001
client -n 10 ::1 5002
client -n 10 127.0.0.1 5002
wait_until has_lines 20 "$W/truth6"
stop
cat "$W/truth4" "$W/truth6" >"$W/truth"
same "$W/rows" "$W/truth"
accounts 40 0
[ "$(grep -c '"family":6' "$W/rows")" -eq 10 ] || fail "10 rows must be IPv6"
unchanged
