#!/usr/bin/env bash
# kernel.sh NAME: prints the path of a kernel that QEMU boots, for a NAME from the file `kernels`.
# It fetches or builds what the cache lacks, and looks for something newer once a day.
# It never installs a kernel and never writes outside the cache.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"
kernels=$cache/kernels

main() {
    (($# == 1)) || die "usage: kernel.sh NAME, one of: $(names)"
    local name=$1 source
    source=$(kernel_table | awk -v name="$name" '$1 == name { print $2 }')
    case $source in
    '') die "no kernel is called $name; take one of: $(names)" ;;
    build:*) exec "$root/scripts/kernel-build.sh" "$name" "${source#build:}" ;;
    *) of_suite "$name" "$source" ;;
    esac
}

names() { kernel_table | awk 'NF { print $1 }' | xargs; }

# $kernels/NAME is a link to the package in use; the age of the link is that of the last look.
of_suite() {
    local name=$1 suite=$2 package writable
    if ! fresh "$name"; then
        # Or the network would be blamed.
        writable=$(scratch "$kernels") || exit
        rmdir "$writable"
        if fetch_newest "$name" "$suite"; then
            use "$package" "$name"
        elif [[ -e $kernels/$name/vmlinuz ]]; then
            say "could not look for a newer kernel $name; going on with the cached one for a day"
            touch -h "$kernels/$name"
        else
            die "no kernel $name can be had from $suite; check the network and the mirror in apt's sources"
        fi
    fi
    readlink -f "$kernels/$name/vmlinuz"
}

# fetch_newest NAME SUITE… — sets $package. A mirror's list can name a package that the mirror does not hold, for days;
# its predecessors are listed too.
fetch_newest() {
    for package in $(packages_of "$@"); do
        ! fetch "$package" "$2" || return 0
    done
    return 1
}

fresh() { [[ -e $kernels/$1/vmlinuz && -n $(find "$kernels/$1" -maxdepth 0 -mtime -1) ]]; }

# packages_of NAME SUITE[/ARCH/FLAVOUR] — the names of its three newest packages, the newest first.
# Where linux-image is only a shell around linux-binary, both have one version: take linux-binary.
packages_of() {
    local suite arch flavour version
    IFS=/ read -r suite arch flavour <<<"$2"
    version=${1#"$arch-"}
    private_apt "$(apt_of "$2")" apt-cache search --names-only \
        "^linux-(binary|image)-${version//./\\.}\.[0-9][^-]*(-[0-9]+)?-${flavour:-cloud-amd64}\$" |
        sed -nE 's/^linux-(binary|image)-([0-9][^ ]*) .*/\2 \1/p' |
        sort -k 1,1Vr -k 2,2 |
        awk '!seen[$1]++ && ++n <= 3 { print "linux-" $2 "-" $1 }'
}

# Of SUITE/ARCH/FLAVOUR what private_apt takes.
apt_of() { [[ $1 == */* ]] && echo "${1%/*}" || echo "$1"; }

fetch() {
    local package=$1 suite=$2 new
    [[ ! -e $kernels/packages/$package/vmlinuz ]] || return 0
    new=$(scratch "$kernels/packages") || exit
    say "fetching $package"
    if ! unpack "$package" "$suite" "$new"; then
        rm -rf "$new"
        return 1
    fi
    publish "$new" "$kernels/packages/$package"
}

# The image's place differs between packages, and riscv64 calls it vmlinux. The steps are chained: the caller asks whether it worked, and
# bash suspends `set -e` there.
unpack() (
    cd "$3" &&
        private_apt "$(apt_of "$2")" quietly apt-get -qq download "$1" &&
        dpkg-deb -x ./*.deb all &&
        find all -name 'vmlinu[xz]*' -type f -exec mv {} vmlinuz \; &&
        find all -name 'config-*' -type f -exec mv {} config \; &&
        rm -r all ./*.deb &&
        [[ -s vmlinuz ]]
)

use() {
    local new
    new=$(mktemp -u "$kernels/new.XXXXXX")
    ln -s "packages/$1" "$new"
    mv -T "$new" "$kernels/$2"
}

main "$@"
