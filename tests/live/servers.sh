# OpenSSH, nginx, Redis and PostgreSQL accept their own real clients; each row
# is what the server itself noted in its log, with the server's own process.
# Run in a VM over the folder of scripts/servers.sh.
. "$BIN/lib.sh"
log=/var/log/servers.log
sh "$BIN/servers-init.sh" || fail "the servers did not start"
start -J -o UID,CMD,PID,PORT,IP_SOURCE,PORT_SOURCE
connections=$(sh "$BIN/clients.sh" 3 0.2) || fail "a client failed"
stop
accounts "$connections" 0

# pairs PORT PID: reads "ADDRESS PORT_SOURCE", prints truths about them.
pairs() {
	uid=$(awk '$1 == "Uid:" { print $2 }' "/proc/$2/status")
	while read -r address port; do
		echo "{\"uid\":$uid,\"cmd\":\"$(cat "/proc/$2/comm")\",\"pid\":$2,\"port\":$1,\"ip_source\":\"$address\",\"port_source\":$port}"
	done
}
sed -n 's/^Connection from \(.*\) port \([0-9]*\) on .*/\1 \2/p' $log |
	pairs 22 "$(cat /run/sshd.pid)" >"$W/truth"
sed -n 's/.* Accepted \(.*\):\([0-9]*\)$/\1 \2/p' $log | tr -d '[]' |
	pairs 6379 "$(pidof redis-server)" >>"$W/truth"
sed -n 's/.*connection received: host=\(.*\) port=\([0-9]*\)$/\1 \2/p' $log |
	pairs 1921 "$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)" >>"$W/truth"
sed -n 's/^nginx \([0-9]*\) accepted \(.*\)/\1 \2/p' $log |
	while read -r pid pair; do echo "$pair" | pairs 80 "$pid"; done >>"$W/truth"
same "$W/rows" "$W/truth"
[ "$(wc -l <"$W/truth")" -eq "$connections" ] || fail "the logs lack some"
[ "$(cut -d, -f1,4 "$W/truth" | sort -u | wc -l)" -eq 4 ] ||
	fail "not four servers with their own users"
echo "# the same as a table:"
tcpwho -- sh "$BIN/clients.sh" 1 | sed 's/^/# /'
