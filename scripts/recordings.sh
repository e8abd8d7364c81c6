#!/usr/bin/env bash
# recordings.sh BUILD KERNEL LINE…: makes recordings for the replay tests in a VM on KERNEL, of any architecture, by the
# trace-cmd of a Debian suite or by tcpwho itself; each LINE is NAME SUITE OPTION…, as tests/live/recordings.sh takes
# them. Without a LINE it makes those that tests/data/recordings/README.md lists for KERNEL.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

main() {
    (($# > 1)) || die "usage: recordings.sh BUILD KERNEL [LINE…]"
    local build kernel=$2 list
    build=$(realpath "$1")
    read_arch "$(arch_of "$kernel")"
    shift 2
    if (($#)); then
        list=$(printf '%s\n' "$@")
    else
        list=$(sed -n "s/^    $kernel  *//p" "$root/tests/data/recordings/README.md")
    fi
    [[ -n $list ]] || die "tests/data/recordings/README.md lists no recording for $kernel"
    overlay=$(mktemp -d -t tcpwho-recordings.XXXXXX)
    trap 'rm -rf "$overlay"' EXIT
    for suite in $(awk '$2 != "tcpwho" { print $2 }' <<<"$list" | sort -u); do add_suite "$suite"; done
    "$root/scripts/static.sh" "$build" "$arch" live >&2
    cp -r "$build/static-$arch/live" "$overlay"
    "$root/scripts/vm.sh" --overlay "$overlay" "$kernel" \
        env RECORD="$list" OUT=/tmp/out sh -c 'sh /live/run.sh recordings >&2; tar -C /tmp/out -c .' |
        tar -C "$root/tests/data/recordings" -x --no-same-owner
    chmod 644 "$root"/tests/data/recordings/*.{dat,json}
}

# A folder of its own with trace-cmd and all its libraries, the loader and libc too, for the guest has others.
add_suite() {
    local files=$cache/trace-cmd/$1-$arch new
    if [[ ! -d $files ]]; then
        new=$(scratch "$cache/trace-cmd") || exit
        fetch "$1" "$new" || { rm -rf "$new"; die "no trace-cmd can be had from $1; check the network"; }
        publish "$new" "$files"
    fi
    mkdir -p "$overlay/trace-cmd"
    cp -rL "$files" "$overlay/trace-cmd/$1"
}

# Chained, for the caller asks whether it worked, and bash suspends `set -e` there. All libraries go beside the loader,
# whose name differs between architectures.
fetch() (
    local packages=(trace-cmd libc6)
    [[ $1 == bullseye ]] || packages+=(libtraceevent1 libtracefs1 libzstd1 zlib1g)
    cd "$2" &&
        private_apt "$1/$arch" quietly apt-get -qq download "${packages[@]}" &&
        find . -name '*.deb' -exec dpkg-deb -x {} all \; &&
        mkdir lib &&
        cp all/usr/bin/trace-cmd . &&
        find all -name 'lib*.so*' ! -path '*/gconv/*' ! -path '*/traceevent/*' -exec cp -P {} lib \; &&
        find all -type f -name 'ld[-6]*.so*' -exec cp {} ld.so \; &&
        rm -r all ./*.deb &&
        [[ -s ld.so ]]
)

main "$@"
