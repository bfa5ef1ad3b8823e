#!/bin/sh
# Sees to the system libraries that Qt's window needs and pip cannot bring.
#
#   scripts/system-libraries.sh run     for the window
#   scripts/system-libraries.sh test    for the tests too (a virtual screen, and a mouse and keyboard for it)
#   scripts/system-libraries.sh package        for packing the program (make package)
#   scripts/system-libraries.sh test-package   for trying the package in a bare Debian (make test-package)
#
# Installs what is missing where it may (root on Debian or Ubuntu); elsewhere it prints the
# command and ends with 1. Does nothing, in a few milliseconds, when nothing is missing.
# Why these and no others: docs/decisions/0007-system-libraries.md
set -eu

purpose=${1:-run}
[ "$(uname -s)" = Linux ] || exit 0
PATH=$PATH:/usr/sbin:/sbin
export PATH

# Shared library, then Debian's package of it. The second half is what the xcb plugin needs.
libraries="
libglib-2.0.so.0        libglib2.0-0
libGL.so.1              libgl1
libEGL.so.1             libegl1
libxkbcommon.so.0       libxkbcommon0
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
libxcb-cursor.so.0      libxcb-cursor0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-keysyms.so.1     libxcb-keysyms1
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libxcb-shape.so.0       libxcb-shape0
"

# Program, then Debian's package of it.
programs_for_tests="
Xvfb                    xvfb
xdotool                 xdotool
"
programs_for_package="
strip                   binutils
icupkg                  icu-devtools
zstd                    zstd
xz                      xz-utils
makeself                makeself
"
programs_for_test_package="
$programs_for_package
$programs_for_tests
debootstrap             debootstrap
bwrap                   bubblewrap
lintian                 lintian
desktop-file-validate   desktop-file-utils
appstreamcli            appstream
strace                  strace
tesseract               tesseract-ocr
"

missing_programs() {
    echo "$1" | while read -r program package; do
        [ -n "$program" ] || continue
        command -v "$program" >/dev/null 2>&1 || echo "$package"
    done
}

has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts"; do
        [ -d "$folder" ] || continue
        [ -z "$(find "$folder" -name '*.[ot]t[fc]' -print 2>/dev/null | head -n 1)" ] || return 0
    done
    return 1
}

missing_packages() {
    if command -v ldconfig >/dev/null 2>&1; then
        known=$(ldconfig -p)
        echo "$libraries" | while read -r library package; do
            [ -n "$library" ] || continue
            case $known in *"$library "*) ;; *) echo "$package" ;; esac
        done
    fi
    # Without a font Qt draws every label as empty boxes and says nothing.
    has_font || echo fonts-dejavu-core
    case $purpose in
        test) missing_programs "$programs_for_tests" ;;
        package) missing_programs "$programs_for_package" ;;
        test-package) missing_programs "$programs_for_test_package" ;;
    esac
    # Debian ships Python without what makes a virtual environment.
    if command -v python3 >/dev/null 2>&1 && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then echo python3-venv; fi
}

missing=$(missing_packages | tr '\n' ' ' | sed 's/ $//')
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The window needs system libraries that are missing here; Debian calls them: $missing." >&2
    echo "Install your system's packages of them, then try again." >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "The window needs system libraries that are missing here. Install them with:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing" >&2
    exit 1
fi

echo "Installing system libraries: $missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo "The list of packages could not be brought up to date; trying with the one there is." >&2
# shellcheck disable=SC2086  # one word per package is meant
apt-get install -y -qq --no-install-recommends $missing >/dev/null
