# Two side by side see the same and do not disturb each other.
. "$BIN/lib.sh"
# The self-test of the one is a row of the other.
ours() { grep '"port":500[01],' "$1" >"$1.ours" && mv "$1.ours" "$1"; }
remember
tcpwho -v $json >"$W/rows2" 2>"$W/err2" &
second=$!
start $json
wait_until has_line 'armed after' "$W/err2"
acceptor -n 20 -w "$W/go" >"$W/truth" &
client -n 10 -k 127.0.0.1 5000 & client -n 10 -k 127.0.0.1 5000 &
touch "$W/go"
wait_until has_lines 20 "$W/truth"
stop
ours "$W/rows" && same "$W/rows" "$W/truth"
acceptor -n 1 -p 5001 >>"$W/truth" & client 127.0.0.1 5001
wait_until has_lines 21 "$W/truth"
kill $second
wait $second || fail "the second ended with $?"
ours "$W/rows2" && same "$W/rows2" "$W/truth"
unchanged
