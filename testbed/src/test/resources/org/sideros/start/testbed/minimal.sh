# The minimal machine.

# A hundred parents that wait for none of their hundred children.
orphans() {
    parents=0
    while [ $parents -lt 100 ]; do
        (
            children=0
            while [ $children -lt 100 ]; do
                : &
                children=$((children + 1))
            done
        )
        parents=$((parents + 1))
    done
}
no_zombie() {
    ! cat /proc/[0-9]*/stat 2>/dev/null | grep ') Z '
}
# The JVM that is start-init's child.
supervisor() {
    for process in /proc/[0-9]*; do
        case $(readlink "$process/exe") in
            */runtime/bin/java)
                [ "$(cut -d' ' -f4 "$process/stat")" != 1 ] || echo "${process#/proc/}"
                ;;
        esac
    done
}
# With no supervisor `start reload` has nobody to ask and exits 5.
another_supervisor() {
    start reload >/dev/null && pid=$(supervisor) && [ -n "$pid" ] && [ "$pid" != "$first" ] && echo "$pid"
}

check pid1 readlink /proc/1/exe
check list start list
check target start status multi-user.target

check orphans orphans
eventually reaped 120 no_zombie

first=$(supervisor)
check first echo "$first"
check kill kill -KILL "$first"
eventually another 240 another_supervisor
check list-again start list
check pid1-again readlink /proc/1/exe
eventually reaped-again 120 no_zombie
