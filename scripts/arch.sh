# shellcheck shell=bash
# Owns the reading of the tables `architectures` and `kernels`, for the scripts that build or boot for another machine
# than this one. Sourced after lib.sh, never run; changes nothing.

# shellcheck disable=SC2034,SC2154  # of lib.sh, and for those who source this

# By its name in Debian, elsewhere too.
native=$(dpkg --print-architecture 2>/dev/null ||
    uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/; s/armv7l/armhf/; s/i[3-6]86/i386/')

architectures() { sed 's/#.*//' "$root/scripts/architectures" | awk 'NF { print $1 }' | xargs; }

# read_arch NAME — sets $arch, $triplet, $suite, $package, $thread, $console, $ports and the array emulator.
read_arch() {
    local line
    line=$(awk -v name="$1" '$1 == name' "$root/scripts/architectures")
    [[ -n $line ]] || die "no architecture is called $1; take one of: $(architectures)"
    read -r arch triplet suite package thread console ports line <<<"$line"
    read -ra emulator <<<"$line"
}

kernel_table() { sed 's/#.*//' "$root/scripts/kernels"; }

# arch_of KERNEL — prints the architecture of a kernel of the table, amd64 where it names none or is not there.
arch_of() {
    local source
    source=$(kernel_table | awk -v name="$1" '$1 == name { print $2 }')
    [[ $source == */*/* ]] || { echo amd64; return; }
    source=${source#*/}
    echo "${source%/*}"
}

# kernels_of ARCH — prints those that are tested there.
kernels_of() { kernel_table | awk -v arch="/$1/" 'index($2, arch) { print $1 }' | xargs; }
