# First boot of the Debian machine. Time limits are for an emulated processor that others use too.

echo '* * * * * root echo "cron was here" >/run/cron-ran' >/etc/cron.d/testbed

http() {
    test "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/)" = 200 && echo 200
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

killed=$(number nginx pid)
check killed kill -KILL "$killed"
eventually nginx-again 240 another_master
check nginx-status start --json status nginx

check write as_postgres 'create table kept (word text); insert into kept values ($$here$$)'
eventually cron 240 cat /run/cron-ran
check zombies ps -eo stat=,pid=,ppid=,args=
