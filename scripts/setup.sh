#!/usr/bin/env bash
# setup.sh LEVEL…: installs the Debian packages that building, checking, linting or booting needs.
# It installs nothing else, and nothing where all is there already.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

declare -A packages
packages[build]='gcc libc6-dev make pkg-config libtracefs-dev libtraceevent-dev libzstd-dev zlib1g-dev'
packages[check]="${packages[build]} libcmocka-dev dwarves"
packages[vm]="${packages[build]} qemu-system-x86 busybox-static cpio strace"
packages[lint]="${packages[build]} clang clang-format clang-tidy libclang-rt-14-dev cppcheck mandoc shellcheck"

(($#)) || die "usage: setup.sh LEVEL…, of: ${!packages[*]}"
for level; do
    [[ -n ${packages[$level]-} ]] || die "no level is called $level; take one of: ${!packages[*]}"
    read -ra wanted <<<"${packages[$level]}"
    need "${wanted[@]}"
done
