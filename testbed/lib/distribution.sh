# shellcheck shell=bash
# The distribution under test: app/target/sideros-start.

distribution=$root/app/target/sideros-start

# Builds it when a source is newer. TESTBED_BUILD=no takes it as it is: Maven runs the tests and has just built it.
build_distribution() {
    if [ "${TESTBED_BUILD:-yes}" = yes ] && distribution_is_stale; then
        say "building the distribution"
        (cd "$root" && "${MVN:-mvn}" -q -DskipTests -pl app -am package) >&2 ||
            die "$cannot_prepare" "the build failed: mvn -DskipTests -pl app -am package"
    fi
    [ -x "$distribution/libexec/start-init" ] ||
        die "$cannot_prepare" "$distribution/libexec/start-init: missing; build it with: mvn -DskipTests -pl app -am package"
}

distribution_is_stale() {
    [ -x "$distribution/bin/start" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/{init,tui,app} -name target -prune -o \
        -type f -newer "$distribution/bin/start" -print -quit)" ]
}
