#!/usr/bin/env bash
# modules.sh KERNEL MODULE…: prints a folder for vm.sh --overlay that has these modules of a kernel from the file
# `kernels`, and what they need, where modprobe looks for them. Prints nothing for a kernel that is built here: it has
# none. Works in the cache alone, and keeps there what was asked for, not the whole package.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

main() {
    (($# > 1)) || die "usage: modules.sh KERNEL MODULE…"
    local kernel=$1 suite package image words
    shift
    suite=$(sed 's/#.*//' "$root/scripts/kernels" | awk -v name="$kernel" '$1 == name { print $2 }')
    image=$("$root/scripts/kernel.sh" "$kernel")
    [[ $suite != build:* ]] || return 0
    package=$(basename "$(dirname "$image")")
    words=$*
    folder=$cache/kernels/modules/$package-${words// /-}
    # Where the image has a package of its own, modules have one too.
    [[ -d $folder ]] || fetch "${package/#linux-binary-/linux-modules-}" "$suite" "$@"
    echo "$folder"
}

fetch() {
    local package=$1 suite=$2 tree
    shift 2
    need busybox-static xz-utils
    new=$(scratch "${folder%/*}") || exit
    trap 'rm -rf "$new"' EXIT
    cd "$new"
    say "fetching $package"
    private_apt "$suite" quietly apt-get -qq download "$package"
    dpkg-deb -x ./*.deb all
    tree=$(find "$PWD/all" -path '*/lib/modules/*' -prune)
    # It wants the folder above lib.
    busybox depmod -b "${tree%/lib/modules/*}" "${tree##*/}"
    pick "$tree" "lib/modules/${tree##*/}" "$@"
    rm -r all ./*.deb
    publish "$new" "$folder"
}

# The guest's own modprobe may not know how to unpack.
pick() {
    local tree=$1 to=$2 module line file
    shift 2
    mkdir -p "$to"
    for module; do
        if ! line=$(grep -E "^[^:]*/$module\.ko(\.xz)?:" "$tree/modules.dep"); then
            say "$package has no module $module"
            continue
        fi
        for file in ${line/:/}; do
            mkdir -p "$to/${file%/*}"
            cp "$tree/$file" "$to/$file"
        done
        echo "${line//.ko.xz/.ko}" >>"$to/modules.dep"
    done
    find "$to" -name '*.xz' -exec xz -d {} +
}

main "$@"
