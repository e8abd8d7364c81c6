#!/usr/bin/env bash
# check-live.sh BUILD [KERNEL…]: the live scenarios on this machine's kernel
# where it has kprobes and we are root, else in VMs, saying why.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

build=$1

natively() {
    SHOW_JSON=1 BIN=$(realpath "$build/live") sh "$build/live/run.sh" "$@" | apart "$build/json" |
        tee -a "$build/results"
}

if why=$("$root/scripts/has-kprobes.sh") && [[ $# -eq 1 ]]; then
    need psmisc strace trace-cmd
    natively
    check_json "$build/json" | tee -a "$build/results"
    ! grep -q '^not ok' "$build/results"
else
    [[ -z $why ]] || say "$why: the live tests run in VMs"
    "$root/scripts/setup.sh" vm
    # What it says on such a kernel can be tried on this one.
    [[ $why != *'no kprobe events'* ]] || { need psmisc; natively no_kprobes; }
    "$root/scripts/check-vm.sh" "$@"
fi
