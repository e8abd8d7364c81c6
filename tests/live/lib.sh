# shellcheck shell=sh
# What the live scenarios share: starting and stopping tcpwho, comparing its
# rows with the truth, and seeing that tracefs is as it was. Runs under dash
# and under busybox; never takes a truth from tcpwho.

# One folder for each scenario, given by run.sh: $W. The programs: $BIN.
tracing=/sys/kernel/tracing
PATH=$BIN:$PATH
program=tcpwho${PROBE:+ --probe=$PROBE}
# WITHOUT=THING runs scenarios as on a kernel that lacks it, or 5.0: all of what
# came by then (lacks.h).
[ ! "${WITHOUT-}" ] || {
	mkdir -p "$W/bin"
	ln -sf "$BIN/tcpwho-no-$WITHOUT" "$W/bin/tcpwho"
	PATH=$W/bin:$PATH
}
lacks() { [ "${WITHOUT-}" = 5.0 ] || [ "${WITHOUT-}" = "$1" ]; }
truth_columns=UID,CMD,PID,PORT,IP_SOURCE,TID,PORT_SOURCE,IP_LOCAL,FAMILY

fail() { echo "# $*"; exit 1; }
skip() { echo "# skip: $*"; exit 77; }

# wait_until COMMAND…: up to a minute, for what a busy machine is slow at. The
# program wait_for knows the most frequent ones and starts no process a look.
wait_until() {
	case $1 in
	has_line | has_times | has_lines | is_gone | all_sleep) wait_for "$@" || in_vain "$@" ;;
	*) look_until "$@" ;;
	esac
}
look_until() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 1000 ] || in_vain "$@"
		sleep 0.05
	done
}
in_vain() {
	tail -n 20 "$W/err" 2>/dev/null
	fail "waited in vain for: $*"
}

has_line() { grep -q -e "$1" "$2" 2>/dev/null; }
has_times() { [ "$(grep -c -e "$2" "$3" 2>/dev/null)" -ge "$1" ]; }
has_lines() { [ "$(wc -l <"$2")" -ge "$1" ]; }
is_listening() { awk -v port="$(printf :%04X "$1")" \
	'index($2, port) && $4 == "0A" { found = 1 } END { exit !found }' \
	/proc/net/tcp /proc/net/tcp6; }
is_mounted() { grep -q " $tracing " /proc/mounts; }
uptime_cs() { tr -d . </proc/uptime | cut -d' ' -f1; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

# start OPTION…: a tcpwho in the background that has armed its probe.
start() {
	rm -f "$W/err"
	$program -v "$@" >"$W/rows" 2>"$W/err" &
	tcpwho=$!
	wait_until has_line 'armed after' "$W/err"
}

# stop [SIGNAL]: end it, which must go well.
stop() {
	kill "-${1:-TERM}" "$tcpwho"
	finish
}

# What cleans up after a tcpwho that is killed; killed first, it cannot.
reaper_of() { awk -v parent="$1" '$2 == "(tcp-reaper)" && $4 == parent { print $1; found = 1 }
	END { exit !found }' /proc/[0-9]*/stat 2>/dev/null; }
is_swept() { [ ! -d "$tracing/instances/tcpwho_$1" ] && ! grep -q "tcpwho_$1/" $tracing/kprobe_events; }

# emitted FILE: keep what was printed as JSON, whatever it looks like behind its
# first byte, to be held against the schema, but not thousands of lines of a storm.
emitted() { [ "$(head -c 1 "$1")" != '{' ] || head -n 100 "$1" >>"$W/json"; }

# look_closely: have it count connections at its next look, as it does every 16 s
# by itself when nothing happens. Whoever writes to its files makes it do so.
look_closely() { echo 1 >"$tracing/instances/tcpwho_$tcpwho/tracing_on"; }

# finish: wait for its end, which must be status 0.
finish() {
	status=0
	wait "$tcpwho" || status=$?
	[ ! -f "$W/rows" ] || emitted "$W/rows"
	[ $status -eq 0 ] || { cat "$W/err"; fail "tcpwho ended with $status"; }
}

# ends STATUS COMMAND…: what it printed is in $W/out, what it said in $W/err.
ends() {
	expected=$1
	shift
	status=0
	"$@" >"$W/out" 2>"$W/err" || status=$?
	emitted "$W/out"
	[ $status -eq "$expected" ] ||
		{ cat "$W/out" "$W/err"; fail "$* ended with $status"; }
}

# accounts N REST: what the account must say; a bare number is lost, and with
# 0 it must not say anything more.
accounts() {
	case $2 in
	*[!0-9]*) set -- "$1" "$2" ;;
	0) set -- "$1" '0 lost$' ;;
	*) set -- "$1" "$2 lost" ;;
	esac
	# How rows were told, with tracepoints, is no loss.
	sed 's/; of all seen [^;]*$//' "$W/err" >"$W/account"
	has_line "^tcpwho: $1 accepts, $2" "$W/account" ||
		{ tail -n 3 "$W/err"; fail "the account is not $1 accepts, $2"; }
}

# same ROWS TRUTH: the same lines, in any order.
same() {
	sort "$1" >"$W/sorted.rows"
	sort "$2" >"$W/sorted.truth"
	diff "$W/sorted.truth" "$W/sorted.rows" >"$W/diff" ||
		{ head -n 20 "$W/diff"; fail "$1 differs from $2 (-truth +rows)"; }
	[ -s "$2" ] || fail "there is no truth in $2"
}

# The options for rows in the shape of the truth.
json="-J -o $truth_columns"

# Everything in tracefs that a tcpwho could have changed.
tracefs_state() {
	grep -c " $tracing " /proc/mounts
	[ -e $tracing/trace_clock ] || return 0
	# One process for all: an emulated machine is slow at starting them.
	(cd $tracing && grep '' kprobe_events dynamic_events uprobe_events set_event \
		error_log tracing_on trace_clock current_tracer \
		buffer_size_kb buffer_percent saved_tgids saved_cmdlines_size \
		instances/*/set_event 2>&1; ls instances options)
}

# cpu_us PID: CPU time that it has used, on some kernels in steps of a tick.
cpu_us() {
	if [ -e "/proc/$1/schedstat" ]; then
		awk '{ print int($1 / 1000) }' "/proc/$1/schedstat"
	else
		awk '{ print ($14 + $15) * 10000 }' "/proc/$1/stat"
	fi
}

# work_of COMMAND…: the ns that all CPUs ran until $settle_s after its end, so
# that what readers do later counts too.
settle_s=3
work_ns() { awk '/^cpu[0-9]/ { sum += $8 } END { printf "%.0f\n", sum }' /proc/schedstat; }
work_of() {
	before_ns=$(work_ns)
	"$@"
	sleep $settle_s
	echo $(($(work_ns) - before_ns))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

mount_tracefs() { is_mounted || mount -t tracefs tracefs $tracing; }

# remember; unchanged: the machine's tracefs before and after.
remember() { tracefs_state >"$W/before"; }
unchanged() {
	tracefs_state >"$W/after"
	diff "$W/before" "$W/after" || fail "tracefs is not as it was: $*"
}

has_net_ns() { [ -e /proc/self/ns/net ]; }
has_ipv6() { [ -e /proc/net/if_inet6 ]; }
# A loopback address beside 127.0.0.1, of the other family where there is one.
if has_ipv6; then loopback=::1; else loopback=127.0.0.2; fi
# PROBE=tracepoints runs scenarios as on a kernel without kprobes.
has_kprobes() { [ ! "${PROBE-}" ] && grep -q ' register_kprobe$' /proc/kallsyms; }
needs_kprobes() { has_kprobes || skip "it is about kprobes, and there are none"; }
# Perf events tell which process a thread was of that has ended (perf_event_open(2)).
has_perf() { [ -e /proc/sys/kernel/perf_event_paranoid ]; }
# What definitions of probes may say.
has_comm() { ! lacks comm && kernel_at_least 4.8; }
has_maxactive() { ! lacks maxactive && kernel_at_least 4.12; }
# Whether the accept event is armed where tcpwho chooses: see is_of_use().
has_accept() { has_maxactive || ! has_graft; }
has_graft() { grep -q ' security_sock_graft$' /proc/kallsyms; }

# has_terminal: whether tmux can be one, of $W/tmux.conf; it is ended with us.
has_terminal() {
	command -v tmux >/dev/null || return 1
	[ -e /dev/pts/ptmx ] ||
		{ mkdir -p /dev/pts && mount -t devpts devpts /dev/pts; } || return 1
	export TMUX_TMPDIR="$W" SHELL=/bin/sh
	unset TMUX
	trap 'tmux kill-server 2>/dev/null' EXIT
	echo 'set -g default-terminal screen' >"$W/tmux.conf"
}
screen() { tmux capture-pane -p >"$W/screen"; }

# shows REGEX…: whether that terminal does, on some line each.
shows() {
	screen
	for line; do grep -q -e "$line" "$W/screen" || return 1; done
}

# kernel_at_least MAJOR.MINOR
kernel_at_least() {
	uname -r | awk -F. -v want="$1" '{ split(want, w, ".")
		exit !($1 > w[1] || ($1 == w[1] && $2 + 0 >= w[2])) }'
}

# Whether the whole machine is thrown away afterwards: its clock may be set,
# its CPUs be switched off, modules be loaded.
is_guest() { awk '$2 == "/" && $3 == "rootfs" { found = 1 } END { exit !found }' \
	/proc/mounts; }

# hasten COMMAND…: with short grace periods of RCU in such a machine. trace-cmd
# waits for a hundred of them, which is most of its time.
hasten() {
	shorten_graces 1
	status=0
	"$@" || status=$?
	shorten_graces 0
	return $status
}
shorten_graces() { ! is_guest || { echo "$1" >/sys/kernel/rcu_expedited; } 2>/dev/null; }

# load MODULE: or say in $W/load why not.
load() {
	is_guest || {
		echo "modules are loaded in throw-away machines only" >"$W/load"
		return 1
	}
	modprobe "$1" 2>"$W/load"
}
