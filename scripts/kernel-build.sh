#!/usr/bin/env bash
# kernel-build.sh NAME: prints the path of a kernel made from Debian's sources and NAME.fragment, such as 6.1-nobpf.
# It takes a ready one from ../shared/kernels or the cache where there is one (TCPWHO_NO_SHARED=1 leaves out the first)
# and works in the cache alone.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

main() {
    (($# == 1)) || die "usage: kernel-build.sh NAME, which has a file scripts/NAME.fragment"
    local name=$1 fragment=$root/scripts/$1.fragment sum built
    local shared=$root/../shared/kernels/bzImage-$name
    [[ -r $fragment ]] || die "there is no $fragment to build the kernel $name from"
    if [[ -r $shared && -z ${TCPWHO_NO_SHARED-} ]]; then
        realpath "$shared"
        return
    fi
    sum=$(sha256sum <"$fragment")
    built=$cache/kernels/built/$name-${sum:0:12}
    [[ -e $built/vmlinuz ]] || build "$name" "$fragment" "$built"
    echo "$built/vmlinuz"
}

build() {
    local name=$1 fragment=$2 built=$3
    local version=${name%%-*}
    need gcc libc6-dev make flex bison bc libelf-dev xz-utils
    new=$(scratch "${built%/*}")
    trap 'rm -rf "$new"' EXIT
    unpack_source "linux-source-$version"
    cd "$new/linux-source-$version"
    configure "$fragment"
    say "building the kernel $name, which takes some minutes"
    quietly make -j"$(nproc)" bzImage || die "the kernel could not be built; see above"
    mv arch/x86/boot/bzImage "$new/vmlinuz"
    mv System.map "$new/System.map"
    mv .config "$new/config"
    cd "$new"
    rm -rf "linux-source-$version"
    publish "$new" "$built"
}

unpack_source() {
    cd "$new"
    say "fetching $1"
    private_apt bookworm quietly apt-get -qq download "$1"
    dpkg-deb --fsys-tarfile ./*.deb | tar -xO "./usr/src/$1.tar.xz" | tar -xJ
    rm ./*.deb
}

# A setting whose condition is not met is dropped without a word; then this would not be the kernel that was asked for.
configure() {
    local dropped
    quietly make tinyconfig
    cat "$1" >>.config
    quietly make olddefconfig
    dropped=$(grep -E '^(# )?CONFIG_\w+(=| is not set)' "$1" | grep -vxFf .config) || true
    [[ -z $dropped ]] || die "the kernel's configuration does not take these settings: ${dropped//$'\n'/, }"
}

main "$@"
