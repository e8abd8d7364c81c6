# A stdout whose reader sleeps: Ctrl-C still ends it and leaves nothing, and
# the rows that were not taken are in the account.
. "$BIN/lib.sh"
remember
mkfifo "$W/fifo"
tcpwho -v -J >"$W/fifo" 2>"$W/err" &
tcpwho=$!
exec 9<"$W/fifo"
wait_until has_line 'armed after' "$W/err"
acceptor -q -n 1500 >"$W/truth" &
client -n 1500 127.0.0.1 5000
wait_until has_lines 1 "$W/truth"
sleep 0.5
stop
lost=$(sed -n 's/.* accepts, \([0-9]*\) lost.*/\1/p' "$W/err")
[ "$lost" -gt 0 ] || fail "nothing was lost: this shows nothing"
rows=$(timeout 2 cat <&9 | wc -l)
echo "# $rows rows, $lost lost"
accounts "$rows" "$lost"
[ $((rows + lost)) -eq 1500 ] || fail "$rows rows and $lost lost of 1500"
unchanged
