# The next boot of the same disk.

as_postgres() {
    setpriv --reuid postgres --regid postgres --init-groups psql -qtA -v ON_ERROR_STOP=1 -c "$1"
}
# What postgres said of its last end: "was shut down", or "was interrupted".
last_end() {
    grep -rh 'LOG:  database system was' /var/log/sideros | tail -n 1
}

eventually kept 240 as_postgres 'select word from kept'
check last-end last_end
check target start status multi-user.target
