# TCP Fast Open: a connection that is accepted with the SYN, before the client
# has heard of it, in SYN_RECV, which STATE says.
. "$BIN/lib.sh"
setting=/proc/sys/net/ipv4/tcp_fastopen
before=$(cat $setting)
trap 'echo $before >$setting' EXIT
echo 3 >$setting
# The kernel's own count of connections that came with the SYN.
passive() { awk '$1 != "TcpExt:" { next } !split(names, n) { names = $0; next }
	{ for (i = 1; i <= NF; i++) if (n[i] == "TCPFastOpenPassive") print $i }' /proc/net/netstat; }
start -J -o $truth_columns,STATE -w "$W/file.dat"
opener -f 5000 acceptor -l 3 -s -n 8 >"$W/truth" 2>"$W/states" &
# The first of each address brings the cookie, with the usual handshake.
client -f 127.0.0.1 5000
client -f $loopback 5000
wait_until has_lines 2 "$W/truth"
count=$(passive)
client -fd -n 3 127.0.0.1 5000 &
client -fd -n 3 $loopback 5000 &
wait_until has_lines 8 "$W/truth"
stop
[ $(($(passive) - count)) -eq 6 ] || fail "$(passive) came with the SYN, $count before: not six"
# Of linux/tcp_states.h: 1 is ESTABLISHED, 3 SYN_RECV.
[ "$(sort "$W/states" | uniq -c | xargs)" = '2 state 1 6 state 3' ] ||
	{ cat "$W/states"; fail "not six were in SYN_RECV"; }
# In the order of accepts, as the lines of the truth are.
sed 's/state 1$/est/; s/state 3$/tfo/' "$W/states" | paste -d '|' "$W/truth" - |
	sed 's/}|\(.*\)/,"state":"\1"}/' >"$W/with_states"
same "$W/rows" "$W/with_states"
accounts 8 0
tcpwho report -J -o $truth_columns,STATE "$W/file.dat" >"$W/again" 2>"$W/again.err"
cmp "$W/rows" "$W/again" || { cat "$W/again"; fail "report prints other rows"; }
