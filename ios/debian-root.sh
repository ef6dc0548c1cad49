#!/bin/sh
# Makes a folder with Swift in it, from the packages of a newer Debian than the one that runs here:
#
#     ios/debian-root.sh ROOT        (as root; quiet unless it fails)
#
# The packages are downloaded by this machine's apt, so its mirror, proxy, keys and certificates
# serve, and are unpacked without being installed: no script of a package runs, no package manager
# is in ROOT, and what a build does not need is left out. Nothing on this machine is changed but
# ROOT. A folder that is ready is used again; one that was begun here and not finished, or with
# another recipe, is begun anew; one that was not made here is refused.
set -eu

RELEASE=trixie
PACKAGES="swiftlang libswiftlang swiftlang-dev libc6-dev libgcc-14-dev libstdc++-14-dev binutils
    base-files bash dash coreutils"
MEGABYTES_NEEDED=2500
SECONDS_MAX=600

# Never read by a build or a test: debugger, language server, other linkers and compilers, papers.
LEFT_OUT="./usr/share/doc/* ./usr/share/man/* ./usr/share/info/* ./usr/share/locale/*
    ./usr/libexec/swift/lib/liblldb* ./usr/libexec/swift/bin/lldb* ./usr/libexec/swift/bin/repl_swift
    ./usr/libexec/swift/lib/libsourcekit* ./usr/libexec/swift/bin/sourcekit-lsp
    ./usr/libexec/swift/bin/clangd ./usr/libexec/swift/bin/docc ./usr/libexec/swift/bin/swift-format
    ./usr/libexec/swift/bin/lld ./usr/libexec/swift/lib/libLTO*
    ./usr/libexec/swift/lib/swift_static/* ./usr/libexec/swift/lib/swift/embedded/*
    ./usr/libexec/swift/lib/swift/FrameworkABIBaseline/*
    ./usr/libexec/gcc/*/cc1 ./usr/libexec/gcc/*/lto1 ./usr/bin/*lto-dump*"

stop() {
    echo "debian-root: $*" >&2
    exit 2
}

# A line for apt's sources: the Debian mirror and the key this machine's apt is set up with.
source_line() {
    apt-get indextargets 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
        awk -F ': ' -v release="$RELEASE" '
            $1 == "Repo-URI" { site = $2 }
            $1 == "Signed-By" { signed = $2 }
            $1 == "Trusted" { trusted = $2 }
            $0 == "" && site != "" { exit }
            END {
                if (site == "") exit
                options = ""
                if (signed ~ /^\//) options = options " signed-by=" signed
                if (trusted == "yes") options = options " trusted=yes"
                if (options != "") options = "[" substr(options, 2) "] "
                print "deb " options site " " release " main"
            }'
}

# Options that keep apt away from this machine's own lists, archives, pins and hooks.
write_settings() {
    : >"$work/status"
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
    cat >"$work/apt.conf" <<END
#clear APT::Update;
#clear DPkg::Post-Invoke;
Dir::State "$work/state";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Get::List-Cleanup "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::Retries "3";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
END
}

apt() {
    timeout "$SECONDS_MAX" apt-get --config-file "$work/apt.conf" --quiet --yes "$@" \
        >>"$log" 2>&1 || stop "apt-get $1 failed: $(tail -n 3 "$log")"
}

unpack() {
    dpkg-deb --fsys-tarfile "$1" |
        tar --extract --directory "$root" --keep-directory-symlink --exclude-from "$work/left-out" \
            >>"$log" 2>&1 || stop "$(basename "$1") does not unpack: $(tail -n 3 "$log")"
    rm -f "$1"
}

make_root() {
    work=$root/.packages
    log=$root/.log
    mkdir -p "$work"
    source_line >"$work/sources.list"
    [ -s "$work/sources.list" ] || stop "apt knows no Debian mirror; run apt-get update"
    write_settings
    apt update
    apt install --download-only $PACKAGES
    # Files of the base system first: it brings the links /bin, /lib and /sbin.
    echo "$LEFT_OUT" | tr -s ' \n' '\n' >"$work/left-out"
    unpack "$(echo "$work"/cache/archives/base-files_*.deb)"
    for package in "$work"/cache/archives/*.deb; do unpack "$package"; done
    ln -sf ../libexec/swift/bin/swift "$root/usr/bin/swift"
    mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/root"
    rm -rf "$work" "$log"
}

[ $# -eq 1 ] || stop "usage: $0 ROOT"
[ "$(id -u)" -eq 0 ] || stop "run it as root"
root=$(realpath -m "$1")
[ "$root" != / ] || stop "ROOT is the machine itself"
recipe=$(cksum <"$0")
if [ "$(cat "$root/.ready" 2>/dev/null)" = "$recipe" ]; then exit 0; fi
if [ -e "$root" ]; then
    [ -e "$root/.begun-here" ] || stop "$root is there and was not made here"
    rm -rf --one-file-system "$root"
fi
mkdir -p "$root"
touch "$root/.begun-here"
free=$(df --output=avail --block-size=1M "$root" | tail -n 1)
[ "$free" -ge "$MEGABYTES_NEEDED" ] || stop "$root has $free MB left; $MEGABYTES_NEEDED are needed"
make_root
echo "$recipe" >"$root/.ready"
