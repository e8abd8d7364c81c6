# USER and CGROUP: the name that /etc/passwd has for a user, and the control
# group that the test itself has put the accepting process into: live, saved,
# from the flight recorder, and counted.
. "$BIN/lib.sh"
mount_tracefs
known=$(awk -F: '$3 > 0 && $3 < 65534 { print $3; exit }' /etc/passwd)
name=$(awk -F: -v uid="$known" '$3 == uid { print $1; exit }' /etc/passwd)
unknown=54321
! grep -q "^[^:]*:[^:]*:$unknown:" /etc/passwd || fail "there is a user $unknown"
[ -n "$name" ] || skip "/etc/passwd has root only"

group=tcpwho-test.slice
mkdir "$W/cgroup"
if mount -t cgroup2 cgroup2 "$W/cgroup" 2>"$W/no"; then
	trap 'rmdir "$W/cgroup/$group"; umount "$W/cgroup"' EXIT
	mkdir "$W/cgroup/$group"
	inside="\"/$group\""
	outside=$(sed -n 's/^0::\(.*\)/"\1"/p' /proc/self/cgroup)
else
	echo "# but for CGROUP: $(cat "$W/no")"
	inside=null outside=null
fi

# connect OPTION…: of acceptors.
connect() {
	acceptor "$@" -p 5001 -u "$known" >"$W/truth1" &
	residents=$!
	acceptor "$@" -p 5002 -u $unknown >"$W/truth2" &
	residents="$residents $!"
	(
		[ $inside = null ] || sh -c 'echo $PPID' >"$W/cgroup/$group/cgroup.procs"
		exec acceptor "$@" -p 5003 >"$W/truth3"
	) &
	inhabitant=$!
	for port in 5001 5002 5003; do client 127.0.0.1 $port; done
}
cat >"$W/truth" <<END
{"user":"$name","cgroup":$outside,"uid":$known,"port":5001}
{"user":null,"cgroup":$outside,"uid":$unknown,"port":5002}
{"user":"root","cgroup":$inside,"uid":0,"port":5003}
END
columns=USER,CGROUP,UID,PORT

start -w "$W/file.dat" -J -o $columns
connect
wait $residents $inhabitant
stop
same "$W/rows" "$W/truth"
accounts 3 0
ends 0 tcpwho report -J -o $columns "$W/file.dat"
cmp "$W/rows" "$W/out" || { cat "$W/out"; fail "report prints other rows"; }

# The table has a dash; who asks for neither gets the rows of always.
start -o USER,CGROUP,PORT
connect
wait $residents $inhabitant
stop
has_line "^       - .* 5002$" "$W/rows" || { cat "$W/rows"; fail "no dash"; }
tail -n +2 "$W/rows" | awk '{ printf "{\"user\":\"%s\",\"cgroup\":\"%s\",\"port\":%s}\n", $1, $2, $3 }' |
	sed 's/"-"/null/g' >"$W/table"
sed 's/"uid":[0-9]*,//' "$W/truth" >"$W/wanted"
same "$W/table" "$W/wanted"

start -S -J --by USER,CGROUP
connect
wait $residents $inhabitant
stop
sed 's/"uid":[0-9]*,"port":[0-9]*}/"count":1/' "$W/truth" >"$W/wanted"
sed 's/,"rate".*//' "$W/rows" >"$W/counts"
same "$W/counts" "$W/wanted"

# Of what the recorder holds, while the processes are still there: they wait
# for one more.
ends 0 tcpwho arm --recorder
connect -1 -n 2
ends 0 tcpwho dump -J -o $columns
# Without a graft event the recorder knows no user.
has_graft || sed -i 's/"user":"[^"]*"/"user":null/; s/"uid":[0-9]*/"uid":null/' "$W/truth"
same "$W/out" "$W/truth"
kill -KILL $residents $inhabitant
wait $inhabitant
ends 0 tcpwho disarm
