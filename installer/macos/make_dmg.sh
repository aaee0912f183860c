#!/usr/bin/env bash
# Puts the app bundle that PyInstaller made into a disk image with a way to the Applications folder.
# Usage: installer/macos/make_dmg.sh build/dist/tat-console.app build/tat-console.dmg
# Set SIGN_AS to a "Developer ID Application" identity to sign the bundle first.
set -euo pipefail

app=$1
image=$2

if [[ -n ${SIGN_AS:-} ]]; then
    codesign --deep --force --options runtime --timestamp --sign "$SIGN_AS" "$app"
    codesign --verify --deep --strict "$app"
fi
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname tat-console -srcfolder "$stage" -ov -format UDZO "$image"
