# shellcheck shell=bash
# The minimal root file system: busybox, the distribution and the shared libraries it needs, all in memory.

make_minimal() {
    # Made anew for each boot: it is a second's work.
    base=
}

boot_minimal() {
    local tree=$work/minimal applet
    mkdir -p "$tree"/{bin,sbin,usr/bin,usr/sbin,dev,proc,sys,run,tmp,root,etc,var/log}
    chmod 1777 "$tree/tmp"
    cp "$(command -v busybox)" "$tree/bin/busybox"
    for applet in $(busybox --list); do
        [ "$applet" = busybox ] || ln -s busybox "$tree/bin/$applet"
    done
    copy_libraries "$tree"
    {
        archive "$tree"
        archive "$layer"
    } >"$work/initrd"
    start_machine "rdinit=/init"
    conclude
}

# glibc and what else the distribution's programs are linked with, as this machine has them.
copy_libraries() {
    local library
    # ldd fails for those that are static.
    { find "$distribution" -type f \( -perm /111 -o -name '*.so' \) -exec ldd {} + 2>/dev/null || true; } |
        grep -o '/[^ ]*' | grep -v ":\$\|^$distribution" | sort -u | while read -r library; do
        mkdir -p "$1$(dirname "$library")"
        cp -L "$library" "$1$library"
    done
}
