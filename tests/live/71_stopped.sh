# A reader stopped amid accepts, while 2,800 or so come: none is lost where the
# buffer could hold them, and where it could not rows and losses add up to the accepts.
. "$BIN/lib.sh"
each=2000
start $json,TIME
large=$tcpwho
mv "$W/rows" "$W/rows.large"
mv "$W/err" "$W/err.large"
start -b 64 $json
for i in 1 2; do
	acceptor -n $each -p 500$i >"$W/truth$i" &
	client -n $each 127.0.0.1 500$i &
	clients="$clients $!"
done
wait_until has_lines 100 "$W/truth1"
kill -STOP "$tcpwho" "$large"
wait_until has_lines 1400 "$W/truth1"
has_lines $each "$W/truth1" && fail "the accepts were over too early"
kill -CONT "$tcpwho" "$large"
wait $clients
wait_until has_lines $each "$W/truth1"
wait_until has_lines $each "$W/truth2"
stop
cat "$W"/truth? >"$W/truth"
rows=$(wc -l <"$W/rows")
accounts "$rows" $((2 * each - rows))
[ "$rows" -lt $((2 * each)) ] || fail "nothing was lost: this shows nothing"

tcpwho=$large
mv "$W/rows.large" "$W/rows"
mv "$W/err.large" "$W/err"
stop
# It has also seen the other's self-test.
grep '"cmd":"acceptor"' "$W/rows" | sed 's/,"time":.*/}/' >"$W/rows.ours"
same "$W/rows.ours" "$W/truth"
accounts "$(wc -l <"$W/rows")" 0
sed 's/.*"time":"\([^"]*\)".*/\1/' "$W/rows" | sort -c || fail "rows are out of order"
