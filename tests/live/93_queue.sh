# QUEUE and BACKLOG: how many were waiting when a connection came, and how many
# may. The truth is the order in which the test has connected.
. "$BIN/lib.sh"
columns=PORT_SOURCE,QUEUE,BACKLOG

# try CLIENT-OPTION PROGRAM OPTION…: five that come while nobody accepts, and
# one for which nobody was waiting.
try() {
	client=$1 program=$2
	shift 2
	start "$@" -w "$W/file.dat" -J -o $columns
	rm -f "$W/go"
	acceptor $client -n 6 -B 23 -w "$W/go" >"$W/accepted" &
	client $client -n 5 -kl 127.0.0.1 5000 >"$W/ports"
	touch "$W/go"
	wait_until has_lines 5 "$W/rows"
	client $client -l 127.0.0.1 5000 >>"$W/ports"
	wait_until has_lines 6 "$W/accepted"
	stop
	awk '{ printf "{\"port_source\":%d,\"queue\":%d,\"backlog\":23}\n", $2, (NR - 1) % 5 }' "$W/ports" >"$W/truth"
	same "$W/rows" "$W/truth"
	tcpwho report -J -o $columns "$W/file.dat" >"$W/again" 2>"$W/again.err"
	cmp "$W/rows" "$W/again" || { cat "$W/again"; fail "report prints other rows"; }
	accounts 6 0
}
try "" tcpwho
try "" tcpwho --probe=accept
! has_graft || try "" tcpwho --probe=graft
try "" tcpwho-no-btf
[ ! -e /proc/sys/net/mptcp/enabled ] || try -m tcpwho
