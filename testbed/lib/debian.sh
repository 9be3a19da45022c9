# shellcheck shell=bash
# The debian root file system: Debian 12 in an ext4 image, made once for each set of inputs.

suite=bookworm
debian_size=1536M

make_debian() {
    local sources key tree
    refresh_apt
    # The mirror is the one that this machine's apt uses.
    sources=${TESTBED_SOURCES:-$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$suite" '$3 == suite || index($3, suite "-") == 1' | sort -u)}
    [ -n "$sources" ] ||
        die "$cannot_prepare" "apt on this machine knows no $suite; set TESTBED_SOURCES to lines of sources.list that do"
    key=$(cat "$testbed"/rootfs/debian/{packages,trim} "$testbed/lib/debian.sh" - <<<"$sources" | sha256sum | cut -c1-16)
    base=$cache/debian-$key.img
    [ ! -e "$base" ] || return 0

    say "making the Debian root file system (once; some minutes)"
    mmdebstrap --quiet --variant=minbase \
        --include="$(grep -v '^#' "$testbed/rootfs/debian/packages" | paste -sd,)" \
        --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook="$testbed/rootfs/debian/trim" \
        "$suite" "$base.tar" - <<<"$sources" >&2 || die "$cannot_prepare" "mmdebstrap failed"

    rm -f "$base.new"
    tree=$(mktemp -d "$cache/tree.XXXXXX")
    # Device files cannot be made in a user namespace, and devtmpfs has them all.
    as_root sh -euc '
        tar -x -p --numeric-owner --exclude="./dev/*" -C "$1" -f "$2.tar"
        truncate -s "$3" "$2.new"
        mke2fs -q -t ext4 -L root -m 1 -d "$1" "$2.new"
        rm -rf "$1"' sh "$tree" "$base" "$debian_size" >&2 || die "$cannot_prepare" "mke2fs failed"
    rm -f "$base.tar" "$cache"/debian-*.img
    mv "$base.new" "$base"
}

# On the disk as it is, with the layer written to it; checked when the machine is off.
boot_debian() {
    make_disk_initramfs
    prepare_disk
    start_machine "root=/dev/vda ro init=/usr/lib/sideros-start/libexec/start-init" \
        -drive "file=$disk,if=none,id=root,format=raw,cache=unsafe" -device virtio-blk-pci,drive=root
    check_disk
    conclude
}
