# shellcheck shell=bash
# The disk of one boot: a copy of the base image, or one that is kept over several boots.

prepare_disk() {
    if [ -z "$disk" ]; then
        if [ $running = yes ]; then disk=$work/disk.img; else disk=$cache/disk.img; fi
    fi
    if [ -e "$disk" ]; then
        # After a crash the journal must be replayed before anything is written beside the kernel.
        e2fsck -p "$disk" >"$work/e2fsck" 2>&1 || [ $? -eq 1 ] ||
            die "$cannot_prepare" "$disk: damaged: $(tail -n 3 "$work/e2fsck"); delete it to start with a new one"
        [ "$(cat "$disk.base" 2>/dev/null)" = "${base##*/}" ] ||
            say "$disk was made from another base image and is used as it is; delete it to start with a new one"
    else
        rm -f "$disk.layer"
        cp --reflink=auto --sparse=always "$base" "$disk"
        printf '%s\n' "${base##*/}" >"$disk.base"
    fi
    write_layer "$disk"
}

# Sets disk_state to clean, or to what is wrong. A journal that waits for recovery is what a missed
# unmount leaves behind; e2fsck -n alone would skip it.
check_disk() {
    disk_state=clean
    if dumpe2fs -h "$disk" 2>/dev/null | grep -q '^Filesystem features:.*needs_recovery'; then
        disk_state="not unmounted: its journal needs recovery"
    elif ! e2fsck -fn "$disk" >"$work/e2fsck" 2>&1; then
        disk_state="damaged: $(tail -n 5 "$work/e2fsck")"
    fi
}
