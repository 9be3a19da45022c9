# Functions of the scripts that run inside the machine; Report.java reads what they print.

# report NAME STATUS OUTPUT
report() {
    printf '%s\n' "$3" | sed "s/^/$1: /"
    echo "$1= $2"
}

# check NAME COMMAND…: runs it once, and reports its output and its status.
check() {
    name=$1
    shift
    output=$("$@" 2>&1)
    report "$name" $? "$output"
}

# eventually NAME SECONDS COMMAND…: the same, tried until it succeeds or the time is over.
eventually() {
    name=$1
    deadline=$(($(cut -d. -f1 /proc/uptime) + $2))
    shift 2
    while :; do
        output=$("$@" 2>&1)
        status=$?
        if [ $status -eq 0 ] || [ "$(cut -d. -f1 /proc/uptime)" -ge $deadline ]; then
            break
        fi
        sleep 0.2
    done
    report "$name" $status "$output"
}

# The value of a number in the JSON status of a service.
number() {
    start --json status "$1" | tr ',{}' '\n\n\n' | sed -n "s/^ *\"$2\" *: *\([0-9][0-9]*\) *$/\1/p"
}
