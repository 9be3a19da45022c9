# shellcheck shell=bash
# The kernel: Debian's cloud kernel, unpacked without being installed.

# In the order in which they must be loaded: each uses the ones before it.
virtio_modules='virtio/virtio_ring virtio/virtio virtio/virtio_pci_modern_dev virtio/virtio_pci_legacy_dev
virtio/virtio_pci block/virtio_blk'

fetch_kernel() {
    kernel=$cache/kernel
    [ ! -e "$kernel/vmlinuz" ] || return 0
    refresh_apt
    local package new=$cache/kernel.new module
    package=$(apt-cache depends linux-image-cloud-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }')
    [ -n "$package" ] || die "$cannot_prepare" "apt knows no linux-image-cloud-amd64: the sources of apt must be Debian's"
    say "fetching $package"
    rm -rf "$new"
    mkdir -p "$new/unpacked"
    (cd "$new" && apt-get download -qq -o APT::Sandbox::User=root "$package" >&2) || die "$cannot_prepare" "apt-get download $package failed"
    dpkg-deb -x "$new"/*.deb "$new/unpacked"
    cp "$new"/unpacked/boot/vmlinuz-* "$new/vmlinuz"
    for module in $virtio_modules; do
        cp "$new"/unpacked/lib/modules/*/kernel/drivers/"$module".ko "$new/"
    done
    rm -rf "$new/unpacked" "$new"/*.deb
    mv "$new" "$kernel"
}
