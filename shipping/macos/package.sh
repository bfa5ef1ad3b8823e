#!/bin/sh
# Packs the program on macOS into a disk image, signed ad hoc. Written for macOS 12 and later; NOT RUN YET, see docs/packaging.md.
#   sh shipping/macos/package.sh
# Needs Python 3.11 or newer and the command line tools of Xcode (codesign, hdiutil).
set -eu
cd "$(dirname "$0")/../.."

sh scripts/set-up.sh test
PYTHONHASHSEED=1 SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export PYTHONHASHSEED SOURCE_DATE_EPOCH
.venv/bin/python -m PyInstaller --noconfirm --distpath dist --workpath build/package build.spec

app="dist/Desktop UNet.app"
program="$app/Contents/MacOS/desktop-unet"
# "-" signs without an identity: the processor's rule is kept, but Gatekeeper still asks. With a certificate:
# SIGN_AS="Developer ID Application: ..." sh shipping/macos/package.sh, and notarise the image afterwards.
codesign --force --deep --sign "${SIGN_AS:--}" "$app"
codesign --verify --deep --strict "$app"
"$program" self-check

version=$("$program" --version | cut -d' ' -f2)
image="dist/desktop-unet-$version-macos-$(uname -m).dmg"
folder=$(mktemp -d)
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -quiet -ov -volname "Desktop UNet" -srcfolder "$folder" -format UDZO "$image"
rm -rf "$folder"
shasum -a 256 "$image"
