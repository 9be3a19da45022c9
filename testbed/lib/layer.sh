# shellcheck shell=bash
# What this boot adds to the root file system: the distribution, our service files, the command to run.

stage_layer() {
    layer=$work/layer
    mkdir -p "$layer/usr/lib" "$layer/usr/bin" "$layer/etc/sideros/services"
    cp -a "$distribution" "$layer/usr/lib/sideros-start"
    ln -s ../lib/sideros-start/bin/start "$layer/usr/bin/start"
    cp -a "$testbed/rootfs/$rootfs/tree/." "$layer/"
    [ -z "$services" ] || cp -a "$services/." "$layer/etc/sideros/services/"
    [ $running = no ] || stage_command
}

stage_command() {
    mkdir -p "$layer/usr/lib/testbed"
    install -m 755 "$testbed/guest/run" "$layer/usr/lib/testbed/run"
    printf '%s\n' "$run" >"$layer/usr/lib/testbed/command"
    # It runs when the target that is booted has settled.
    local word target=multi-user.target
    for word in $append; do
        case $word in
            start.target=*) target=${word#start.target=} ;;
        esac
    done
    sed "s/@target@/$target/" "$testbed/guest/testbed-run.toml" >"$layer/etc/sideros/services/testbed-run.toml"
}

# Writes the layer to the ext4 image $1 and takes away what an earlier boot's layer had put there.
# debugfs needs no mount and so no root. It follows no error up with a status, hence the count at the end.
# The times of files are kept: Java's AOT cache is refused when those of its jars differ.
write_layer() {
    local image=$1 written=$1.layer commands=$work/debugfs
    (cd "$layer" && find . -mindepth 1 ! -type d -printf '%P\n' | LC_ALL=C sort) >"$work/files"
    {
        [ ! -e "$written" ] || sed 's,.*,rm "/&",' "$written"
        sed 's,.*,rm "/&",' "$work/files"
        (cd "$layer" && find . -mindepth 1 -type d -printf 'mkdir "/%P"\n' | LC_ALL=C sort)
        (cd "$layer" && find . -type f -printf "write \"$layer/%P\" \"/%P\"\nsif \"/%P\" mtime @%Ts\n" && find . -type l -printf 'symlink "/%P" "%l"\n')
    } >"$commands"
    debugfs -w -f "$commands" "$image" >"$work/debugfs.log" 2>&1
    sed 's,.*,stat "/&",' "$work/files" >"$commands"
    if [ "$(debugfs -f "$commands" "$image" 2>/dev/null | grep -c '^Inode: ')" -ne "$(wc -l <"$work/files")" ]; then
        grep -v '^debugfs: \|not found by ext2_lookup\|already exists\|^Allocated inode' "$work/debugfs.log" | tail -20 >&2
        die "$cannot_prepare" "$image: the distribution could not be written to it (full?)"
    fi
    cp "$work/files" "$written"
}
