# 20,000 accepts by four processes: none lost with the default buffer.
. "$BIN/lib.sh"
start -J -o PORT,PORT_SOURCE,IP_SOURCE
for i in 1 2 3 4; do
	acceptor -q -n 5000 -p 500$i >"$W/truth$i" &
	client -n 5000 127.0.0.$i 500$i &
	clients="$clients $!"
done
wait $clients
for i in 1 2 3 4; do
	wait_until has_lines 1 "$W/truth$i"
done
stop
accounts 20000 0
total=$(cat "$W"/truth? | awk '{ sum += $1 } END { print sum }')
[ "$total" -eq 20000 ] || fail "the truth is $total"
[ "$(wc -l <"$W/rows")" -eq 20000 ] || fail "$(wc -l <"$W/rows") rows"
