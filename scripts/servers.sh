#!/usr/bin/env bash
# servers.sh: prints the path of a folder for vm.sh --overlay with OpenSSH, nginx, Redis, PostgreSQL and curl of
# Debian 12: their programs, the libraries these load, and a fresh database. It is made once, in the cache; nothing
# is installed on this machine. servers-init.sh starts them in the guest.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

packages=(openssh-server openssh-client nginx redis-server redis-tools postgresql-15 postgresql-client-15 curl)
# Large, and of use only to the packages' own scripts or to what is not taken below.
unused='^(perl|perl-base|perl-modules-.*|libperl.*|libllvm.*|libz3-.*|locales|libc-l10n|tzdata)$'
postgres=/usr/lib/postgresql/15
programs=(/usr/sbin/{sshd,nginx} /usr/bin/{ssh,ssh-keygen,redis-server,redis-cli,curl}
    "$postgres"/bin/{postgres,initdb,psql} "$postgres"/lib/{plpgsql,dict_snowball}.so)

main() {
    local sum servers
    sum=$(cat "$0" "$root/scripts/vm-passwd" | sha256sum)
    servers=$cache/servers/${sum:0:12}
    [[ -d $servers ]] || make "$servers"
    echo "$servers"
}

make() {
    ((EUID == 0)) || die "the database must belong to a user of its own; run this once as root"
    need busybox-static
    new=$(scratch "${1%/*}")
    trap 'rm -rf "$new"' EXIT
    mkdir -p "$new"/{debs,all,root/usr/share}
    unpack
    "$root/scripts/bundle.sh" --from "$new/all" "$new/root" "${programs[@]}"
    cp -a "$new/all/usr/share/postgresql" "$new/root/usr/share"
    make_database "$new/root" /var/lib/postgresql
    publish "$new/root" "$1"
}

unpack() {
    local closure deb
    closure=$(private_apt bookworm apt-get -s install "${packages[@]}" | awk '$1 == "Inst" { print $2 }')
    mapfile -t closure < <(grep -vE "$unused" <<<"$closure")
    say "fetching ${packages[*]}"
    cd "$new/debs"
    private_apt bookworm quietly apt-get -qq download "${closure[@]}"
    for deb in *.deb; do dpkg-deb -x "$deb" "$new/all"; done
    cd /
}

# Made here, because it would take an emulated guest half a minute. initdb refuses to run as root, and wants a shell
# and /dev/null.
make_database() {
    local guest=$1 home=$2
    mkdir -p "$guest"/{bin,dev,etc} "$guest$home"
    cp "$(type -P busybox)" "$guest/bin/sh"
    mknod -m 666 "$guest/dev/null" c 1 3
    cp "$root/scripts/vm-passwd" "$guest/etc/passwd"
    chown "$(awk -F: '$1 == "postgres" { print $3 ":" $4 }' "$guest/etc/passwd")" "$guest$home"
    quietly chroot --userspec="$(stat -c %u:%g "$guest$home")" "$guest" "$postgres/bin/initdb" -D "$home/15/main" \
        --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync --wal-segsize=1
    rm -r "${guest:?}"/{bin,dev,etc}
}

main "$@"
