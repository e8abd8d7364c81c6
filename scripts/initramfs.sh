#!/usr/bin/env bash
# initramfs.sh [--base ARCH COMMAND] [OVERLAY…]: prints the archive that vm.sh gives a guest as its root: busybox and
# vm-init.sh, which runs the shell's COMMAND, where there is a base, and over it the folders. Leaves nothing behind.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

# The kernel unpacks one cpio archive after the other, later files over earlier ones: nothing is copied first.
main() {
    local overlay
    if [[ ${1-} == --base ]]; then
        base=$(mktemp -d -t tcpwho-base.XXXXXX)
        trap 'rm -rf "$base"' EXIT
        make_base "$base" "$2" "$3"
        archive "$base"
        shift 3
    fi
    for overlay; do archive "$overlay"; done
}

# Uncompressed, because an emulated guest is slow to unpack. /bin, /lib and the like are links into /usr in the
# base, so an overlay's folders of these names are left out; the files in them follow the links.
archive() {
    local owner=()
    ((EUID == 0)) || owner=(-R +0:+0)
    (
        cd "$1"
        find . -mindepth 1 ! \( -type d -regex '\./\(bin\|sbin\|lib\|lib64\)' \) -print0 |
            cpio --quiet -0 -o -H newc "${owner[@]}"
    )
}

make_base() {
    local busybox
    busybox=$(busybox_of "$2")
    mkdir -p "$1"/{dev,etc,proc,root,run,sys,tmp,var} "$1"/usr/{bin,sbin,lib,lib64}
    ln -s usr/{bin,sbin,lib,lib64} "$1"
    ln -s ../run "$1/var/run"
    install -m 755 "$busybox" "$1/usr/bin/busybox"
    install -m 755 "$root/scripts/vm-init.sh" "$1/init"
    install -m 644 "$root/scripts/vm-passwd" "$1/etc/passwd"
    awk -F: '{ print $1 ":x:" $4 ":" }' "$1/etc/passwd" >"$1/etc/group"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$1/etc/hosts"
    echo "$3" >"$1/command"
}

busybox_of() {
    if [[ $1 == "$native" ]]; then
        type -P busybox
    else
        echo "$("$root/scripts/foreign.sh" "$1")/busybox"
    fi
}

main "$@"
