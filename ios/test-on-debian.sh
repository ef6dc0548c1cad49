#!/bin/sh
# Builds and tests the Swift shell on Debian, where no Swift is packaged for the running release:
#
#     ios/test-on-debian.sh ROOT NATIVE                  the last line: swift: N tests, N failed
#     ios/test-on-debian.sh ROOT NATIVE bench FOLDER     lines of JSON: how fast the shell is
#
# As root. ROOT    a folder for a Debian that has Swift (debian-root.sh); made when it is not there
#          NATIVE  a folder with libwufei.so, wufei-server and neighbourhood, built on this machine
#          FOLDER  devices' folders to start from: resident, attendant, volunteer, records10000,
#                  each of them optional (ShellBench/main.swift); copied, not changed
#
# The bindings must lie in ios/generated (`cargo xtask bindgen`). Everything is mounted in a
# namespace of its own and every process runs in one: nothing is left behind but ROOT, not even
# after an interruption. Quiet unless something fails; how long each part took is in
# ROOT/wufei/seconds.
set -eu

BUILD_SECONDS_MAX=500
TEST_SECONDS_MAX=300
BENCH_SECONDS_MAX=600

stop() {
    echo "test-on-debian: $*" >&2
    exit 2
}

# Runs a part and writes down how long it took.
timed() {
    part=$1
    shift
    began=$(date +%s)
    outcome=0
    "$@" || outcome=$?
    echo "$part $(($(date +%s) - began))" >>"$seconds"
    return "$outcome"
}

# Without /proc the toolchain does not find its own libraries. A machine that lends no new /proc
# lends its own. What tests and compilers put into /tmp goes with the namespace.
mount_system() {
    mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
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
        WUFEI_VECTORS=/wufei/vectors WUFEI_RECORDED=/wufei/recorded \
        sh -c "cd /wufei/ios && $1"
}

build() {
    log="$root/wufei/build.log"
    if ! timed build inside "timeout $BUILD_SECONDS_MAX swift build $1 --scratch-path $2" \
        >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
    # A warning is a failure in our own sources; the generated bindings are not ours to mend.
    if grep -E '/(Core|UI|App|CoreTests|UITests|ShellBench)/.*(warning|error):' "$log" >&2; then
        rm -rf "${root:?}$2" # the next build must say it again
        return 1
    fi
}

# Counts what swift-testing says of each test. A run that ends without its closing line failed.
report() {
    passed=$(grep -v '^. Test run with' "$1" | grep -c '^. Test .* passed after' || true)
    failed=$(grep -v '^. Test run with' "$1" | grep -c '^. Test .* failed after' || true)
    if ! grep -q '^. Test run with .* passed after' "$1" && [ "$failed" -eq 0 ]; then failed=1; fi
    [ "$failed" -eq 0 ] || cat "$1" >&2
    sed -n 's,^vectors: ,| &,p' "$1"
    echo "swift: $((passed + failed)) tests, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

run_tests() {
    if ! build --build-tests /wufei/build; then
        echo "swift: 1 tests, 1 failed"
        return 1
    fi
    log="$root/wufei/test.log"
    timed test inside "timeout $TEST_SECONDS_MAX swift test --skip-build --disable-xctest \
        --scratch-path /wufei/build" >"$log" 2>&1 || true
    report "$log"
}

run_bench() {
    build "-c release --product ShellBench" /wufei/build-release || return 1
    rm -rf "$root/wufei/devices"
    cp -R "$folder" "$root/wufei/devices"
    outcome=0
    inside "timeout $BENCH_SECONDS_MAX /wufei/build-release/release/ShellBench /wufei/devices" ||
        outcome=$?
    rm -rf "$root/wufei/devices"
    return "$outcome"
}

# A build that was begun with other bindings reads views by their old shape: it begins anew.
forget_other_bindings() {
    bindings=$(cat "$ios"/generated/*/* | cksum)
    if [ "$bindings" != "$(cat "$root/wufei/bindings" 2>/dev/null)" ]; then
        rm -rf "$root/wufei/build" "$root/wufei/build-release"
        mkdir -p "$root/wufei"
        echo "$bindings" >"$root/wufei/bindings"
    fi
}

run() {
    seconds=$(mktemp)
    timed root sh "$ios/debian-root.sh" "$root" || exit 2
    forget_other_bindings
    mkdir -p "$root/wufei/build"
    mv "$seconds" "$root/wufei/seconds"
    seconds="$root/wufei/seconds"
    mount_system
    show "$ios" ios
    show "$native" native
    show "$ios/../server/data" data
    show "$ios/../shared/domain/vectors" vectors
    show "$ios/../shared/app/recorded" recorded
    if [ -n "$folder" ]; then run_bench; else run_tests; fi
}

folder=
if [ $# -eq 4 ] && [ "$3" = bench ]; then
    folder=$(cd "$4" && pwd) || stop "no folder $4"
elif [ $# -ne 2 ]; then
    stop "usage: $0 ROOT NATIVE [bench FOLDER]"
fi
[ "$(id -u)" -eq 0 ] || stop "run it as root"
if [ "${WUFEI_OWN_NAMESPACE:-}" != yes ]; then
    export WUFEI_OWN_NAMESPACE=yes
    exec unshare --mount --propagation private --pid --fork --kill-child sh "$0" "$@"
fi
ios=$(cd "$(dirname "$0")" && pwd)
root=$(realpath -m "$1")
native=$(cd "$2" && pwd) || stop "no folder $2"
for file in libwufei.so wufei-server neighbourhood; do
    [ -e "$native/$file" ] || stop "no $file in $native"
done
[ -e "$ios/generated/WufeiFFI/module.modulemap" ] || stop "no bindings: cargo xtask bindgen"
run
