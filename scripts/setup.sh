#!/usr/bin/env bash
# setup.sh LEVEL…: sees to the Debian packages that building, checking, linting or booting needs: installs those that are
# missing with TCPWHO_INSTALL=yes, as root on Debian; else prints their names and fails. Does nothing else.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

# For all architectures; a build or a boot for one of them installs what that one needs by itself.
foreign_packages() {
    local arch
    for arch in $(architectures); do
        read_arch "$arch"
        [[ $arch == "$native" ]] || echo "gcc-$triplet libc6-dev-$arch-cross $package"
    done
}

declare -A packages
packages[build]='gcc libc6-dev make pkg-config libtracefs-dev libtraceevent-dev libzstd-dev zlib1g-dev libncurses-dev'
packages[check]="${packages[build]} libcmocka-dev dwarves tmux zsh fish bash-completion perl python3-jsonschema"
packages[vm]="${packages[build]} qemu-system-x86 busybox-static cpio strace trace-cmd tmux ncurses-base psmisc python3-jsonschema"
packages[lint]="${packages[build]} clang clang-format clang-tidy libclang-rt-14-dev cppcheck mandoc shellcheck"
packages[arch]="${packages[vm]} $(foreign_packages | xargs)"

(($#)) || die "usage: setup.sh LEVEL…, of: ${!packages[*]}"
for level; do
    [[ -n ${packages[$level]-} ]] || die "no level is called $level; take one of: ${!packages[*]}"
    read -ra wanted <<<"${packages[$level]}"
    need "${wanted[@]}"
done
