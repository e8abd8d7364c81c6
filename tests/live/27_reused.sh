# A thread id that has gone to another process before its record was read: the
# user is unknown, and so is the process without perf events, never the other's.
. "$BIN/lib.sh"
[ -w /proc/sys/kernel/ns_last_pid ] || skip "this kernel lacks ns_last_pid"
start --probe=accept -J -o UID,PID,TID,CMD
kill -STOP "$tcpwho"
acceptor -x -u 1234 >"$W/truth" &
acceptor=$!
client 127.0.0.1 5000
wait $acceptor
sleep 1.5
# The next process gets that id.
echo $((acceptor - 1)) >/proc/sys/kernel/ns_last_pid
sleep 1000 &
[ $! -eq $acceptor ] || skip "another process was quicker"
kill -CONT "$tcpwho"
stop
pid=null
if has_perf; then pid=$acceptor; fi
echo "{\"uid\":null,\"pid\":$pid,\"tid\":$acceptor,\"cmd\":\"acceptor\"}" >"$W/expected"
same "$W/rows" "$W/expected"
