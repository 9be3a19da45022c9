# shellcheck shell=bash
# The programs of the host that a boot needs.

# Each line: a program and the Debian package that has it.
host_tools='
qemu-system-x86_64 qemu-system-x86
mmdebstrap mmdebstrap
busybox busybox-static
cpio cpio
mke2fs e2fsprogs
debugfs e2fsprogs
flock util-linux
dpkg-deb dpkg
'

# Installs what is missing when root, else names the line that would.
need_tools() {
    local program package missing=()
    PATH=$PATH:/usr/sbin:/sbin
    while read -r program package; do
        [ -z "$program" ] || command -v "$program" >/dev/null || missing+=("$package")
    done <<<"$host_tools"
    # A busybox with shared libraries is of no use as the only program of an initramfs.
    if command -v busybox >/dev/null && ldd "$(command -v busybox)" >/dev/null 2>&1; then
        missing+=(busybox-static)
    fi
    # as_root needs it to map more than one user.
    if [ "$(id -u)" -ne 0 ] && ! command -v newuidmap >/dev/null; then
        missing+=(uidmap)
    fi
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        die "$cannot_prepare" "missing on this machine; install with: apt-get install ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    refresh_apt
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
        die "$cannot_prepare" "apt-get install ${missing[*]} failed"
}

# Package lists, where a container image came without them.
refresh_apt() {
    [ -z "$(apt-get indextargets 'Created-By: Packages' 2>/dev/null)" ] || return 0
    apt-get update -qq >&2 || die "$cannot_prepare" "apt-get update failed; the root file system is made from apt's sources"
}

# Runs a command as root, or as root of a user namespace: files of many owners need one of the two.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        unshare --user --map-auto --map-root-user "$@"
    fi
}
