# Connections reset before accept(): the kernel has cleared their local port.
# From 6.9 on the listener's is known, before that it is null, never 0.
. "$BIN/lib.sh"
start $json
acceptor -n 10 -w "$W/go" >"$W/accepted" &
client -r -n 10 127.0.0.1 5000
touch "$W/go"
wait_until has_lines 10 "$W/accepted"
stop
kernel_at_least 6.9 && port=5000 || port=null
sed "s/\"port\":5000,/\"port\":$port,/" "$W/accepted" >"$W/truth"
same "$W/rows" "$W/truth"
accounts 10 0
