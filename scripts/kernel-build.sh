#!/usr/bin/env bash
# kernel-build.sh NAME SUITE: prints the path of a kernel made from Debian's sources and from base.fragment and
# NAME.fragment. NAME starts with the version, as 6.1-nobpf does, and SUITE has the sources of that version. Beside the
# kernel a folder `guest` holds what its guests are to have: live/offsets, the truth for what tcpwho finds by itself.
# It takes a ready one from ../shared/kernels or the cache where there is one (TCPWHO_NO_SHARED=1 leaves out the first)
# and works in the cache alone.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

main() {
    (($# == 2)) || die "usage: kernel-build.sh NAME SUITE, where NAME has a file scripts/NAME.fragment"
    local name=$1 suite=$2 fragments=("$root"/scripts/{base,"$1"}.fragment) sum built
    local shared=$root/../shared/kernels/bzImage-$name
    [[ -r ${fragments[1]} ]] || die "there is no ${fragments[1]} to build the kernel $name from"
    if [[ -r $shared && -z ${TCPWHO_NO_SHARED-} ]]; then
        realpath "$shared"
        return
    fi
    sum=$(cat "$root/scripts/kernel-offsets.c" "${fragments[@]}" | sha256sum)
    built=$cache/kernels/built/$name-${sum:0:12}
    [[ -e $built/vmlinuz ]] || build
    echo "$built/vmlinuz"
}

build() {
    local source=linux-source-${name%%-*}
    need gcc libc6-dev make flex bison bc libelf-dev xz-utils
    new=$(scratch "${built%/*}")
    trap 'rm -rf "$new"' EXIT
    unpack_source "$source"
    cd "$new/$source"
    configure
    say "building the kernel $name, which takes some minutes"
    quietly make -j"$(nproc)" bzImage || die "the kernel could not be built; see above"
    mkdir -p "$new/guest/live"
    offsets >"$new/guest/live/offsets"
    mv arch/x86/boot/bzImage "$new/vmlinuz"
    mv System.map "$new/System.map"
    mv .config "$new/config"
    cd "$new"
    rm -rf "$source"
    publish "$new" "$built"
}

unpack_source() {
    cd "$new"
    say "fetching $1"
    private_apt "$suite" quietly apt-get -qq download "$1"
    dpkg-deb --fsys-tarfile ./*.deb | tar -xO "./usr/src/$1.tar.xz" | tar -xJ
    rm ./*.deb
}

# A setting whose condition is not met is dropped without a word; then this would not be the kernel that was asked for.
configure() {
    local dropped
    # The plugins that randomise layouts are C++ and are compiled for the compiler at hand.
    ! grep -q '^CONFIG_GCC_PLUGINS=y' "${fragments[@]}" || need g++ "gcc-$(gcc -dumpversion)-plugin-dev"
    quietly make tinyconfig
    cat "${fragments[@]}" >>.config
    quietly make olddefconfig
    dropped=$(cat "${fragments[@]}" | grep -E '^(# )?CONFIG_\w+(=| is not set)' | grep -vxFf .config) || true
    [[ -z $dropped ]] || die "the kernel's configuration does not take these settings: ${dropped//$'\n'/, }"
}

# As the compiler has it, such as "file.f_cred 104". Debug information would say it too and make the build take longer.
offsets() {
    cp "$root/scripts/kernel-offsets.c" init/tcpwho.c
    quietly make init/tcpwho.s || die "the kernel's offsets could not be found; see above"
    sed -nE 's/.*"offset ([^ ]+) \$?([0-9]+)".*/\1 \2/p' init/tcpwho.s
}

main "$@"
