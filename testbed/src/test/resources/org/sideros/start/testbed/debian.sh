# First boot of the Debian machine. Time limits are for an emulated processor that others use too.

echo '* * * * * root echo "cron was here" >/run/cron-ran' >/etc/cron.d/testbed

# http [PORT]
http() {
    test "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:${1:-80}/")" = 200 && echo 200
}
as_postgres() {
    setpriv --reuid postgres --regid postgres --init-groups psql -qtA -v ON_ERROR_STOP=1 -c "$1"
}
log_line() {
    grep 'a word from the testbed' /var/log/syslog
}
another_master() {
    master=$(number nginx pid) && [ -n "$master" ] && [ "$master" != "$killed" ] && http >/dev/null && echo "$master"
}
redis_answers() {
    redis-cli ping | grep -x PONG
}
banner() {
    ssh-keyscan -T 20 127.0.0.1 2>&1 | grep 'SSH-2.0-'
}

# pid_file NAME FILE: the main process is the one that the daemon names itself.
pid_file() {
    main=$(number "$1" pid) && [ -n "$main" ] && [ "$main" = "$(cat "$2")" ] && cat "/proc/$main/comm"
}
# same_main NAME VERB: the verb leaves the main process what it is.
same_main() {
    before=$(number "$1" pid) && start "$2" "$1" && [ -n "$before" ] && [ "$(number "$1" pid)" = "$before" ]
}
# another_main NAME: after a restart it is another one.
another_main() {
    before=$(number "$1" pid) && start restart "$1" && [ -n "$before" ] && [ "$(number "$1" pid)" != "$before" ]
}
# stopped NAME: ends within its time, by itself, and leaves nothing.
stopped() {
    start stop "$1" && start --json status "$1"
    [ ! -e "/sys/fs/cgroup/sideros/$1.service" ]
}
chrony_answers() {
    chronyc -n tracking | grep 'Reference ID'
}
workers() {
    pgrep -P "$(number nginx pid)" | sort | tr '\n' ' '
}
other_workers() {
    [ "$(workers)" != "$workers" ] && http
}

check pid1 readlink /proc/1/exe
check target start status multi-user.target
eventually http 180 http
eventually redis 180 redis_answers
eventually postgres 240 as_postgres 'select 1'
eventually ssh 180 banner
check logger logger 'a word from the testbed'
eventually rsyslog 60 log_line
check dbus dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames
check udev ls /dev/disk/by-label/root
check console pgrep -t ttyS0 -a
check hostname hostname
check status start --json status
check processes ps -eo stat=,pid=,ppid=,args=

check nginx-pid-file pid_file nginx /run/nginx.pid
eventually chrony 120 chrony_answers
check chrony-pid-file pid_file chrony /run/chrony/chronyd.pid
eventually haproxy 120 http 8080

workers=$(workers)
check nginx-reload same_main nginx reload
eventually nginx-workers 120 other_workers
sed -i 's/bind 127.0.0.1:8080/&,127.0.0.1:8081/' /etc/haproxy/testbed.cfg
check haproxy-reload same_main haproxy reload
eventually haproxy-reloaded 120 http 8081
for service in sshd rsyslog postgresql udevd dbus; do
    check $service-reload same_main $service reload
done
eventually ssh-reloaded 120 banner
check postgres-reloaded as_postgres 'select 1'
for service in nginx chrony haproxy redis rsyslog; do
    check $service-restart another_main $service
done
eventually redis-restarted 120 redis_answers
eventually haproxy-restarted 120 http 8081
check chrony-stop stopped chrony
check haproxy-stop stopped haproxy
check start-again start start chrony haproxy

killed=$(number nginx pid)
check killed kill -KILL "$killed"
eventually nginx-again 240 another_master
check nginx-status start --json status nginx

check write as_postgres 'create table kept (word text); insert into kept values ($$here$$)'
eventually cron 240 cat /run/cron-ran
check zombies ps -eo stat=,pid=,ppid=,args=
