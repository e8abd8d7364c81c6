#!/usr/bin/env bash
# has-kprobes.sh: succeeds when this machine's kernel has kprobe events, else
# prints why tcpwho cannot run on it. Leaves no mount behind: where tracefs is
# not mounted it looks in a mount namespace of its own.

set -euo pipefail
tracing=/sys/kernel/tracing

if ((EUID != 0)); then
    echo "only root can see whether this kernel has kprobes"
    exit 1
fi
found=$(unshare --mount sh -c "[ -e $tracing/trace_clock ] || mount -t tracefs tracefs $tracing; ls $tracing" 2>/dev/null) || true
grep -qx kprobe_events <<<"$found" && exit
echo "this machine's kernel, $(uname -r), has no kprobe events"
exit 1
