# IPv4, IPv6 and IPv4-mapped connections, each row exactly as the truth.
. "$BIN/lib.sh"
remember
start $json
acceptor -n 20 -p 5001 >"$W/truth" &
client -n 20 127.0.0.1 5001
wait_until has_lines 20 "$W/truth"
if has_ipv6; then
	acceptor -n 20 -p 5002 -6 >"$W/truth6" &
	client -n 10 ::1 5002
	client -n 10 127.0.0.1 5002
	wait_until has_lines 20 "$W/truth6"
	cat "$W/truth6" >>"$W/truth"
fi
stop
same "$W/rows" "$W/truth"
accounts "$(wc -l <"$W/truth")" 0
unchanged
has_ipv6 || skip "but for IPv4: this kernel has no IPv6"
[ "$(grep -c '"family":6' "$W/rows")" -eq 10 ] || fail "10 rows must be IPv6"
