# arm -o: the recorder and trace-cmd have the fields that columns want, with the
# truth from the test itself; without it they are not known.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
columns=PORT_SOURCE,STATE,QUEUE,BACKLOG,IF,NETNS
netns=$(stat -L -c %i /proc/self/ns/net 2>/dev/null) || netns=null

# Port 5000 is 1388 in hexadecimal.
is_established() { awk '$2 ~ /:1388$/ && $4 == "01" { found = 1 } END { exit !found }' /proc/net/tcp; }

# Three that wait: one says nothing, one has said all, one is gone.
accept_three() {
	rm -f "$W/go"
	acceptor -n 3 -B 23 -i lo -w "$W/go" >"$W/accepted" &
	wait_until is_listening 5000
	client -l 127.0.0.1 5000 >"$W/port1" &
	wait_until is_established
	client -khl 127.0.0.1 5000 >"$W/port2"
	client -rl 127.0.0.1 5000 >"$W/port3"
	sleep 0.2
	touch "$W/go"
	wait_until has_lines 3 "$W/accepted"
	# The first one prints its port at its end, when all is accepted.
	wait_until has_lines 1 "$W/port1"
	awk -v netns="$netns" 'BEGIN { split("est fin rst", state, " ") }
		{ printf "{\"port_source\":%d,\"state\":\"%s\",\"queue\":%d,\"backlog\":23,\"if\":\"lo\",\"netns\":%s}\n",
			$2, state[NR], NR - 1, netns }' "$W"/port[123] >"$W/truth"
}

ends 0 tcpwho arm --recorder -o "+$columns"
accept_three
ends 0 tcpwho dump -J -o $columns,WAIT -P 5000
has_line '^tcpwho: no row has WAIT: the recorder keeps' "$W/err" || fail "not said that there is no WAIT"
ends 0 tcpwho dump -J -o $columns -P 5000
! has_line 'no row has' "$W/err" || fail "it says that what it shows is not kept"
same "$W/out" "$W/truth"
cp "$W/truth" "$W/kept"
ends 0 tcpwho arm --recorder -o STATE,QUEUE,IF,NETNS
has_line 'armed already, nothing changed' "$W/err" || fail "the same columns in another order made it anew"
ends 0 tcpwho dump -J -o $columns -P 5000
same "$W/out" "$W/kept"

# Others, and none.
ends 0 tcpwho arm --recorder -o +STATE,WAIT
has_line 'the recorder keeps nothing of WAIT' "$W/err" || fail "not said that WAIT is not kept"
accept_three
ends 0 tcpwho dump -J -o PORT_SOURCE,STATE,QUEUE,WAIT -P 5000
sed 's/,"queue.*/,"queue":null,"wait":null}/' "$W/truth" >"$W/less"
same "$W/out" "$W/less"
ends 0 tcpwho arm --recorder
accept_three
ends 0 tcpwho dump -J -o PORT_SOURCE,STATE -P 5000
sed 's/,"state.*/,"state":null}/' "$W/truth" >"$W/less"
same "$W/out" "$W/less"
ends 0 tcpwho disarm
unchanged

# A kernel that lacks something: it is said, and the line does not name it.
ends 0 tcpwho-no-event arm -o STATE,WAIT
has_line 'no event sock:no_such_event.* WAIT is not known' "$W/err" || fail "not said that there is no WAIT"
[ "$(cat "$W/out")" = "trace-cmd record -e tcpwho -f 'skaddr!=0'" ] || { cat "$W/out"; fail "the line has WAIT"; }
ends 0 tcpwho arm
ends 0 tcpwho-no-event arm --recorder -o STATE,WAIT
! has_line 'the recorder keeps nothing of WAIT' "$W/err" || fail "WAIT is missing for two reasons"
ends 0 tcpwho disarm
# Nothing tells the offsets where calibration cannot be made.
if contain -p true 2>/dev/null; then
	ends 0 contain -p tcpwho-no-btf arm -o STATE,QUEUE,NETNS
	has_line 'QUEUE and BACKLOG are not known' "$W/err" || fail "not said that there is no QUEUE"
	has_line 'NETNS is not known' "$W/err" || [ "$netns" = null ] || fail "not said that there is no NETNS"
	ends 0 tcpwho disarm
fi
unchanged

# The line that is printed, and what it records. Of a namespace nobody tells the
# names of its interfaces later.
if command -v trace-cmd >/dev/null && [ -e $tracing/events/sock/inet_sock_set_state ]; then
	ends 0 tcpwho arm -o "$columns,WAIT"
	line=$(cat "$W/out")
	until_stop='touch "$W/began"; until [ -e "$W/stop" ]; do sleep 0.1; done'
	eval "$line -q -o '$W/file.dat' sh -c '$until_stop'" >"$W/record" 2>&1 &
	recording=$!
	# Its command runs when all is on.
	wait_until [ -e "$W/began" ]
	accept_three
	sleep 0.5
	touch "$W/stop"
	wait $recording || { cat "$W/record"; fail "trace-cmd did not record"; }
	ends 0 tcpwho report -J -o PORT_SOURCE,STATE,QUEUE,BACKLOG,NETNS,WAIT -P 5000 "$W/file.dat"
	! has_line 'no row has' "$W/err" || { cat "$W/err"; fail "it says that what it shows was not recorded"; }
	sed 's/,"if":"lo"//; s/}$//' "$W/truth" >"$W/without"
	sed 's/,"wait":[0-9.]*}$//' "$W/out" >"$W/rows"
	same "$W/rows" "$W/without"
	ends 0 tcpwho disarm
fi
