# shellcheck shell=sh
# What tcpwho is measured against, one entry a tool; sourced by the guest,
# which runs them (peers.sh), and by the host, which looks up what their
# packages weigh and fetches them. It runs nothing itself.
#
#	peer NAME PACKAGES SETUP COMMAND AFTER AWK
#
# SETUP is a function of peers.sh that must go well before COMMAND. COMMAND
# prints rows; AFTER, if any, prints them once COMMAND has ended. AWK makes of
# one row `row(PORT, ADDRESS, PID, UID)`, with - for what the tool does not say.
# SETUP may set `mark`, which a row of an accept of `loop` has in it: its port
# unless told.

# The kretprobe that one makes by hand, after a look at struct sock_common of
# 6.12: a user does not type maxactive.
hand_made='r:bench/accept inet_csk_accept port=+14($retval):u16 family=+16($retval):u16 ip=+0($retval):u32 w0=+56($retval):u32 w1=+60($retval):u32 w2=+64($retval):u32 w3=+68($retval):u32'

# It prints numbers, in the words of the machine: loopback addresses alone are read.
hand_made_rows='function of(name) {
	if (!match($0, "[ (,]" name "[=:] ?[0-9]+")) return 0 # perf leaves out what is 0
	name = substr($0, RSTART, RLENGTH); sub(/.*[^0-9]/, "", name); return name }
function address() {
	if (of("family") == 2) return v4(of("ip"))
	if (of("w2") == 4294901760) return v4(of("w3"))
	return of("w0") + of("w1") + of("w2") == 0 && of("w3") == 16777216 ? "::1" : "?" }
function v4(n) { return n % 256 "." int(n / 256) % 256 "." int(n / 65536) % 256 "." int(n / 16777216) }
/[ :](bench:)?accept[:(]/ && match($0, /[-\/][0-9]+ /) {
	task = substr($0, RSTART + 1, RLENGTH - 2); row(of("port"), address(), task, "-") }'

# Neither knows the port, and the address only where the program asked the kernel for it.
strace_rows='function quoted(before) {
	if (!match($0, before "\"[^\"]*")) return "-"
	text = substr($0, RSTART, RLENGTH); sub(/.*"/, "", text); return text }
/ = [0-9]+$/ && match($0, /^\[pid +[0-9]+\]/) {
	pid = substr($0, RSTART + 4, RLENGTH - 5) + 0
	address = index($0, "AF_INET6") ? quoted("inet_pton\\(AF_INET6, ") : quoted("inet_addr\\(")
	row("-", address, pid, "-") }'

# Several lines an accept, which have a number in common; the last is PROCTITLE.
audit_rows='function of(name) {
	if (!match($0, name "=[^ ]+")) return "-"
	return substr($0, RSTART + length(name) + 1, RLENGTH - length(name) - 1) }
{ id = $2 }
/^type=SYSCALL / && / syscall=(43|288) success=yes / { pid[id] = of(" pid"); uid[id] = of(" uid"); address[id] = "-" }
/^type=SOCKADDR / { address[id] = of("laddr") }
/^type=PROCTITLE / && id in pid { row("-", address[id], pid[id], uid[id]); delete pid[id] }'

peers() {
	peer tcpwho 'libtracefs1 libtraceevent1 libzstd1 zlib1g libncursesw6' none \
		tcpwho '' \
		'$1 != "UID" { row($4, $5, $3, $1) }'
	peer bpftrace bpftrace none \
		'bpftrace /usr/sbin/tcpaccept.bt' '' \
		'$2 ~ /^[0-9]+$/ { row($7, $4, $2, "-") }'
	peer bcc 'bpfcc-tools linux-headers-KERNEL' none \
		'tcpaccept-bpfcc' '' \
		'$1 ~ /^[0-9]+$/ { row($7, $4, $1, "-") }'
	peer tcptracer-libbpf libbpf-tools none \
		'tcptracer-libbpf -U' '' \
		'$2 == "A" { row($8, $7, $3, $1) }'
	peer trace-cmd-stream trace-cmd hand_made \
		'trace-cmd stream -e bench:accept' '' "$hand_made_rows"
	peer trace-cmd-record trace-cmd hand_made \
		'trace-cmd record -e bench:accept -o /tmp/trace.dat' \
		'trace-cmd report -i /tmp/trace.dat' "$hand_made_rows"
	peer perf-trace linux-perf hand_made \
		'perf trace --no-syscalls -e bench:accept 2>&1' '' "$hand_made_rows"
	peer trace_pipe '' hand_made \
		"sh -c 'cd /sys/kernel/tracing; echo 1 >events/bench/accept/enable; exec cat trace_pipe'" '' "$hand_made_rows"
	peer sysdig sysdig none \
		"sysdig -p '%fd.sport %fd.cip %proc.pid %user.uid' 'evt.type in (accept, accept4) and evt.dir = <'" '' \
		'{ row($1, $2, $3, $4) }'
	peer systemtap 'systemtap systemtap-doc linux-image-KERNEL-dbg linux-headers-KERNEL' none \
		'staprun -R /tcp_connections.ko' '' \
		'$1 != "UID" { row($4, $5, $3, $1) }'
	peer strace strace strace_marks \
		'strace -qq -f -e trace=accept,accept4 -e signal=none -p "$SERVERS" 2>&1' '' "$strace_rows"
	# Last, for once audit was on every process that starts gets a context for it and pays for that.
	peer auditd auditd audit_log \
		"sh -c 'auditctl -R /etc/audit/audit.rules >/dev/null; exec auditd -n'" '' "$audit_rows"
}
