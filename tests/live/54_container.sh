# Accepts inside containers, with tcpwho outside: PID and TID as the initial
# pid namespace has them, UID as the initial user namespace does, for the
# container's root and for its users.
. "$BIN/lib.sh"
contain -np true 2>"$W/no" || skip "no network and pid namespaces: $(cat "$W/no")"
# outside PID FIRST: the truth told inside, in the numbers that hold outside.
# PID is what clone(2) gave; /proc has each thread's ids, ours first.
outside() {
	cat /proc/$1/task/*/status | awk -v pid="$1" '
		BEGIN { print "s/\"pid\":[0-9]*/\"pid\":" pid "/" }
		$1 == "NSpid:" { print "s/\"tid\":" $NF ",/\"outer\":" $2 ",/" }
		END { print "s/outer/tid/" }' >"$W/translate"
	sed -f "$W/translate" | awk -F '[:,]' -v first="$2" \
		'{ sub(/"uid":[0-9]*/, "\"uid\":" $2 + first); print }'
}
# try EXPECTED FIRST UID CONTAIN…: UID of the container's is EXPECTED outside.
try() {
	expected=$1 first=$2 uid=$3
	shift 3
	rm -f "$W/pid"
	start --probe=$probe $json
	contain "$@" -o "$W/pid" opener -u "$uid" 5000 acceptor -l 3 -t 3 -n 1000 >"$W/inside" &
	wait_until [ -s "$W/pid" ]
	pid=$(cat "$W/pid")
	nsenter -t "$pid" -n client -j 3 -n 10 127.0.0.1 5000
	nsenter -t "$pid" -n client -n 10 ::1 5000
	wait_until has_lines 40 "$W/inside"
	wait_until has_lines 40 "$W/rows"
	outside "$pid" "$first" <"$W/inside" >"$W/truth"
	kill -KILL "$pid"
	stop
	same "$W/rows" "$W/truth"
	accounts 40 0
	[ "$(grep -c "^{\"uid\":$expected," "$W/truth")" -eq 40 ] ||
		fail "the truth is not of user $expected"
}
probe=auto
try 0 0 0 -np
grep -v -q '"pid":1,' "$W/inside" && fail "no pid namespace: this shows nothing"
try 1234 0 1234 -np
contain -u 100000 true 2>"$W/no" || skip "but for that: no user namespaces: $(cat "$W/no")"
try 4711 4711 0 -u 4711
try 100000 100000 0 -np -u 100000
try 101234 100000 1234 -np -u 100000
# Looked up in /proc it is the same.
probe=accept
try 101234 100000 1234 -np -u 100000
