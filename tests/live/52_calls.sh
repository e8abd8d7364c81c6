# Edge-triggered epoll with accept4 and flags, the system call of 32-bit
# programs, and a process that becomes another program of another user as soon
# as it has accepted, as those that inetd starts.
. "$BIN/lib.sh"
has_compat() { has_kprobes && grep -q ' __ia32_sys_accept4$' /proc/kallsyms; }
start $json
acceptor -a epoll -n 20 -p 5001 >"$W/truth1" &
client -j 2 -n 10 127.0.0.1 5001
wait_until has_lines 20 "$W/truth1"
if has_compat; then
	acceptor -a compat -n 20 -p 5002 -u 1234 >"$W/truth2" &
	client -n 20 127.0.0.1 5002
	wait_until has_lines 20 "$W/truth2"
fi
# With the accept event alone the user is asked for, which may be too late.
if has_graft && has_kprobes; then
	acceptor -b -p 5003 -u 1235 -c inetd >"$W/truth3" &
	client 127.0.0.1 5003
	wait_until has_lines 1 "$W/truth3"
fi
stop
cat "$W"/truth? >"$W/truth"
same "$W/rows" "$W/truth"
accounts "$(wc -l <"$W/truth")" 0
has_compat || skip "but for that: system calls of 32-bit programs are not here, or not seen"
