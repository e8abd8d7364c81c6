#!/usr/bin/env bash
# record.sh BUILD KERNEL…: makes tests/data/KERNEL anew, the sub-buffers that
# the replay tests run over, by letting tests/live/record.sh run in a VM.
# Needs BUILD/vm-root, which `make check` leaves behind.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

build=$(realpath "$1")
for kernel in "${@:2}"; do
    data=$root/tests/data/$kernel
    rm -rf "$data"
    mkdir -p "$data"
    "$root/scripts/vm.sh" --overlay "$build/vm-root" "$kernel" \
        sh -c 'OUT=/tmp/out sh /live/run.sh record >&2; tar -C /tmp/out -c .' | tar -C "$data" -x
    chmod 644 "$data"/*
done
