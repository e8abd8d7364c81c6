# Threads with names of their own: CMD and TID are the thread's, PID the
# process's, and the real uid that of a process whose effective one differs.
. "$BIN/lib.sh"
start $json
acceptor -n 60 -t 6 -c worker -u 1234 >"$W/truth" &
client -j 6 -n 10 127.0.0.1 5000
wait_until has_lines 60 "$W/truth"
stop
same "$W/rows" "$W/truth"
accounts 60 0
[ "$(cut -d, -f2 "$W/truth" | sort -u | wc -l)" -gt 1 ] ||
	fail "one thread took all: this shows nothing"
