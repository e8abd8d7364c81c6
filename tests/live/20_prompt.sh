# At low rates a row is out within 100 ms of the accept, through a pipe too.
. "$BIN/lib.sh"
stamp() { while IFS= read -r row; do read -r up _ </proc/uptime; echo "$up $row"; done; }
{ tcpwho -v -o PORT_SOURCE -n 8 2>"$W/err" | stamp >"$W/rows"; } &
wait_until has_line 'armed after' "$W/err"
acceptor -n 8 >/dev/null &
i=0
while [ $i -lt 8 ]; do
	sleep 0.3
	client 127.0.0.1 5000
	read -r up _ </proc/uptime
	echo "$up" >>"$W/done"
	i=$((i + 1))
done
wait_until has_lines 9 "$W/rows"
# The accept was before the client ended, so this is an upper bound of the
# delay less the client's own end; one row of slack for a busy emulator.
tail -n +2 "$W/rows" | paste -d' ' "$W/done" - >"$W/pairs"
late=$(awk '$2 - $1 > 0.1' "$W/pairs" | wc -l)
[ "$late" -le 1 ] || { cat "$W/pairs"; fail "$late of 8 rows were late"; }
