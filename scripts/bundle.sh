#!/usr/bin/env bash
# bundle.sh [--from ROOT] DEST FILE…: copies programs and all shared libraries that they load into DEST, for
# vm.sh --overlay. Everything gets the path that it has here, or under ROOT where that is another system's root.
# Libraries that a program opens by name while it runs are not seen: name them too.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
from=

main() {
    if [[ ${1-} == --from ]]; then
        from=$(realpath "$2")
        shift 2
    fi
    (($# > 1)) || die "usage: bundle.sh [--from ROOT] DEST FILE…"
    local dest=$1 paths
    shift
    paths=$(closure "$@" | sort -u)
    copy "$dest" <<<"$paths"
}

closure() {
    local file
    for file; do
        [[ -f $from$file ]] || die "there is no file $from$file to bundle"
        realpath -s "$from$file"
        libraries "$from$file"
    done
}

# The system's own loader tells what it would load. It refuses what is not a dynamic program: that needs nothing.
libraries() {
    local listing loader=("$from/lib64/ld-linux-x86-64.so.2") triplet=x86_64-linux-gnu
    [[ -z $from ]] || loader+=(--inhibit-cache --library-path "$from/usr/lib/$triplet:$from/lib/$triplet")
    if ! listing=$("${loader[@]}" --list "$1" 2>&1); then
        [[ $listing != *'cannot open shared object'* ]] || die "a library is missing; install it first: $listing"
        return 0
    fi
    echo "${loader[0]}"
    sed -nE 's/^.* => (\/[^ ]*) \(0x.*/\1/p' <<<"$listing"
}

# Links are followed: the guest gets plain files under the names by which they are asked for.
copy() {
    local path
    while read -r path; do install -D -m "$(stat -L -c %a "$path")" "$path" "$1${path#"$from"}"; done
}

main "$@"
