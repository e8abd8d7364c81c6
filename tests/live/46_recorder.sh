# The flight recorder: with no tcpwho running it holds what was accepted, and
# dump prints it as often as wanted, without a change.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
has_comm || skip "the kernel records no names, and dump does not look them up"
recorder=$tracing/instances/tcpwho
dump() { ends 0 tcpwho dump $json "$@"; }

ends 1 tcpwho dump
has_line 'run tcpwho arm --recorder' "$W/err" || fail "not said what to do"
ends 0 tcpwho arm --recorder
[ "$(cat "$W/out")" = 'tcpwho dump' ] || fail "the next step is not printed"
ends 0 tcpwho arm --recorder
has_line 'armed already, nothing changed' "$W/err" || fail "armed twice"
# What arming proved itself by, while the recorder was there already.
dump
cp "$W/out" "$W/selftests"
! grep -v '"cmd":"tcpwho-selftest"' "$W/selftests" || fail "rows of nobody"

# Names as odd as can be; one that stays, whose process is known.
acceptor -n 20 >"$W/truth1" &
ended=$!
client -n 20 127.0.0.1 5000
acceptor -6 -p 5001 -n 21 -c '"
x=1 ] accept:"' >"$W/stays" &
client -n 20 $loopback 5001
wait_until has_lines 20 "$W/truth1"
acceptor -u 4711 -p 5002 -n 20 -c 'a: (b) skaddr=0' >"$W/truth2" &
ended="$ended $!"
client -n 20 127.0.0.1 5002
wait_until has_lines 20 "$W/truth2"
# Those that have ended are not known any more, nor without graft their user.
wait $ended
sed 's/"pid":[0-9][0-9]*/"pid":null/' "$W/truth1" "$W/truth2" >"$W/truth"
has_graft || sed -i 's/"uid":[0-9]*/"uid":null/' "$W/truth"

dump
has_line '^tcpwho: complete since ....-..-.. ..:..:..\.... (armed then)$' "$W/err" ||
	{ cat "$W/err"; fail "not said since when"; }
grep -v -e tcpwho-selftest -e '"port":5001,' "$W/out" >"$W/rows"
same "$W/rows" "$W/truth"
grep '"port":5001,' "$W/out" >"$W/odd"
[ "$(wc -l <"$W/odd")" -eq 20 ] || fail "not all of those with an odd name"
[ "$(sort -u "$W/odd" | cut -d, -f2 | sort -u)" = '"cmd":"\"\\x0ax=1 ] accept:"' ] ||
	{ head -n 1 "$W/odd"; fail "the name is not as it was"; }
! grep -q '"pid":null' "$W/odd" || fail "the pid of one that runs is not known"
accounts "$(wc -l <"$W/out")" 0
cp "$W/out" "$W/first"
dump
cmp "$W/out" "$W/first" || fail "the second dump differs from the first"
dump -n 3
tail -n 3 "$W/first" | cmp - "$W/out" || fail "-n 3 is not the last three"
accounts 3 0
dump -n 3 -P 5000
grep '"port":5000,' "$W/first" | tail -n 3 | cmp - "$W/out" || fail "-n 3 is not the last three of port 5000"
ends 0 tcpwho dump -S --by PORT -P 5000,5002
[ "$(awk 'NR > 1 { print $1, $2 }' "$W/out" | sort | tr '\n' ' ')" = '5000 20 5002 20 ' ] ||
	{ cat "$W/out"; fail "summed up otherwise than printed"; }
dump -w "$W/file.dat"
cmp "$W/out" "$W/first" || fail "-w changes what is printed"
ends 0 tcpwho report $json "$W/file.dat"
cmp "$W/out" "$W/first" || fail "what -w has saved is not what was printed"
client -n 1 $loopback 5001
[ -d $recorder ] || fail "the recorder is gone"

# A live run beside it: started, killed, and swept.
start $json
acceptor -p 5003 -n 5 >"$W/live" &
client -n 5 127.0.0.1 5003
wait_until has_lines 5 "$W/live"
stop
same "$W/rows" "$W/live"
start
kill -KILL "$tcpwho"
wait "$tcpwho"
start
stop
dump
grep '"port":5003,' "$W/out" >"$W/held"
[ "$(wc -l <"$W/held")" -eq 5 ] || {
	cat "$W/err" "$W/live" "$W/held"
	fail "a live run disturbed the recorder"
}

# Other options change it, without them it goes; the events stay.
before=$(cat $recorder/buffer_size_kb)
ends 0 tcpwho arm --recorder -b 256
[ "$(cat $recorder/buffer_size_kb)" -lt "$before" ] || fail "-b changed nothing"
dump
[ "$(grep -c '"port":5003,' "$W/out")" -eq 5 ] || fail "a smaller buffer lost what fits"
ends 0 tcpwho arm --recorder
has_line 'armed already, nothing changed' "$W/err" || fail "a size that was not asked for"
ends 0 tcpwho arm
[ ! -d $recorder ] || fail "the recorder is still there"
ends 0 tcpwho disarm
unchanged
