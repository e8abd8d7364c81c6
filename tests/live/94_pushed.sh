# Random filters, of which the kernel tests what it can: what each prints is
# the truth, filtered here, and nobody has seen half of an accept.
. "$BIN/lib.sh"
is_guest || skip "it gives the loopback interface addresses"
has_ipv6 || skip "this kernel has no IPv6"
batches=3
at_once=8
for address in 10.1.2.3/32 192.168.77.1/32 2001:db8::1/128 2001:db8::ffff:1:2/128; do
	ip addr add $address dev lo
done
# One of IPv6 is looked for on the network first.
has_addresses() { ! ip addr show dev lo | grep -q tentative; }
wait_until has_addresses

# One line for each: options, and the condition that they stand for.
make_filters() {
	awk -v seed="$1" -v count=$at_once '
	function pick(n) { return int(rand() * n) }
	function add(option, condition, is_not) {
		options = options " " option
		all = all " && " (is_not ? "!" : "") "(" condition ")"
	}
	function port(   i, n, a, b, list, c, not) {
		not = pick(2); n = 1 + pick(3)
		for (i = 0; i < n; i++) {
			a = 4999 + pick(8); b = pick(3) ? a : a + pick(3000)
			list = list (i ? "," : "") a "-" b
			c = c (i ? " || " : "") "(port >= " a " && port <= " b ")"
		}
		add("-P " (not ? "!" : "") list, c, not)
	}
	function source(   i, n, k, list, c, not) {
		not = pick(2); n = 1 + pick(3)
		for (i = 0; i < n; i++) {
			k = 1 + pick(sources)
			list = list (i ? "," : "") prefix[k]
			c = c (i ? " || " : "") "ip ~ /" regex[k] "/"
		}
		add("-s " (not ? "!" : "") list, c, not)
	}
	function cmd(   i, n, k, c, not) {
		not = pick(2); n = 1 + pick(2)
		for (i = 0; i < n; i++) {
			k = 1 + pick(cmds)
			options = options " -c " (not ? "!" : "") glob[k]
			c = c (i ? " || " : "") "cmd ~ /" name[k] "/"
		}
		add("", c, not)
	}
	function family(   f) { f = pick(2) ? 4 : 6; add("-" f, "family == " f) }
	BEGIN {
		srand(seed)
		sources = split("127.0.0.0/8 127.0.0.1 10.0.0.0/8 192.160.0.0/12 ::1 2001:db8::/32 0.0.0.0/0 ::/0", prefix, " ")
		split("^127[.]|^127[.]0[.]0[.]1$|^10[.]|^192[.]168[.]|^::1$|^2001:db8:|[.]|:", regex, "|")
		cmds = split("web.? web* *2 1nginx [n1]* *n* ??", glob, " ")
		split("^web[.].$|^web|2$|^1nginx$|^[n1]|n|^..$", name, "|")
		for (i = 0; i < count; i++) {
			options = all = ""
			if (pick(2)) port()
			if (pick(2)) source()
			if (pick(3) == 0) cmd()
			if (pick(4) == 0) family()
			print "-v" options "\t1" all
		}
	}'
}

# Of both families, mapped, by MPTCP, reset before they are accepted.
connect() {
	rm -f "$W"/part* "$W/go"
	acceptor -n 4 -p 5001 -c web.1 >"$W/part1" &
	acceptor -n 6 -p 5002 -6 -c web.2 >"$W/part2" &
	acceptor -n 4 -p 5003 -6 -c 1nginx -w "$W/go" >"$W/part3" &
	client -b 127.0.0.1 127.0.0.1 5001
	client -b 10.1.2.3 127.0.0.1 5001
	client -b 192.168.77.1 127.0.0.1 5001
	client -b 127.0.0.6 127.0.0.6 5001
	client -b 127.0.0.6 127.0.0.6 5002
	client -b 10.1.2.3 127.0.0.1 5002
	client -b ::1 ::1 5002
	client -b 2001:db8::1 ::1 5002
	client -b 2001:db8::ffff:1:2 ::1 5002
	client -b 192.168.77.1 127.0.0.1 5002
	client -r -n 2 ::1 5003
	client -r -n 2 -b 10.1.2.3 127.0.0.1 5003
	touch "$W/go"
	wait_until has_lines 4 "$W/part1"
	wait_until has_lines 6 "$W/part2"
	wait_until has_lines 4 "$W/part3"
	[ ! -e /proc/sys/net/mptcp/enabled ] || {
		acceptor -m -6 -n 2 -p 5004 -c n2 >"$W/part4" &
		client -m -b 10.1.2.3 127.0.0.1 5004
		client -m ::1 5004
		wait_until has_lines 2 "$W/part4"
	}
	cat "$W"/part* >"$W/all"
}

# select_truth CONDITION: those lines.
select_truth() {
	awk 'function value(key,   rest) {
		rest = substr($0, index($0, "\"" key "\":") + length(key) + 3)
		sub(/^"/, "", rest)
		sub(/[,"}].*/, "", rest)
		return rest
	}
	{ port = value("port") + 0; ip = value("ip_source"); cmd = value("cmd")
	  family = value("family") + 0 }
	'"$1" "$W/all"
}

check() { # NUMBER OPTIONS CONDITION
	kill -TERM "$(cat "$W/pid$1")"
	wait "$(cat "$W/pid$1")" || fail "$2: ended with $?"
	select_truth "$3" | sort >"$W/truth"
	# Those that start together see each other's self-test.
	grep -v '"cmd":"tcpwho-selftest"' "$W/rows$1" | sort | diff "$W/truth" - >"$W/diff" ||
		{ cat "$W/diff"; fail "$2: not the rows of $3"; }
	grep -q "^tcpwho: $(wc -l <"$W/rows$1") accepts, 0 lost" "$W/err$1" ||
		{ cat "$W/err$1"; fail "$2: another account"; }
	! grep -q witness "$W/err$1" || { cat "$W/err$1"; fail "$2: half of an accept"; }
	rows=$((rows + $(wc -l <"$W/truth")))
	! grep -q 'kernel filtered' "$W/err$1" || pushed=$((pushed + 1))
}

rows=0 pushed=0 made=0
batch=0
while [ $batch -lt $batches ]; do
	batch=$((batch + 1))
	make_filters $batch >"$W/filters"
	n=0
	while IFS="$(printf '\t')" read -r options condition; do
		n=$((n + 1))
		set -f
		# shellcheck disable=SC2086
		tcpwho $json $options >"$W/rows$n" 2>"$W/err$n" &
		set +f
		echo $! >"$W/pid$n"
	done <"$W/filters"
	for i in $(seq $n); do wait_until has_line 'armed after' "$W/err$i"; done
	connect
	# One that has seen all of them has had the time that others need.
	sleep 0.5
	i=0
	while IFS="$(printf '\t')" read -r options condition; do
		i=$((i + 1))
		check $i "$options" "$condition"
		made=$((made + 1))
	done <"$W/filters"
done
echo "# $made filters, $pushed of them in the kernel, $rows rows"
[ $pushed -ge $((made / 2)) ] && [ $rows -ge $made ] || fail "that has tested next to nothing"

# Silence that was asked for is no blindness: the self-test passes the filter.
start -P 1 -c nobody
acceptor -q -n 20 >"$W/quiet" &
client -n 20 127.0.0.1 5000
wait_until has_lines 1 "$W/quiet"
look_closely
wait_until has_times 2 'self-test took' "$W/err"
acceptor -q -n 40 -p 5001 >"$W/quiet2" &
client -n 40 127.0.0.1 5001
wait_until has_lines 1 "$W/quiet2"
look_closely
sleep 3
[ "$(grep -c 'self-test took' "$W/err")" -eq 2 ] || { cat "$W/err"; fail "one self-test after the other"; }
stop
accounts 0 '0 lost; what the kernel filtered out is not counted$'
! grep -q 'none was seen' "$W/err" || { cat "$W/err"; fail "it takes itself for blind"; }
