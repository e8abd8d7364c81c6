#!/usr/bin/env bash
# browser.sh [--cached]: prints the path of a program that is Chromium without a window, of Debian 12, with the libraries
# that it needs and one font, so that pages look the same everywhere. It is made once, in the cache (300 MB), with
# --cached never: that fails without a word where it is not there. Nothing is installed on this machine.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

packages=(chromium-headless-shell fonts-dejavu-core)
# The machine's own libc goes with its loader; the rest is of use to the packages' own scripts, or to draw in 3D.
unused='^(libc6|gcc-.*-base|libcrypt1|adduser|debconf|passwd|perl-base|dpkg|tar|ucf|fontconfig-config|libllvm.*|libz3-.*|libgl1-mesa-dri)$'

main() {
    local sum
    [[ $# -eq 0 || $* == --cached ]] || die "usage: browser.sh [--cached]"
    sum=$(sha256sum <"$0")
    folder=$cache/browser/${sum:0:12}
    [[ -d $folder || ${1-} != --cached ]] || exit 1
    [[ -d $folder ]] || make
    echo "$folder/browser"
}

make() {
    local wanted
    new=$(scratch "${folder%/*}")
    trap 'rm -rf "$new"' EXIT
    wanted=$(private_apt bookworm apt-get -s install "${packages[@]}" | awk '$1 == "Inst" { print $2 }')
    mapfile -t wanted < <(grep -vE "$unused" <<<"$wanted")
    say "fetching ${packages[*]}, some 90 MB"
    unpack_packages bookworm "$new" "${wanted[@]}"
    print_fonts >"$new/root/fonts.conf"
    print_program >"$new/root/browser"
    chmod 755 "$new/root/browser"
    publish "$new/root" "$folder"
}

print_fonts() {
    cat <<END
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$folder/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
END
}

print_program() {
    cat <<END
#!/bin/sh
libraries=$folder/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH=\$libraries:\$libraries/pulseaudio:$folder/lib/x86_64-linux-gnu FONTCONFIG_FILE=$folder/fonts.conf
exec $folder/usr/lib/chromium/chromium-headless-shell "\$@"
END
}

main "$@"
