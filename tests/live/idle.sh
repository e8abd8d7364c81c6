# Idle it uses no CPU at all: 0 ticks in a minute. Run where an instruction
# takes a nanosecond: in another emulated machine the host's load counts in.
. "$BIN/lib.sh"
ticks() { awk '{ print $14 + $15 }' "/proc/$tcpwho/stat"; }
start
sleep 2
before=$(ticks)
sleep 60
used=$(($(ticks) - before))
stop
[ $used -eq 0 ] || fail "$used ticks in 60 s"
