#!/usr/bin/env bash
# run.sh TCPWHO [OPTION…]: runs the tcpwho that was built, on this machine's
# kernel where that has kprobes or tracepoints, else, or with VM=1, in a VM on a
# stock Debian kernel beside real servers and clients, with the table live on
# this terminal.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

tcpwho=$1
shift
kernel=${KERNEL:-6.12}

main() {
    local why
    if [[ ${VM-} ]]; then
        why='a VM is asked for'
    elif why=$("$root/scripts/has-kprobes.sh") || "$root/scripts/has-tracepoints.sh"; then
        make_tcpwho
        exec "$tcpwho" "$@"
    fi
    say "$why, so tcpwho runs in a VM on Debian's $kernel kernel, with OpenSSH, nginx, Redis and PostgreSQL"
    "$root/scripts/setup.sh" vm
    make_tcpwho
    run_in_vm "$@"
}

make_tcpwho() {
    "$root/scripts/setup.sh" build
    make -s -j"$(nproc)" -C "$root" "$tcpwho"
}

run_in_vm() {
    local overlay servers
    overlay=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-run.XXXXXX")
    # shellcheck disable=SC2064  # the folder of now
    trap "rm -rf '$overlay'" EXIT
    "$root/scripts/bundle.sh" "$overlay" "$tcpwho"
    mkdir -p "$overlay/live"
    cp "$tcpwho" "$root/scripts/servers-init.sh" "$root/scripts/clients.sh" "$overlay/live"
    servers=$("$root/scripts/servers.sh")
    "$root/scripts/vm.sh" --overlay "$servers" --overlay "$overlay" "$kernel" sh -c \
        '/live/servers-init.sh && exec /live/tcpwho "$@" -- sh -c "/live/clients.sh 5 1 >/dev/null"' tcpwho "$@"
}

main "$@"
