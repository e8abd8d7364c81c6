# More threads waiting than the kretprobe's pool holds: what it missed is in
# the account where the kernel's count can be believed (from 6.1 on).
. "$BIN/lib.sh"
threads=4200
ulimit -n 20000
start --probe=accept -o PORT
acceptor -1 -t $threads -n $threads >"$W/truth" &
acceptor=$!
wait_until all_sleep $acceptor $threads
client -j 4 -n $((threads / 4)) 127.0.0.1 5000
wait_until has_lines $threads "$W/truth"
stop
rows=$(($(wc -l <"$W/rows") - 1))
echo "# $rows rows of $threads"
[ $rows -lt $threads ] || fail "nothing was missed: this shows nothing"
# Each thread called accept once, so a call unwatched is an accept missed.
if kernel_at_least 6.1; then
	accounts $rows "0 lost; $((threads - rows)) calls of accept went unwatched"
else
	accounts $rows 0
fi
