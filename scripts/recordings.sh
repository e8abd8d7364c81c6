#!/usr/bin/env bash
# recordings.sh BUILD KERNEL LINE…: makes recordings for the replay tests in a VM on KERNEL, by the trace-cmd of a
# Debian suite; each LINE is NAME SUITE OPTION…, as tests/live/recordings.sh takes them. Without a LINE it makes
# those that tests/recordings/README.md lists for KERNEL. Needs BUILD/vm-root, which `make check-vm` leaves behind.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

main() {
    (($# > 1)) || die "usage: recordings.sh BUILD KERNEL [LINE…]"
    local build kernel=$2 list
    build=$(realpath "$1")
    shift 2
    if (($#)); then
        list=$(printf '%s\n' "$@")
    else
        list=$(sed -n "s/^    $kernel  *//p" "$root/tests/recordings/README.md")
    fi
    [[ -n $list ]] || die "tests/recordings/README.md lists no recording for $kernel"
    overlay=$(mktemp -d -t tcpwho-recordings.XXXXXX)
    trap 'rm -rf "$overlay"' EXIT
    for suite in $(awk '{ print $2 }' <<<"$list" | sort -u); do add_suite "$suite"; done
    "$root/scripts/vm.sh" --overlay "$build/vm-root" --overlay "$overlay" "$kernel" \
        env RECORD="$list" OUT=/tmp/out sh -c 'sh /live/run.sh recordings >&2; tar -C /tmp/out -c .' |
        tar -C "$root/tests/recordings" -x --no-same-owner
    chmod 644 "$root"/tests/recordings/*.{dat,json}
}

# A folder of its own with trace-cmd and all its libraries, the loader and libc too, for the guest has others.
add_suite() {
    local files=$cache/trace-cmd/$1 new
    if [[ ! -d $files ]]; then
        new=$(scratch "$cache/trace-cmd") || exit
        fetch "$1" "$new" || { rm -rf "$new"; die "no trace-cmd can be had from $1; check the network"; }
        publish "$new" "$files"
    fi
    mkdir -p "$overlay/trace-cmd"
    cp -rL "$files" "$overlay/trace-cmd/$1"
}

# Chained, for the caller asks whether it worked, and bash suspends `set -e` there.
fetch() (
    local packages=(trace-cmd libc6)
    [[ $1 == bullseye ]] || packages+=(libtraceevent1 libtracefs1 libzstd1 zlib1g)
    cd "$2" &&
        private_apt "$1" quietly apt-get -qq download "${packages[@]}" &&
        find . -name '*.deb' -exec dpkg-deb -x {} all \; &&
        mkdir -p lib64 usr/bin usr/lib/x86_64-linux-gnu &&
        # Links to it are absolute.
        find all -type f -name 'ld-*.so*' -exec cp {} lib64/ld-linux-x86-64.so.2 \; &&
        cp all/usr/bin/trace-cmd usr/bin &&
        find all -name 'lib*.so*' ! -path '*/gconv/*' ! -path '*/traceevent/*' \
            -exec cp -P {} usr/lib/x86_64-linux-gnu \; &&
        rm -r all ./*.deb &&
        [[ -s lib64/ld-linux-x86-64.so.2 ]]
)

main "$@"
