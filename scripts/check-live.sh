#!/usr/bin/env bash
# check-live.sh BUILD [KERNEL…]: the live scenarios on this machine's kernel
# where it has kprobes and we are root, else those that want no kprobes here, if
# it has tracepoints, and all of them in VMs, saying why.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

build=$1

natively() {
    SHOW_JSON=1 BIN=$(realpath "$build/live") sh "$build/live/run.sh" "$@" | apart "$build/json" |
        sed 's/^ok /&native: /; s/^not ok /&native: /' | tee -a "$build/results"
}

if why=$("$root/scripts/has-kprobes.sh") && [[ $# -eq 1 ]]; then
    need psmisc strace trace-cmd
    natively
    check_json "$build/json" | tee -a "$build/results"
    ! grep -q '^not ok' "$build/results"
else
    [[ -z $why ]] || say "$why: the live tests run in VMs"
    "$root/scripts/setup.sh" vm
    # What works on such a kernel, and what it says there, is tried on this one.
    if [[ $why == *'no kprobe events'* ]]; then
        need psmisc
        set=native
        "$root/scripts/has-tracepoints.sh" || set=no_kprobes
        natively "$set"
        check_json "$build/json" | tee -a "$build/results"
    fi
    "$root/scripts/check-vm.sh" "$@"
fi
