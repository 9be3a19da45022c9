# Limits, accounting and kills for memory on the minimal machine.

groups=/sys/fs/cgroup/sideros

# value GROUP FILE
value() {
    cat "$groups/$1.service/$2"
}
every_limit() {
    for file in memory.max memory.high memory.swap.max cpu.max cpu.weight pids.max io.weight; do
        echo "$file $(value limited $file | tr '\n' ' ')"
    done
}
usage() {
    sed -n 's/^usage_usec //p' "$groups/$1.service/cpu.stat"
}
# The machine's own clock, in hundredths of a second.
clock() {
    cut -d' ' -f1 /proc/uptime | tr -d .
}
# share NAME SECONDS: how much of one processor it uses, in per cent.
share() {
    begun=$(clock)
    used=$(usage "$1")
    sleep "$2"
    used=$(($(usage "$1") - used))
    echo $((used / 100 / ($(clock) - begun)))
}
# ended NAME: its whole status, once it is neither active nor on the way.
ended() {
    state=$(start --json status "$1")
    case $state in
        *'"state":"failed"'* | *'"state": "failed"'* | *'"state":"inactive"'* | *'"state": "inactive"'*) echo "$state" ;;
        *) return 1 ;;
    esac
}
bomb_is_full() {
    [ "$(value bomb pids.events | sed -n 's/^max //p')" -gt 0 ] && value bomb pids.current
}
answers() {
    wget -q -O - http://127.0.0.1:8080/start.toml | grep minimal
}
gone() {
    ! [ -e "$groups/$1.service" ]
}
inner() {
    start --config /etc/sideros/inner/start.toml "$@"
}

check loopback ip link set lo up
check limited start start limited
check every-limit every_limit
check limited-status start --json status limited
check limited-text start status limited

check hog-start start start hog
eventually hog 120 ended hog
check parent-start start start parent
eventually parent 120 ended parent
eventually parent-gone 60 gone parent

check busy start start busy
check busy-share share busy 20
check busy-stop start stop busy
check busy-status ended busy
check free start start free
check free-share share free 10
check free-stop start stop free

check web start start web
check bomb start start bomb
eventually bomb-full 120 bomb_is_full
check bomb-status start --json status bomb
eventually bomb-web 120 answers
check bomb-restart start restart web
eventually bomb-web-again 120 answers
check bomb-count value bomb pids.current
check bomb-stop start stop bomb
check bomb-gone gone bomb

mkdir -p /etc/sideros/inner/services
printf '[init]\nservices_dir = "services"\nruntime_dir = "/run/inner"\n' >/etc/sideros/inner/start.toml
cp /etc/sideros/services/limited.toml /etc/sideros/inner/services/
check inner start start inner
eventually inner-limited 240 inner start limited
check inner-status inner --json status limited
check inner-stop start stop inner
check inner-gone gone inner
