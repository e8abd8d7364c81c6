#!/usr/bin/env bash
# foreign.sh ARCH: prints the path of a folder with what a build and a guest of another architecture need from Debian:
# the headers and static archives of the libraries that tcpwho is linked with in include and lib, and a static busybox.
# It is made once, in the cache; nothing is installed, and this machine's apt never hears of the other architecture.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

packages=(libtracefs-dev libtraceevent-dev libzstd-dev zlib1g-dev busybox-static)

main() {
    (($# == 1)) || die "usage: foreign.sh ARCH, one of: $(architectures)"
    read_arch "$1"
    local sum folder
    sum=$(printf '%s\n' "$suite" "${packages[@]}" | sha256sum)
    folder=$cache/foreign/$arch-${sum:0:12}
    [[ -d $folder ]] || make "$folder"
    echo "$folder"
}

make() {
    new=$(scratch "${1%/*}")
    trap 'rm -rf "$new"' EXIT
    cd "$new"
    say "fetching ${packages[*]} for $arch"
    private_apt "$suite/$arch" quietly apt-get -qq download "${packages[@]}"
    for deb in *.deb; do dpkg-deb -x "$deb" all; done
    mkdir include lib
    # No other header or library: the compiler has a libc of its own.
    mv all/usr/include/{trace{fs,event},zstd*.h,zlib.h} include
    find all/usr/include -name zconf.h -exec mv {} include \;
    mv all/usr/lib/*/lib{trace{fs,event},zstd,z}.a lib
    find all -path '*bin/busybox' -type f -exec mv {} busybox \;
    rm -r all ./*.deb
    [[ -s busybox ]] || die "Debian's busybox-static for $arch holds no busybox"
    cd /
    publish "$new" "$1"
}

main "$@"
