#!/usr/bin/env bash
# check-arch.sh BUILD [ARCH…]: builds the static file for each architecture of the table, or for those named, and runs
# the core of the live scenarios, or $SCENARIOS, with it in a VM on each of their kernels, some VMs at a time. Prints a
# line for each scenario and writes it to BUILD/results.arch; fails when one failed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

# Those of the matrix that differ most for a file that brings its own libraries.
amd64_kernels=(6.12 5.10 6.1-nobpf)

# What the word size, the byte order or the registers could get wrong. The rest is the same program on any machine.
core=(10_families 11_table 12_threads 13_again 14_reset 15_names 16_order 18_waiting 19_witnesses 21_calibrated
    22_storm 25_gone 26_protocols 30_ends 33_killed 42_check 46_recorder 36_write)
read -ra scenarios <<<"${SCENARIOS:-${core[*]}}"

mkdir -p "$1"
build=$(realpath "$1")
shift
(($#)) || read -ra arches <<<"$(architectures)"
(($# == 0)) || arches=("$@")

# One file, small, and the kernel loads nothing else: no interpreter, no library.
check_file() {
    local file=$build/static-$1/tcpwho headers bytes
    headers=$(readelf --wide --program-headers "$file")
    bytes=$(stat -c %s "$file")
    if ((bytes <= 1500000)) && grep -q ' LOAD ' <<<"$headers" && ! grep -qE ' (INTERP|DYNAMIC) ' <<<"$headers"; then
        echo "ok $1 static file"
    else
        echo "# $bytes bytes; $headers"
        echo "not ok $1 static file"
    fi
}

make_overlays() {
    local static=$build/static-$1
    rm -rf "$static"/vm-{root,bare}
    mkdir -p "$static"/vm-{root/live,bare}
    cp "$static"/live/* "$static/vm-root/live"
    cp "$static"/live/{tcpwho,bare} "$static/vm-bare"
    [[ $1 != "$native" ]] || "$root/scripts/bundle.sh" "$static/vm-root" "$(type -P strace)" "${screen_files[@]}"
}

build_arch() {
    "$root/scripts/static.sh" "$build" "$1" live >&2 || { echo "not ok $1 building"; return; }
    make_overlays "$1"
    check_file "$1"
}

# In a guest in which there is nothing but tcpwho and what runs it: the rows are on stdout, the truth is on stderr.
check_bare() {
    local said=$build/bare.$1
    if "$root/scripts/vm.sh" --timeout 300 --bare --overlay "$static/vm-bare" "$1" /bare >"$said.rows" 2>"$said.err" &&
        grep -q '^tcpwho: 5 accepts, 0 lost' "$said.err" &&
        grep '^{' "$said.err" | diff - "$said.rows" >>"$said.err"; then
        echo "ok bare"
    else
        sed 's/^/# /' "$said.err"
        echo "not ok bare"
    fi
    rm "$said".*
}

# Emulated, 20,000 accepts take minutes: a quarter of them is a storm too.
check_kernel() {
    local arch name static overlay names=("${scenarios[@]}") started=$SECONDS
    arch=$(arch_of "$1")
    name=$arch-${1#"$arch-"} static=$build/static-$arch overlay=$build/static-$arch/vm-root
    [[ $arch != "$native" ]] || names+=(static)
    [[ $1 != 6.12 ]] || names+=(top)
    { check_bare "$1"; boot "$1" --append STORM=1250 -- "${names[@]}"; } | label "$name" >"$build/results.$name"
    tee -a "$results" <"$build/results.$name"
    say "$name took $((SECONDS - started)) s"
}

results=$build/results.arch
rm -f "$results"
for arch in "${arches[@]}"; do build_arch "$arch"; done | tee "$results"
kernels=()
for arch in "${arches[@]}"; do
    read_arch "$arch"
    need "$package"
    [[ $arch != amd64 ]] || kernels+=("${amd64_kernels[@]}")
    read -ra more <<<"$(kernels_of "$arch")"
    kernels+=("${more[@]}")
done
for kernel in "${kernels[@]}"; do "$root/scripts/kernel.sh" "$kernel" >/dev/null; done
in_parallel check_kernel "${kernels[@]}"
! grep -q '^not ok' "$results"
