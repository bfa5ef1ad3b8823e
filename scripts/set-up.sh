#!/bin/sh
# Makes .venv with the pinned packages and the program itself, editable.
#
#   scripts/set-up.sh run     what the program needs
#   scripts/set-up.sh test    what its developers need too
#
# Every package but torch is compared with the hash that requirements/ has of it. An index that builds
# its packages itself has other files: DESKTOP_UNET_HASHES=no leaves the comparison out there.
#
# Done once; later calls only compare a stamp. A set-up that was interrupted is begun again.
# PYTHON names another interpreter than python3.
set -eu

purpose=${1:-run}
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
venv=.venv

if ! command -v "$python" >/dev/null 2>&1; then
    echo "error: $python was not found; install Python 3.11 or newer (on Debian: apt-get install python3 python3-venv)." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "error: $("$python" --version) is too old, Python 3.11 or newer is needed; name one with: make PYTHON=python3.11" >&2
    exit 1
fi

# Changes with the pins, the folder (an editable install names it) and the interpreter.
wanted=$({ cat pyproject.toml constraints.txt requirements/*.txt; pwd; "$python" --version; } | cksum)
is_done() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.done-$1" 2>/dev/null)" = "$wanted" ]; }

if is_done test; then exit 0; fi
if [ "$purpose" = run ] && is_done run; then exit 0; fi

unfinished=$venv/.unfinished
if [ -e "$unfinished" ] || { [ -e "$venv" ] && ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; }; then
    echo "An earlier set-up was not finished; beginning again."
    rm -rf "$venv"
fi
if [ ! -e "$venv" ]; then
    "$python" -m venv "$venv" || { rm -rf "$venv"; exit 1; }
fi

: >"$unfinished"
rm -f "$venv/.done-run" "$venv/.done-test"
if [ "$purpose" = test ]; then what='.[dev]'; else what='.'; fi
echo "Setting up $venv; the first time this fetches PyTorch and Qt and takes some minutes."
if [ "${DESKTOP_UNET_HASHES:-yes}" != no ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "requirements/$purpose.txt"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e "$what"
echo "$wanted" >"$venv/.done-$purpose"
rm -f "$unfinished"
