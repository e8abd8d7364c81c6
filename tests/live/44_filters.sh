# Filters: what is printed is the truth, filtered here by what each says, and
# all else is counted.
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

# try AWK-CONDITION OPTION…: on the lines of the truth.
try() {
	condition=$1
	shift
	start "$@" $json
	connect
	stop
	awk "$condition" "$W/all" >"$W/truth"
	same "$W/rows" "$W/truth"
	passed=$(wc -l <"$W/truth")
	accounts "$passed" "0 lost; $((3 * each - passed)) filtered out$"
}

try '/"port":500[13],/' -P 1-5001,5003
try '!/"port":5002,/' -P '!5000,5002'
try '/"cmd":"web/ && !/"uid":1000,/' -c 'web.?' -u '!1000'
try '/"uid":1001,/' -u 1001-1999 -s 127.0.0.0/8
if has_ipv6; then
	try '/"ip_source":"::1"/' -s ::/0
	try '!/"family":6/' -4
	try '/"family":6/' -6 -s '!10.0.0.0/8' -u root
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
