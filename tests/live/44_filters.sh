# Filters: what is printed is the truth, filtered here by what each says. What
# the kernel cannot test is counted, and all else not even recorded.
. "$BIN/lib.sh"
each=6

# Three programs of three users, and clients of both families.
connect() {
	acceptor -n $each -p 5001 -c web.1 -u 1000 >"$W/truth1" &
	acceptor -n $each -p 5002 -c 'odd "name"' -u 1001 >"$W/truth2" &
	acceptor -n $each -p 5003 -c web.2 -6 >"$W/truth3" &
	client -n $each 127.0.0.1 5001
	client -n $each 127.0.0.1 5002
	client -n $((each / 2)) 127.0.0.1 5003
	client -n $((each / 2)) $loopback 5003
	for i in 1 2 3; do
		wait_until has_lines $each "$W/truth$i"
	done
	cat "$W"/truth[123] >"$W/all"
}

# try AWK-CONDITION RECORDED OPTION…: conditions on the lines of the truth, of
# what passes and of what the kernel records; without the latter that is all.
try() {
	condition=$1
	recorded=$2
	# By tracepoints the kernel filters nothing.
	has_kprobes || recorded=1
	shift 2
	start "$@" $json
	connect
	stop
	awk "$condition" "$W/all" >"$W/truth"
	same "$W/rows" "$W/truth"
	passed=$(wc -l <"$W/truth")
	filtered=$(($(awk "$recorded" "$W/all" | wc -l) - passed))
	rest=
	[ $filtered -eq 0 ] || rest="; $filtered filtered out"
	[ "$recorded" = 1 ] || rest="$rest; what the kernel filtered out is not counted"
	accounts "$passed" "0 lost$rest$"
}

try '/"port":500[13],/' '/"port":500[13],/' -P 1-5001,5003
try '!/"port":5002,/' '!/"port":5002,/' -P '!5000,5002'
try '/"cmd":"web/ && !/"uid":1000,/' '/"cmd":"web/' -c 'web.?' -u '!1000'
try '/"uid":1001,/' 1 -u 1001-1999
try '/"uid":1001,/' '/"port":5002,/' -u 1001-1999 -s 127.0.0.1/32 -P 5002
if has_ipv6; then
	# Sockets of IPv6 may have IPv4's connections, too: all those on 5003.
	try '/"ip_source":"::1"/' '/"port":5003,/' -s ::/0
	try '!/"family":6/' '!/"family":6/' -4
	try '/"family":6/' '/"port":5003,/' -6 -s '!10.0.0.0/8' -u root
fi

# A process that is there already. One that waited already when tcpwho starts
# would not be seen by every kernel.
acceptor -w "$W/go" -n $each >"$W/truth" &
one=$!
start -p $one $json
connect
touch "$W/go"
client -n $each 127.0.0.1 5000
wait_until has_lines $each "$W/truth"
stop
same "$W/rows" "$W/truth"
accounts $each "0 lost; $((3 * each)) filtered out$"

# -n counts what passes.
start -n 2 -P 5003 $json
connect
finish
[ "$(wc -l <"$W/rows")" -eq 2 ] || fail "not two rows"
awk '!/"port":5003,/ { exit 1 }' "$W/rows" || fail "rows of other ports"
has_ipv6 || skip "but for IPv4: this kernel has no IPv6"
