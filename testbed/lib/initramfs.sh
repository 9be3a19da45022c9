# shellcheck shell=bash
# What the kernel unpacks into memory before the root file system is there.

# Writes the tree $1 as a cpio archive to standard output, owned by root. The kernel unpacks archives
# that follow each other over one another.
archive() {
    (cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z | cpio --null --quiet -o -H newc --owner=0:0 --reproducible)
}

# The disk boot's initramfs: busybox, the virtio drivers, and guest/init which mounts the root and goes away.
make_disk_initramfs() {
    local tree=$work/initramfs module
    mkdir -p "$tree"/{bin,dev,proc,root,modules}
    cp "$(command -v busybox)" "$tree/bin/busybox"
    for module in $virtio_modules; do
        cp "$kernel/${module##*/}.ko" "$tree/modules/"
    done
    printf '%s\n' $virtio_modules | sed 's,.*/,,' >"$tree/modules/order"
    install -m 755 "$testbed/guest/init" "$tree/init"
    archive "$tree" >"$work/initrd"
}
