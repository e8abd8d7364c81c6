# Each choice of witnesses gives the same rows, and what a kernel lacks is
# refused by name.
. "$BIN/lib.sh"
for probe in auto both graft accept; do
	if [ $probe != auto ] && [ $probe != accept ] && ! has_graft; then
		tcpwho --probe=$probe 2>"$W/err" && fail "$probe was not refused"
		has_line 'security_sock_graft: this kernel' "$W/err" ||
			{ cat "$W/err"; fail "$probe: no reason"; }
		continue
	fi
	# Three threads are more than a pool without maxactive may hold.
	threads=3 alone=
	has_maxactive || case $probe in
	accept) threads=1 ;;
	both) alone='\(; [0-9]* rows were seen by one of the two witnesses only\)\?$' ;;
	esac
	start --probe=$probe $json
	acceptor -n 20 -t $threads -u 1234 >"$W/truth" &
	client -j 2 -n 10 127.0.0.1 5000
	wait_until has_lines 20 "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	if [ "$alone" ]; then accounts 20 "0 lost$alone"; else accounts 20 0; fi
done
