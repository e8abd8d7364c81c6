# shellcheck shell=bash
# Owns what every script here shares: where things are, how to speak, how to get Debian packages.
# Sourced, never run. It installs only packages of the machine's own suite; packages of other suites are
# looked up and fetched with apt state of their own, so that the machine's apt never hears of them.

set -euo pipefail

# shellcheck disable=SC2034  # used by those who source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${TCPWHO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tcpwho}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 1; }

# need PKG... — what is there already costs one look. Packages are installed only where the caller has asked for it by
# TCPWHO_INSTALL=yes, which `make deps`, `make run` and `make check` do, as root, on Debian; else need prints their names.
need() {
    local missing=() package
    for package; do installed "$package" || missing+=("$package"); done
    ((${#missing[@]})) || return 0
    local install=(apt-get install -y --no-install-recommends "${missing[@]}")
    is_debian || die "install what this system has in place of Debian's packages ${missing[*]}"
    [[ $EUID -eq 0 && ${TCPWHO_INSTALL-} == yes ]] || die "packages are missing; as root, run: ${install[*]}"
    say "installing ${missing[*]}"
    has_lists || quietly update_lists || say "the package lists are not complete; trying all the same"
    # Lists can be there and name versions that the mirror has replaced since.
    try "${install[@]}" || { quietly update_lists || true; quietly "${install[@]}"; } ||
        die "these packages could not be installed; see above, then run: ${install[*]}"
}

is_debian() { type -P dpkg-query apt-get >/dev/null; }

# installed PKG: where dpkg cannot tell, by what others install under the same purpose: a program or a library.
installed() {
    if is_debian; then
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
    elif [[ -n ${library_of[$1]-} ]]; then
        pkg-config --exists "${library_of[$1]}"
    else
        type -P "${program_of[$1]-$1}" >/dev/null
    fi
}
declare -A library_of=([libtracefs-dev]=libtracefs [libtraceevent-dev]=libtraceevent [libzstd-dev]=libzstd
    [zlib1g-dev]=zlib [libncurses-dev]=ncursesw [libcmocka-dev]=cmocka [bash-completion]=bash-completion)
declare -A program_of=([libc6-dev]=gcc [dwarves]=pahole [qemu-system-x86]=qemu-system-x86_64 [busybox-static]=busybox
    [ncurses-base]=tput [python3-jsonschema]=python3 [psmisc]=fuser [libelf-dev]=gcc [xz-utils]=xz)

has_lists() { [[ -n $(apt-get indextargets 'Created-By: Packages') ]]; }
update_lists() { apt-get update -o DPkg::Lock::Timeout=300; }

try() { quietly "$@" 2>/dev/null; }

# quietly COMMAND... — its output matters only when it fails, and then all of it does.
quietly() {
    local output
    output=$(DEBIAN_FRONTEND=noninteractive "$@" 2>&1 </dev/null) || { printf '%s\n' "$output" >&2; return 1; }
}

# scratch DIR prints a new folder in DIR; publish NEW FINAL gives it its name once it is complete. Of several that
# make the same one, the first wins. Failures are asked for, because callers may have suspended `set -e`.
scratch() {
    { mkdir -p "$1" && mktemp -d "$1/new.XXXXXX"; } ||
        die "cannot write to $1; set TCPWHO_CACHE to a folder of your own"
}

publish() {
    chmod 755 "$1"
    mv -T "$1" "$2" 2>/dev/null || rm -rf "$1"
    [[ -d $2 ]] || die "$2 could not be made; remove what is in its way"
}

# private_apt SUITE[/ARCH] COMMAND... — runs apt-get or apt-cache as on a machine of that suite, and of that
# architecture or our own, with nothing installed.
private_apt() {
    local suite=$1 state=$cache/apt/${1/\//-}
    shift
    [[ -e $state/apt.conf ]] || make_private_apt "$suite" "$state"
    refresh_lists "$suite" "$state"
    APT_CONFIG=$state/apt.conf "$@"
}

# unpack_packages SUITE FOLDER PACKAGE... — fetched into FOLDER/debs and unpacked in FOLDER/root, without what nobody
# reads, and debug information of modules, which is three times that of the kernel.
unpack_packages() {
    local suite=$1 folder=$2 deb
    shift 2
    mkdir -p "$folder"/{debs,root}
    (cd "$folder/debs" && private_apt "$suite" quietly apt-get -qq download "$@")
    for deb in "$folder"/debs/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$folder/root" \
            --exclude='./usr/share/'{doc,man,info,locale}'/*' --exclude='./usr/lib/debug/lib/*'
    done
}

make_private_apt() {
    local suite=$1 state=$2 keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    local mirror new
    mirror=$(debian_mirror) || exit
    [[ -e $keyring ]] || need debian-archive-keyring
    new=$(scratch "${state%/*}") || exit
    mkdir -p "$new"/{lists/partial,cache/archives/partial,none}
    : >"$new/status"
    echo "deb [signed-by=$keyring] $mirror ${suite%/*} main" >"$new/sources.list"
    private_apt_conf "$state" >"$new/apt.conf"
    [[ $suite != */* ]] || private_apt_arch "${suite#*/}" >>"$new/apt.conf"
    publish "$new" "$state"
}

# What is not said here (proxies, credentials) stays as the machine has it.
private_apt_conf() {
    cat <<END
Dir::State "$1";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "$1/none";
Dir::Etc::preferences "$1/none/preferences";
Dir::Etc::preferencesparts "$1/none";
Acquire::Languages "none";
APT::Sandbox::User "";
APT::Install-Recommends "false";
END
}

private_apt_arch() { printf 'APT::Architecture "%s";\nAPT::Architectures { "%s"; };\n' "$1" "$1"; }

# Where this machine gets Debian itself from; its security archive carries another label.
debian_mirror() {
    local format="\$(ORIGIN)/\$(LABEL) \$(REPO_URI)" found
    has_lists || { ((EUID == 0)) && quietly update_lists; } || true
    found=$(apt-get indextargets --format "$format" | sed -n 's|^Debian/Debian ||p' | sort -u | head -n 1)
    [[ -n $found ]] || die "no Debian mirror found; add one to /etc/apt/sources.list and run: apt-get update"
    echo "$found"
}

# Lists a day old are fresh enough, and stale ones are better than none.
refresh_lists() {
    local suite=$1 state=$2 updated=$2/updated
    exec {lock}>"$state/refresh.lock" || die "cannot write to $state; set TCPWHO_CACHE to a folder of your own"
    flock "$lock"
    if [[ -z $(find "$updated" -mtime -1 2>/dev/null) ]]; then
        if APT_CONFIG=$state/apt.conf quietly apt-get -qq update -o APT::Update::Error-Mode=any; then
            touch "$updated"
        elif [[ -e $updated ]]; then
            say "the package lists of $suite could not be updated; going on with those of $(date -r "$updated" +%F)"
        else
            die "the package lists of $suite could not be fetched; check the network and the mirror in apt's sources"
        fi
    fi
    exec {lock}>&-
}
