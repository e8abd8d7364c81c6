# Accepts by io_uring: one-shot and multishot, by the program itself, by the
# kernel's worker threads and by its polling thread (SQPOLL). CMD is the
# process's name, never the worker's; TID is a thread of the process.
. "$BIN/lib.sh"
grep -q ' __x64_sys_io_uring_enter$\| sys_io_uring_enter$' /proc/kallsyms ||
	skip "this kernel has no io_uring"
without_tid() { sed 's/"tid":[0-9]*,//' "$1"; }
tids() { sed 's/.*"tid":\([0-9]*\),.*/\1/' "$W/these" | sort -u; }
# try THREAD OPTION…: THREAD is who must have accepted, itself or a helper.
try() {
	thread=$1
	shift
	rm -f "$W/go"
	opener 5000 uring -w "$W/go" -n 10 "$@" >"$W/truth.tid" &
	uring=$!
	# Some wait for it already, some come later.
	client -k -n 5 127.0.0.1 5000
	touch "$W/go"
	client -i 20 -n 5 $loopback 5000
	wait_until has_lines 10 "$W/truth.tid"
	before=$seen seen=$((seen + 10))
	wait_until has_lines $seen "$W/rows"
	tail -n +$((before + 1)) "$W/rows" >"$W/these"
	for tid in $(tids); do
		[ -d /proc/$uring/task/$tid ] || fail "$*: $tid is no thread of $uring"
	done
	kill $uring
	# The next one may have the port at once.
	wait $uring
	without_tid "$W/these" >"$W/rows.tidless"
	without_tid "$W/truth.tid" >"$W/truth"
	same "$W/rows.tidless" "$W/truth"
	has_line "\"uid\":$uid,\"cmd\":\"uring\",\"pid\":$uring," "$W/truth" ||
		fail "$*: the truth is of another user or program"
	echo "# $*: process $uring, threads $(tids | xargs)"
	case $thread in
	itself) [ "$(tids)" = $uring ] || fail "$*: it was another thread" ;;
	helper) tids | grep -q -v -x $uring || fail "$*: it was no helper" ;;
	esac
}
end() {
	stop
	accounts $seen 0
}
seen=0
start $json
uid=0
try itself
try helper -a
try helper -s
uid=4711
try helper -a -u 4711
try helper -s -u 4711
try itself -U 4711
# What the ring was made with counts for its polling thread.
uid=0
try helper -s -U 4711
# With the accept event alone the user is that of the thread.
if has_graft; then
	try itself -p -U 4711
	try helper -a -p -U 4711
fi
kernel_at_least 5.19 || { end; skip "but for that: no multishot accept before 5.19"; }
try itself -m
try helper -m -s
end
