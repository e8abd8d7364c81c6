# A disk that fills up, a limit to what may be written, readers that sleep for
# a while or for ever: said where it ends tcpwho, and each accept is either a
# row that was written or one that was not.
. "$BIN/lib.sh"
accepts=1000
# What the last one wrote goes first: it would be taken for the next one's.
mount_tracefs
remember
storm() {
	acceptor -q -n $accepts >"$W/truth" &
	client -n $accepts 127.0.0.1 5000
	# Ended later, its signal would interrupt busybox's sh as it opens a pipe.
	wait $!
	has_lines 1 "$W/truth" || fail "not all were accepted"
}
# fills FILE SENTENCE: the tcpwho that writes there is stopped meanwhile, so
# that it gets to see all accepts before it ends.
fills() {
	wait_until has_line 'armed after' "$W/err"
	kill -STOP "$tcpwho"
	storm
	kill -CONT "$tcpwho"
	status=0
	wait "$tcpwho" || status=$?
	[ $status -eq 1 ] || { cat "$W/err"; fail "it ended with $status"; }
	has_line "$2" "$W/err" || { cat "$W/err"; fail "not said: $2"; }
	rows=$(wc -l <"$1")
	[ "$rows" -gt 0 ] || fail "nothing was written: this shows nothing"
	accounts "$rows" $((accepts - rows))
	has_line "$((accepts - rows)) rows that stdout did not take" "$W/err" ||
		fail "the account gives no reason"
	unchanged "$2"
}
mkdir "$W/disk"
mount -t tmpfs -o size=64k none "$W/disk" || fail "no tmpfs"
rm -f "$W/err"
tcpwho -v -J >"$W/disk/rows" 2>"$W/err" &
tcpwho=$!
fills "$W/disk/rows" 'No space left on device'
umount "$W/disk"
rm -f "$W/err"
(ulimit -f 40; exec tcpwho -v -J) >"$W/rows" 2>"$W/err" &
tcpwho=$!
fills "$W/rows" 'File too large'

# A reader that sleeps while more comes than the pipe holds.
mkfifo "$W/fifo"
rm -f "$W/err"
tcpwho -v -J >"$W/fifo" 2>"$W/err" &
tcpwho=$!
exec 9<"$W/fifo"
wait_until has_line 'armed after' "$W/err"
storm
sleep 1
cat <&9 >"$W/rows" &
reader=$!
exec 9<&-
wait_until has_lines $accepts "$W/rows"
stop
wait $reader
accounts $accepts 0

# Nobody who reads what it says.
mkfifo "$W/fifo2"
exec 8<>"$W/fifo2"
timeout 1 cat /dev/zero >&8
rm "$W/rows"
tcpwho >"$W/rows" 2>&8 &
tcpwho=$!
wait_until has_lines 1 "$W/rows"
acceptor -q -n 3 >"$W/truth" & client -n 3 127.0.0.1 5000
wait_until has_lines 4 "$W/rows"
kill -TERM "$tcpwho"
wait_until is_gone "$tcpwho"
unchanged 'with a full stderr'
