#!/bin/sh
# Builds and tests the Swift shell on Debian, where no Swift is packaged for the running release:
#
#     ios/test-on-debian.sh ROOT NATIVE      (as root, with debootstrap installed)
#
# ROOT    a folder for a Debian that has Swift; made when it is not there, used again when it is
# NATIVE  a folder with libwufei.so, wufei-server and neighbourhood, built on this machine
#
# The bindings must lie in ios/generated (`cargo xtask bindgen`). Everything is mounted in a
# namespace of its own and every process runs in one: nothing is left behind but ROOT, not even
# after an interruption. The last line is `swift: N passed, N failed`.
set -eu

RELEASE=trixie
PACKAGES="swiftlang libswiftlang swiftlang-dev binutils libc6-dev libgcc-14-dev libstdc++-14-dev
    git ca-certificates libxml2-dev libcurl4-openssl-dev"

say() { echo "test-on-debian: $*" >&2; }
stop() { say "$*"; exit 2; }

# The Debian mirror that apt is set up with on this machine.
mirror() {
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian Debian //p' | head -n 1
}

# Makes ROOT, once. A folder left half made by an interruption is begun anew.
prepare() {
    [ -e "$root/.swift-is-there" ] && return
    command -v debootstrap >/dev/null || stop "debootstrap is not installed"
    site=$(mirror)
    [ -n "$site" ] || stop "apt knows no Debian mirror; run apt-get update"
    if [ -e "$root" ]; then
        [ -e "$root/.begun-here" ] || stop "$root is there and was not made here"
        rm -rf --one-file-system "$root"
    fi
    mkdir -p "$root"
    touch "$root/.begun-here"
    say "debootstrap $RELEASE, once"
    debootstrap --variant=minbase "$RELEASE" "$root" "$site" >"$root.log" 2>&1 ||
        stop "debootstrap failed: $(tail -n 3 "$root.log")"
    mount_system
    say "install Swift, once"
    chroot "$root" sh -c "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install \
        --yes --no-install-recommends $(echo $PACKAGES) && apt-get clean" >>"$root.log" 2>&1 ||
        stop "the installation failed: $(tail -n 3 "$root.log")"
    rm -f "$root.log"
    touch "$root/.swift-is-there"
}

# Without /proc the toolchain does not find its own libraries. Mounted once in this namespace.
mount_system() {
    mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
    mountpoint -q "$root/dev" || mount --rbind /dev "$root/dev"
}

# Mounts a folder of the host, not writable: the build's own files go to ROOT/wufei/build.
show() {
    mkdir -p "$root/wufei/$2"
    mount --bind "$1" "$root/wufei/$2"
    mount -o remount,bind,ro "$root/wufei/$2"
}

inside() {
    chroot "$root" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        WUFEI_NATIVE=/wufei/native WUFEI_BUILD=/wufei/build WUFEI_AREAS=/wufei/data/shaoxing-areas.csv \
        sh -c "cd /wufei/ios && $1"
}

# Counts what swift-testing says of each test. A run that ends without its closing line failed.
report() {
    passed=$(grep -v '^. Test run with' "$1" | grep -c '^. Test .* passed after' || true)
    failed=$(grep -v '^. Test run with' "$1" | grep -c '^. Test .* failed after' || true)
    if ! grep -q '^. Test run with .* passed after' "$1" && [ "$failed" -eq 0 ]; then failed=1; fi
    echo "swift: $passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

run() {
    prepare
    mount_system
    show "$ios" ios
    show "$native" native
    show "$ios/../server/data" data
    mkdir -p "$root/wufei/build"
    log="$root/wufei/test.log"
    say "swift build"
    if ! inside "swift build --build-tests --scratch-path /wufei/build" >"$log" 2>&1; then
        cat "$log"
        echo "swift: 0 passed, 1 failed"
        return 1
    fi
    # A warning is a failure in our own sources; the generated bindings are not ours to mend.
    if grep -E '/(Core|UI|CoreTests|UITests)/.*(warning|error):' "$log"; then
        rm -rf "$root/wufei/build" # the next build must say it again
        echo "swift: 0 passed, 1 failed"
        return 1
    fi
    say "swift test"
    inside "swift test --skip-build --disable-xctest --scratch-path /wufei/build" >"$log" 2>&1 ||
        say "swift test ended with a failure"
    grep -E '^. Test |recorded an issue|↳' "$log" || cat "$log"
    report "$log"
}

[ $# -eq 2 ] || stop "usage: $0 ROOT NATIVE"
[ "$(id -u)" -eq 0 ] || stop "run it as root"
if [ "${WUFEI_OWN_NAMESPACE:-}" != yes ]; then
    export WUFEI_OWN_NAMESPACE=yes
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
        sh "$0" "$@"
fi
ios=$(cd "$(dirname "$0")" && pwd)
root=$(realpath -m "$1")
native=$(cd "$2" && pwd) || stop "no folder $2"
[ "$root" != / ] || stop "ROOT is the machine itself"
for file in libwufei.so wufei-server neighbourhood; do
    [ -e "$native/$file" ] || stop "no $file in $native"
done
[ -e "$ios/generated/WufeiFFI/module.modulemap" ] || stop "no bindings: cargo xtask bindgen"
run
