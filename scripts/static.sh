#!/usr/bin/env bash
# static.sh BUILD [ARCH [TARGET…]]: builds tcpwho as one file that needs nothing where it runs, for this machine or for
# another architecture, and prints its path. With targets it has make build those instead, in the same way.
# Other architectures take Debian's cross compilers, which it installs, and the libraries of foreign.sh.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

# What is in src/static takes the place of what a static file cannot have.
sources=$(cd "$root" && for file in src/*.c; do [[ -e src/static/${file#src/} ]] || echo "$file"; done; echo src/static/*.c)
# Nothing of ours is unwound: the tables for that would be 40 KB.
# Aligned functions and loops make no report faster, and the file 8 KB larger.
unaligned='-fno-align-functions -fno-align-jumps -fno-align-loops -fno-align-labels'
# The linker warns of functions that would load something at run time: that must not pass.
static=(HARDENING="-D_FORTIFY_SOURCE=2 -fstack-protector-strong -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables $unaligned"
    OWN_LDFLAGS="-static -s -Wl,--gc-sections,--fatal-warnings,-T,$root/scripts/static.ld"
    SOURCES="${sources//$'\n'/ }")

main() {
    (($#)) || die "usage: static.sh BUILD [ARCH [TARGET…]]"
    read_arch "${2:-$native}"
    local build=$1/static-$arch folder=
    local options=(BUILD="$build" CFLAGS=-O2 "${static[@]}")
    [[ $arch == "$native" ]] || cross
    options+=(LDFLAGS="$(old_formats)")
    if (($# > 2)); then
        make -s -j"$(nproc)" -C "$root" "${options[@]}" "${@:3}"
    else
        make -s -j"$(nproc)" -C "$root" "${options[@]}" "$build/tcpwho"
        echo "$build/tcpwho"
    fi
}

cross() {
    need "gcc-$triplet" "libc6-dev-$arch-cross"
    folder=$("$root/scripts/foreign.sh" "$arch")
    options+=(CC="$triplet-gcc" PACKAGES='' LIB_CFLAGS="-I$folder/include -I$folder/include/tracefs -I$folder/include/traceevent")
    options+=(LIB_LIBS="-L$folder/lib -ltracefs -ltraceevent -lzstd -lz$(newer_names "$folder")")
}

# The decoders that zstd has for its formats before 0.8 are 90 KB that inflate.c never calls.
old_formats() {
    local archive=${folder:+$folder/lib/libzstd.a}
    nm "${archive:-$(gcc -print-file-name=libzstd.a)}" 2>/dev/null |
        sed -n 's/^ *U \(Z[A-Z]*v0[0-9]_.*\)/-Wl,--defsym=\1=abort/p' | sort -u | tr '\n' ' '
}

# Libraries of a newer suite than the compiler's libc call some functions by the names that C23 gave them.
newer_names() {
    "$triplet-nm" "$1"/lib/*.a 2>/dev/null |
        sed -n 's/^ *U __isoc23_\(.*\)/ -Wl,--defsym=__isoc23_\1=\1/p' | sort -u | tr -d '\n'
}

main "$@"
