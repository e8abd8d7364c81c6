#!/usr/bin/env bash
# bench.sh [KERNEL]: measures what tcpwho costs, in instructions, in a VM where
# one instruction takes one nanosecond of the guest's clock, and prints the
# figures that the README quotes. The same on every machine.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

kernel=${1:-6.12}
build=$root/build
overlay=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-bench.XXXXXX")
trap 'rm -rf "$overlay"' EXIT

"$root/scripts/setup.sh" vm
make -s -C "$root" live
"$root/scripts/bundle.sh" "$overlay" "$build/tcpwho"
mkdir -p "$overlay/live"
cp "$build"/live/* "$overlay/live"
"$root/scripts/vm.sh" --icount --timeout 900 --overlay "$overlay" "$kernel" \
    sh -c 'BIN=/live W=/tmp sh /live/bench.sh' | sed 's/^figure //'
