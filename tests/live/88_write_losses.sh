# What is lost is in the file of -w as soon as it is known: of a tcpwho that is
# killed later the file says it, too.
. "$BIN/lib.sh"
mount_tracefs
saved=$W/file.dat
lost_so_far() { tcpwho report "$saved" 2>&1 >/dev/null | sed -n 's/^tcpwho: \([0-9]*\) accepts, \([1-9][0-9]*\) lost; .*/\1 \2/p'; }
adds_up() { lost_so_far | awk '{ found = $1 + $2 == 720 } END { exit !found }'; }
start -b 8 -w "$saved" $json
kill -STOP "$tcpwho"
acceptor -n 700 >"$W/truth" &
client -n 700 127.0.0.1 5000
wait_until has_lines 700 "$W/truth"
kill -CONT "$tcpwho"
# Something after which a look is worth it.
acceptor -n 20 -p 5001 >"$W/truth2" &
client -n 20 -i 50 127.0.0.1 5001
wait_until has_lines 20 "$W/truth2"
wait_until adds_up
kill -KILL "$tcpwho"
wait "$tcpwho"
adds_up || { lost_so_far; fail "it says no longer what it said"; }
wait_until is_swept "$tcpwho"
