# Without kprobes, by tracepoints: forty threads that waited already, a queue
# from before the start, reset ones among it, eight storms at once with each
# connection closed right after its accept, processes that end at once. What is
# told is true, and tracefs is as it was.
. "$BIN/lib.sh"
case $program in *--probe=*) ;; *) program="tcpwho --probe=tracepoints" ;; esac
storms=${STORMS:-250}
remember
acceptor -1 -t 40 -n 40 >"$W/truth" &
acceptor=$!
wait_until all_sleep $acceptor 40
start $json
client -n 40 127.0.0.1 5000
wait_until has_lines 40 "$W/truth"
stop
same "$W/rows" "$W/truth"
accounts 40 0
unchanged "after the threads"

# In which order those came that waited before the start nobody tells: what the
# acceptor closes, and what the look at it tells, must do. Without sock_diag it
# is not known who they are.
if grep -q ' inet_diag_handler_cmd$' /proc/kallsyms; then
acceptor -p 5001 -n 20 -w "$W/go" >"$W/truth" &
client -k -n 10 127.0.0.1 5001
start $json
client -k -n 10 127.0.0.1 5001
touch "$W/go"
wait_until has_lines 20 "$W/truth"
stop
same "$W/rows" "$W/truth"
accounts 20 0
fi

start $json
for i in 1 2 3 4 5 6 7 8; do
	acceptor -n "$storms" -p 501$i >"$W/truth$i" &
	client -n "$storms" 127.0.0.$i 501$i &
	clients="$clients $!"
done
wait $clients
for i in 1 2 3 4 5 6 7 8; do
	wait_until has_lines "$storms" "$W/truth$i"
done
stop
accounts $((8 * storms)) 0
cat "$W"/truth? >"$W/truth"
same "$W/rows" "$W/truth"
has_line '; of all seen ' "$W/err" || fail "the account does not say how they were told"

# Who is gone has no user any more, and never another's; the rest is true.
columns=PORT,IP_SOURCE,PORT_SOURCE,TID
if has_perf; then columns=$columns,PID; fi
start -J -o $columns
i=0
while [ $i -lt 20 ]; do
	acceptor -x -u $((2000 + i)) -p $((5020 + i)) >>"$W/gone" &
	client 127.0.0.1 $((5020 + i))
	i=$((i + 1))
done
wait_until has_lines 20 "$W/gone"
stop
accounts 20 0
sed 's/.*\("pid":[0-9]*\),\("port":[0-9]*,"ip_source":"[^"]*"\),\("tid":[0-9]*\),\("port_source":[0-9]*\).*/{\2,\4,\3,\1}/' \
	"$W/gone" >"$W/truth"
has_perf || sed -i 's/,"pid":[0-9]*//' "$W/truth"
same "$W/rows" "$W/truth"
unchanged "at the end"

# check tells of it.
ends 0 tcpwho check --probe=tracepoints -J
has_line '"witness","name":"tracepoints","value":true' "$W/out" || { cat "$W/out"; fail "no witness"; }
[ "$(grep -c '"check":"selftest".*"proven","detail":"tracepoints"' "$W/out")" -ge 3 ] ||
	{ cat "$W/out"; fail "not proven"; }
has_line 'io_uring' "$W/out" || fail "it does not say what is not seen"
