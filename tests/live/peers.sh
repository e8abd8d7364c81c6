# Measures every tool of peers_table.sh, or those named, on the same accepts,
# in a VM where one instruction takes one nanosecond of the guest's clock, and
# prints `result TOOL KEY VALUE` for each figure. Judges none of them. Debian's
# tools are in /peers, a system of its own. Truth is from the acceptors alone.
. "$BIN/lib.sh"
. "$BIN/peers_table.sh"
mount_tracefs
accepts=${ACCEPTS:-2000} each=${EACH:-6250} tools=${*:-all}
events=$tracing/kprobe_events

result() { echo "result $name $1 $2"; }
inside() { chroot /peers /usr/bin/env PATH=/usr/sbin:/usr/bin HOME=/root "$@"; }

# A reason is the first line of what was said, for that is what goes into the table.
none() { :; }
try() { "$@" 2>"$W/why" || { tr '|\n' '/ ' <"$W/why" | cut -c 1-300 >"$W/reason"; return 1; }; }
hand_made() { try sh -c "echo '$hand_made' >>$events"; }
strace_marks() { mark='NULL, NULL)'; }
# Audit is on, as since boot where systemd's journal is: what started before has no context for it. The log is linked to
# where rows are looked for, and big enough for a storm.
audit_log() {
	mark='comm="loop"' ended_by=TERM
	inside auditctl -e 1 >/dev/null
	sed -i 's/^log_group.*/log_group = root/; s/^max_log_file = .*/max_log_file = 1000/' /peers/etc/audit/auditd.conf
	{
		cat /peers/etc/audit/rules.d/audit.rules
		echo '-a always,exit -F arch=b64 -S accept,accept4'
	} >/peers/etc/audit/audit.rules
	: >"$W/rows" && chmod 600 "$W/rows" && ln -f "$W/rows" /peers/var/log/audit/audit.log
}
# Why the host knows already that it cannot run.
is_ruled_out() { [ -s "/peers/$name.reason" ] && cp "/peers/$name.reason" "$W/reason"; }

# Whatever it has left; the next tool finds the kernel as this one did.
clean() {
	echo 1 >$tracing/tracing_on
	echo 0 >$tracing/events/enable
	[ ! -e $tracing/events/bench ] || echo '-:bench/accept' >>$events
	tcpwho -d 1ms >/dev/null 2>&1
	echo "$buffer_kb" >$tracing/buffer_size_kb
	echo >$tracing/trace
	inside auditctl -D >/dev/null
}
buffer_kb=$(sed 's/.*expanded: \([0-9]*\).*/\1/' $tracing/buffer_size_kb)

# What a tool could leave in the kernel, one a line.
state() {
	sed 's/ .*//; s/^/probe /' $events
	ls $tracing/instances | sed 's/^/instance /'
	sed 's/^/enabled event /' $tracing/set_event
	for file in tracing_on trace_clock current_tracer buffer_size_kb; do
		echo "$file $(cat $tracing/$file)"
	done
	inside bpftool prog list | sed -n 's/^[0-9]*: \([a-z_]*\) .*/BPF program \1/p'
	inside bpftool link list | sed -n 's/^[0-9]*: \([a-z_]*\) .*/BPF link \1/p'
	inside auditctl -l | sed -n 's/^-\([aw]\) .*/audit rule -\1/p'
}

# launch [FILTER…]: the tool in a session of its own, as if by a user who can interrupt it. SERVERS are this shell, which
# starts all that will accept, and who does so already.
acceptor='' watcher=''
launch() {
	: >"$W/rows"
	rm -f "$W/seen"
	[ -n "$after" ] || accept_until_seen
	read -r self _ </proc/self/stat
	setsid chroot /peers /usr/bin/env --default-signal=INT PATH=/usr/sbin:/usr/bin HOME=/root SERVERS="$self $watcher $acceptor" \
		"$@" sh -c "stamp >/tmp/began; exec $command" >"$W/rows" 2>"$W/err" &
	tool=$!
	for _ in 1 2 3 4 5 6 7 8 9; do ! nobody || sleep 0.1; done
}
members() { awk -v s=$tool '{ sub(/.*\) /, "") } $4 == s && $1 != "Z" { split(FILENAME, f, "/"); print f[3] }' \
	/proc/[0-9]*/stat 2>/dev/null; }
nobody() { [ -z "$(members)" ]; }
is_on() { grep -q 1 $tracing/events/bench/accept/enable; }

# Writes when a row has been printed. The slowest compiles for 11 s before its first.
patience_s=60
accept_until_seen() {
	loop -p 6543 -m "$mark" -u "$W/rows" >"$W/seen" &
	watcher=$!
	wait_until is_listening 6543
}
watch_rows() {
	until_cs=$(($(uptime_cs) + patience_s * 100))
	until [ -s "$W/seen" ] || nobody || [ "$(uptime_cs)" -gt $until_cs ]; do sleep 0.5; done
	kill $watcher 2>/dev/null
	wait $watcher
}
# What prints nothing before its end is ready when its event is on.
until_ready() {
	if [ -z "$after" ]; then
		watch_rows
	else
		wait_until is_on
		sleep 1
	fi
}
until_seen() {
	until_ready
	[ -n "$after" ] || return
	loop -p 6543 1 >/dev/null
	finish_rows
	! has_line 6543 "$W/rows" || stamp >"$W/seen"
}
interrupt() {
	kill -$ended_by $tool 2>/dev/null
	ended=$(($(uptime_cs) + 6000))
	until nobody || [ "$(uptime_cs)" -gt $ended ]; do sleep 0.1; done
	for pid in $(members); do kill -KILL "$pid"; done
	wait $tool 2>/dev/null
}
finish_rows() {
	interrupt
	[ -z "$after" ] || { time -v chroot /peers /usr/bin/env PATH=/usr/sbin:/usr/bin sh -c "exec $after" >"$W/rows"; } 2>"$W/after.err"
}

# PORT ADDRESS PID UID of each row that it has printed; where it does not tell the port, that of the process.
normal() {
	awk 'NR == FNR { port_of[$1] = $2; next }
	function row(port, address, pid, uid) {
		if (port == "-" && pid in port_of) port = port_of[pid]
		sub(/^::ffff:/, "", address); print port, address, pid, uid }'" $awk" "$W/ports" "$W/rows"
}
accepts_at() { for id in $2; do echo "$id $1" >>"$W/ports"; done; }
of_ports() { awk -v a="$1" -v b="$2" '$1 >= a && $1 <= b' "$W/normal" | wc -l; }
settle() {
	before=-1
	until [ "$before" -eq "$(wc -c <"$W/rows")" ]; do
		before=$(wc -c <"$W/rows")
		sleep 2
	done
}

looped() {
	loop $accepts >"$W/looped" &
	accepts_at 5000 $!
	wait $!
	cut -d' ' -f2 "$W/looped" >>"$W/own"
}
# Less what is done where nothing is accepted.
costs() {
	: >"$W/own"
	for _ in 1 2 3; do
		idle_ns=$(work_of true)
		echo $((($(work_of looped) - idle_ns) / accepts))
	done | median
}
base_costs() {
	base=$(costs)
	base_own=$(median <"$W/own")
}

all_wait() { [ "$(ls "/proc/$acceptor/task" | wc -l)" -gt 40 ]; }
crowd() {
	acceptor -1 -t 40 -n 40 -p 5040 >"$W/crowd" &
	acceptor=$!
	wait_until all_wait
	accepts_at 5040 "$(ls "/proc/$acceptor/task")"
	sleep 1
}
connect_crowd() {
	client -n 40 127.0.0.1 5040
	wait_until has_lines 40 "$W/crowd"
	acceptor=
	settle
}

start_ms() {
	launch stdbuf -oL
	until_seen
	[ -s "$W/seen" ] || { why_not; exit 0; }
	echo $((($(cat "$W/seen") - $(cat /peers/tmp/began)) / 1000000)) >>"$W/starts"
}
# Those that take long, once.
more_starts() {
	[ "$(cat "$W/starts")" -lt 4000 ] || return 0
	for _ in 1 2; do
		clean
		$setup
		start_ms
		interrupt
	done
}

# The dearest of what tcpwho asks of the kernel before its first row, with nothing of its own: no start can be faster.
ask() {
	mkdir "$instance" &&
		echo 1024 >"$instance/buffer_size_kb" &&
		echo mono >"$instance/trace_clock" &&
		echo 'p:bench/graft security_sock_graft' >>$events &&
		echo 'r:bench/accept inet_csk_accept' >>$events &&
		echo 1 >"$instance/events/bench/enable"
}
unask() {
	echo 0 >"$instance/events/bench/enable" &&
		printf -- '-:bench/accept\n-:bench/graft\n' >>$events &&
		rmdir "$instance"
}
instance=$tracing/instances/bench
ns_of() {
	before_ns=$(stamp)
	"$@" || return
	echo $(($(stamp) - before_ns))
}
start_kernel_ms() {
	for i in 1 2 3; do
		ns=$(ns_of ask) && unask || fail "the kernel does not do what is asked of it"
		# Less what is the shell's.
		echo $(((ns - $(ns_of mkdir "$W/not_asked.$i")) / 1000000)) >>"$W/asked"
	done
	result start_kernel_ms "$(median <"$W/asked")"
}

first_figures() {
	rm -f "$W/starts"
	crowd
	start_ms
	[ -z "$after" ] || { launch; until_ready; }
	connect_crowd
	kill -KILL $tool
	sleep 3
	state >"$W/after"
	for pid in $(members); do kill -KILL "$pid"; done
	[ -z "$after" ] || take_crowd
	normal >"$W/normal"
	result waiting_lost $((40 - $(of_ports 5040 5040)))
	more_starts
	result start_ms "$(median <"$W/starts")"
	result left "$(diff "$W/before" "$W/after" | left)"
}
# A recording that was killed may not be whole: once more, to its end.
take_crowd() {
	clean
	$setup
	crowd
	launch
	until_ready
	connect_crowd
	finish_rows
}
left() { sed -n '/^+++/d; s/^+//p' | tr '\n' , | sed 's/,$//; s/,/, /g' | grep . || echo nothing; }

truth() {
	rm -f "$W"/truth.*
	acceptor -n 10 -p 5101 >"$W/truth.1" &
	acceptor -n 10 -p 5102 -6 >"$W/truth.2" &
	acceptor -n 10 -p 5103 -w "$W/go" >"$W/truth.3" &
	acceptor -n 10 -p 5104 -t 5 -u 1234 >"$W/truth.4" &
	acceptor -n 10 -p 5105 -x >"$W/truth.5" &
	client -n 10 127.0.0.1 5101
	client -n 5 ::1 5102
	client -n 5 127.0.0.1 5102
	client -r -n 10 127.0.0.1 5103
	touch "$W/go"
	client -n 10 127.0.0.1 5104
	client -n 10 127.0.0.1 5105
	for i in 1 2 3 4 5; do wait_until has_lines 10 "$W/truth.$i"; done
	rm "$W/go"
}
# Each row of the truth at most once, and without what the tool does not say.
right() {
	awk 'NR == FNR { rows[$0]++; next }
		{ known = $0; sub(/[^ ]*$/, "-", known) }
		rows[$0]-- > 0 || rows[known]-- > 0 { right++ }
		END { print right + 0 }' "$W/normal" "$W/truth"
}
as_rows() { sed 's/.*"uid":\([0-9]*\),.*"pid":\([0-9]*\),"port":\([0-9]*\),"ip_source":"\([^"]*\)".*/\3 \4 \2 \1/' "$W"/truth.[1-5]; }

storm() {
	loops=
	for i in 1 2 3 4 5 6 7 8; do
		loop -p 520$i $each >/dev/null &
		accepts_at 520$i $!
		loops="$loops $!"
	done
	wait $loops
	settle
}
peak_kb() {
	for pid in $(members); do cat "/proc/$pid/status"; done 2>/dev/null |
		awk '/VmHWM/ { sum += $2 } END { print sum + 0 }'
}

second_figures() {
	launch
	until_ready
	with=$(costs)
	own=$(($(median <"$W/own") - base_own))
	truth
	storm
	settle
	peak=$(peak_kb)
	after_ns=$(work_of finish_rows)
	as_rows >"$W/truth"
	awk '{ print $3, $1 }' "$W/truth" >>"$W/ports"
	normal >"$W/normal"
	printed=$(wc -l <"$W/normal")
	[ -z "$after" ] || later_figures
	result own $own
	result reader $((with - base - own))
	result total $((with - base))
	result loop_lost $((3 * accepts - $(of_ports 5000 5000)))
	result storm_lost $((8 * each - $(of_ports 5201 5208)))
	result right "$(right)"
	result peak_kb "$peak"
	result rows "$(head -n 400 "$W/rows" | tail -n 1)"
}
later_figures() {
	with=$((with + after_ns / printed))
	after_kb=$(sed -n 's/.*Maximum resident.*: //p' "$W/after.err")
	[ "$after_kb" -lt "$peak" ] || peak=$after_kb
}

why_not() {
	said=$(cat "$W/err" "$W/rows" | head -n 3 | tr '\n|' ' /' | sed 's/ *$//')
	result reason "it printed no row${said:+: }${said:- in $patience_s s, nor an error}"
	interrupt
}

chosen() { case " $tools " in *" $1 "* | ' all ') ;; *) return 1 ;; esac; }
peer() {
	name=$1 setup=$3 command=$4 after=$5 awk=$6 mark=6543 ended_by=INT
	chosen "$name" || return 0
	: >"$W/ports"
	clean
	state >"$W/before"
	{ ! is_ruled_out && $setup; } || { result reason "$(cat "$W/reason")"; return; }
	base_costs
	result base "$base"
	(first_figures && clean && $setup && second_figures) ||
		result reason "see above for why it could not be measured"
	killall acceptor client loop 2>/dev/null || true
}

for folder in proc sys dev; do mount --rbind /$folder /peers/$folder; done
for _ in 1 2 3 4 5 6 7 8 9 10; do loop 1000 >/dev/null; sleep 1; done
name=tcpwho
! chosen $name || start_kernel_ms
peers
