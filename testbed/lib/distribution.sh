# shellcheck shell=bash
# The distribution under test: app/target/sideros-start.

distribution=$root/app/target/sideros-start
# To boot what is being worked on, neither tests nor the format matter.
build=(-Dmaven.test.skip=true -Dspotless.check.skip=true -pl app -am package)

# Builds it when a source is newer than the last build. TESTBED_BUILD=no takes it as it is: Maven runs the tests and
# has just built it.
build_distribution() {
    local built=$cache/built
    if [ "${TESTBED_BUILD:-yes}" = yes ] && distribution_is_stale "$built"; then
        say "building the distribution"
        : >"$built.new" # what is edited from now on is newer
        (cd "$root" && "${MVN:-mvn}" -q "${build[@]}") >&2 ||
            die "$cannot_prepare" "the build failed: mvn ${build[*]}"
        mv "$built.new" "$built"
    fi
    [ -x "$distribution/libexec/start-init" ] ||
        die "$cannot_prepare" "$distribution/libexec/start-init: missing; build it with: mvn ${build[*]}"
}

# The files of the distribution itself have the time stamp of the release, not of the build.
distribution_is_stale() {
    [ -x "$distribution/bin/start" ] && [ -e "$1" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/{init,tui,app} -name target -prune -o -type f -newer "$1" -print -quit)" ]
}
