# NETNS and IF: the network namespace of a connection, as /proc names it, and
# the interface that its listener was bound to; its name where that holds.
. "$BIN/lib.sh"
contain -n true 2>"$W/no" || skip "no network namespaces: $(cat "$W/no")"
status=0
timeout 1 acceptor -i lo 2>"$W/no" || status=$?
[ $status -ne 1 ] || skip "no listener can be bound to an interface: $(cat "$W/no")"
columns=NETNS,IF,PORT
netns_of() { readlink "/proc/$1/ns/net" | tr -dc 0-9; }

# try KNOWN PROGRAM OPTION…: rows of both namespaces, bound and not.
try() {
	known=$1 program=$2
	shift 2
	start "$@" -w "$W/file.dat" -J -o $columns
	acceptor -p 5001 -n 2 >"$W/truth1" &
	acceptor -p 5002 -6 -i lo >"$W/truth2" &
	rm -f "$W/pid"
	contain -n -o "$W/pid" acceptor -p 5003 -i lo -n 2 >"$W/truth3" &
	wait_until [ -s "$W/pid" ]
	inside=$(netns_of "$(cat "$W/pid")")
	outside=$(netns_of self)
	client -n 2 127.0.0.1 5001
	client $loopback 5002
	nsenter -t "$(cat "$W/pid")" -n client -n 2 127.0.0.1 5003
	wait_until has_lines 2 "$W/truth1"
	wait_until has_lines 1 "$W/truth2"
	wait_until has_lines 2 "$W/truth3"
	wait_until has_lines 5 "$W/rows"
	stop
	[ "$inside" != "$outside" ] || fail "one namespace only: this shows nothing"
	name='"lo"'
	[ "$known" = yes ] || inside=null outside=null name='"if1"'
	cat >"$W/truth" <<-END
		{"netns":$outside,"if":null,"port":5001}
		{"netns":$outside,"if":null,"port":5001}
		{"netns":$outside,"if":$name,"port":5002}
		{"netns":$inside,"if":"if1","port":5003}
		{"netns":$inside,"if":"if1","port":5003}
	END
	same "$W/rows" "$W/truth"
	tcpwho report -J -o $columns "$W/file.dat" >"$W/again" 2>"$W/again.err"
	cmp "$W/rows" "$W/again" || { cat "$W/again"; fail "report prints other rows"; }
	accounts 5 0
}
says='this kernel does not tell where it keeps the number of a network namespace'
known=no
[ ! -e /sys/kernel/btf/vmlinux ] || known=yes
try $known tcpwho
[ $known = yes ] || has_line "$says" "$W/err" || { cat "$W/err"; fail "it does not say so"; }
try $known tcpwho --probe=accept
try no tcpwho-no-btf
has_line "$says" "$W/err" || { cat "$W/err"; fail "it does not say so"; }
# Who does not ask for them is not told.
start
stop
! has_line "$says" "$W/err" || fail "it says what nobody wants to know"
