# Ten started at once, three inside each other, one under strace: all get
# their turn, see the same accepts, and leave nothing.
. "$BIN/lib.sh"
mount_tracefs
remember
many=$(seq 10)
for i in $many; do
	tcpwho -v $json >"$W/rows.$i" 2>"$W/err.$i" &
	pids="$pids $!"
done
# Each has its turn to set up, one after the other.
for i in $many; do wait_until has_line 'armed after' "$W/err.$i"; done
acceptor -n 20 >"$W/truth" &
client -n 20 127.0.0.1 5000
wait_until has_lines 20 "$W/truth"
# All at the same moment, and while others start.
kill $pids
tcpwho -d 1ms >"$W/rows" 2>"$W/err" || { cat "$W/err"; fail "the one amid them"; }
for pid in $pids; do
	wait "$pid" || { cat "$W"/err.*; fail "$pid ended with $?"; }
done
for i in $many; do
	# The self-test of the one is rows of the other.
	grep '"cmd":"acceptor"' "$W/rows.$i" >"$W/rows"
	same "$W/rows" "$W/truth"
	mv "$W/err.$i" "$W/err"
	accounts "$(wc -l <"$W/rows.$i")" 0
done
unchanged 'after ten'
# Ctrl-C ends one that waits for its turn in vain.
hold $tracing >"$W/held" &
held=$!
wait_until has_line held "$W/held"
tcpwho >"$W/rows" 2>"$W/err" &
tcpwho=$!
sleep 1
kill -0 "$tcpwho" || { cat "$W/err"; fail "it did not wait"; }
kill -INT "$tcpwho"
status=0
wait "$tcpwho" || status=$?
kill $held
[ $status -eq 1 ] || fail "Ctrl-C ended it with $status"
has_line 'another tcpwho is setting up' "$W/err" || { cat "$W/err"; fail "not said"; }
unchanged 'after one that waited'
tcpwho -- tcpwho -- tcpwho -- sh -c 'exit 7' >"$W/rows" 2>"$W/err"
status=$?
[ $status -eq 7 ] || { cat "$W/err"; fail "three inside each other ended with $status"; }
unchanged 'after three inside each other'
command -v strace >/dev/null || skip "but for that: no strace"
acceptor -n 1 -w "$W/go" >"$W/truth" &
strace -f -o "$W/trace" tcpwho $json -- sh -c "touch $W/go; client 127.0.0.1 5000; sleep 0.5" \
	>"$W/rows" 2>"$W/err" || fail "under strace it ended with $?"
same "$W/rows" "$W/truth"
accounts 1 0
unchanged 'after strace'
