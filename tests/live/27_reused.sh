# A thread id that has gone to another process before its record was read: the
# user is unknown, and so is the process without perf events, never the other's.
# Nor is it where that one has ended as well, or where so many have that the
# kernel does not keep who it was.
. "$BIN/lib.sh"
[ -w /proc/sys/kernel/ns_last_pid ] || skip "this kernel lacks ns_last_pid"
# take_id COMMAND…: as the next process that is started, which gets the id of the thread.
take_id() {
	echo $((tid - 1)) >/proc/sys/kernel/ns_last_pid
	"$@" &
	taken=$!
	[ $taken -eq "$tid" ] || skip "another process was quicker"
}
others_end() { for _ in $(seq 1500); do (:); done; }
# try NAME: how others get at its id, with what may be said of its process into $W/allowed.
try() {
	start --probe=accept -J -o UID,PID,TID,CMD
	kill -STOP "$tcpwho"
	acceptor -t 1 -x -u 1234 >"$W/truth" &
	acceptor=$!
	client 127.0.0.1 5000
	wait $acceptor
	tid=$(sed 's/.*"tid":\([0-9]*\).*/\1/' "$W/truth")
	[ "$tid" -ne $acceptor ] || fail "it is no thread of its own"
	# Read a second late the thread may be another, to tcpwho.
	sleep 1.1
	"$1"
	kill -CONT "$tcpwho"
	stop
	cmd=$(sed 's/.*"cmd":"\([^"]*\)".*/\1/' "$W/truth")
	for pid in $allowed; do
		echo "{\"uid\":null,\"pid\":$pid,\"tid\":$tid,\"cmd\":\"$cmd\"}"
	done >"$W/allowed"
	echo "# $1: $(cat "$W/rows")"
	[ "$(wc -l <"$W/rows")" -eq 1 ] && grep -qxFf "$W/allowed" "$W/rows" ||
		{ cat "$W/allowed"; fail "that was not the thread's process"; }
}
known() { if has_perf; then echo $acceptor; else echo null; fi; }
is_there() {
	take_id sleep 1000
	allowed=$(known)
}
has_ended() {
	take_id true
	wait $taken
	allowed=$(known)
}
is_forgotten() {
	others_end
	take_id true
	wait $taken
	# On several CPUs all may be kept.
	allowed="null $acceptor"
}
try is_there
try has_ended
try is_forgotten
