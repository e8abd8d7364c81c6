# Idle it uses no CPU worth a tick (10 ms) in a minute. Run where an instruction
# takes a nanosecond: in another emulated machine the host's load counts in.
. "$BIN/lib.sh"
start
sleep 2
before=$(cpu_us "$tcpwho")
sleep 60
used=$(($(cpu_us "$tcpwho") - before))
stop
[ $used -le 10000 ] || fail "$used us in 60 s"
