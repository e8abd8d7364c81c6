#!/usr/bin/env bash
# install.sh install|uninstall PROGRAM: puts tcpwho, its manual and the completions of three shells where each is looked
# for, below DESTDIR and PREFIX, or removes them again. Changes nothing else. Debug information, four fifths of the
# program, is left behind unless STRIP is empty.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

share=$PREFIX/share
# MODE FROM TO
files() {
    cat <<END
755 $1 $SBINDIR/tcpwho
644 src/tcpwho.8 $MANDIR/man8/tcpwho.8
644 src/completion/tcpwho.bash $share/bash-completion/completions/tcpwho
644 src/completion/_tcpwho $share/zsh/site-functions/_tcpwho
644 src/completion/tcpwho.fish $share/fish/vendor_completions.d/tcpwho.fish
END
}

[[ ${1-} == @(install|uninstall) && $# -eq 2 ]] || die "usage: install.sh install|uninstall PROGRAM"
cd "$root"
while read -r mode from to; do
    if [[ $1 == install ]]; then
        strip=()
        [[ $mode != 755 || -z $STRIP ]] || strip=(--strip)
        (set -x; install -D "${strip[@]}" -m "$mode" "$from" "${DESTDIR-}$to")
    else
        (set -x; rm -f "${DESTDIR-}$to")
    fi
done < <(files "$2")
