#!/usr/bin/env bash
# check-vm.sh BUILD [KERNEL…]: runs the live scenarios in a VM on each kernel
# of scripts/kernels but the `named`, or on those given, two VMs at a time.
# Prints a line for each scenario and adds it to BUILD/results; fails when one
# failed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

build=$(realpath "$1")
shift
overlay=$build/vm-root
make_overlay() {
    rm -rf "$overlay"
    "$root/scripts/bundle.sh" "$overlay" "$build/tcpwho" "$(type -P strace)" "$(type -P trace-cmd)"
    mkdir -p "$overlay/live"
    cp "$build"/live/* "$root"/scripts/{servers-init,clients}.sh "$overlay/live"
}

# What the scenarios load; a kernel that lacks one has them skip.
modules() {
    "$root/scripts/modules.sh" "$1" sctp nfsd vsock_loopback || say "going on without the modules of $1"
}

check_kernel() {
    local started=$SECONDS folder
    folder=$(modules "$1")
    { boot "$1" ${folder:+--overlay "$folder"} --; boot "$1" --icount -- idle; } | label "$1" >"$build/results.$1"
    tee -a "$build/results" <"$build/results.$1"
    say "$1 took $((SECONDS - started)) s"
}

# Scenarios that want more than a kernel, on one of them.
check_special() {
    boot 6.12 --icount -- bench
    boot 6.12 -- torture kill9
    boot 6.12 --append maxcpus=1 -- new_cpu
    boot 6.12 --append lockdown=confidentiality -- lockdown
    boot 6.12 --overlay "$("$root/scripts/servers.sh")" -- servers
}

make_overlay
if (($#)); then
    kernels=("$@")
else
    mapfile -t kernels < <(sed 's/#.*//' "$root/scripts/kernels" | awk 'NF && $3 != "named" { print $1 }')
fi
# Fetched one by one before any boot: two at once would only share the line.
for kernel in "${kernels[@]}"; do modules "$kernel" >/dev/null; done
in_pairs check_kernel "${kernels[@]}"
[[ " ${kernels[*]} " != *' 6.12 '* ]] ||
    check_special | label 6.12 | tee -a "$build/results"
! grep -q '^not ok' "$build"/results
