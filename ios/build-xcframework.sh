#!/bin/sh
# Builds the Rust library for iPhones and both simulators as generated/WufeiFFI.xcframework.
# On a Mac with Xcode and the three Rust targets; run `cargo xtask bindgen` first.
set -eu
cd "$(dirname "$0")/.."

export IPHONEOS_DEPLOYMENT_TARGET=15.0
out=ios/generated
[ -e "$out/WufeiFFI/module.modulemap" ] || { echo "no bindings: cargo xtask bindgen" >&2; exit 2; }

for target in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
    cargo build --profile shipped --package wufei-ffi --target "$target"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lipo -create -output "$work/libwufei.a" \
    target/aarch64-apple-ios-sim/shipped/libwufei.a target/x86_64-apple-ios/shipped/libwufei.a

rm -rf "$out/WufeiFFI.xcframework"
xcodebuild -create-xcframework \
    -library target/aarch64-apple-ios/shipped/libwufei.a -headers "$out/WufeiFFI" \
    -library "$work/libwufei.a" -headers "$out/WufeiFFI" \
    -output "$out/WufeiFFI.xcframework"
