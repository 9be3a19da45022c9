/*
 * start-exec OPTION... -- PROGRAM ARG...
 *
 * Runs between the supervisor's posix_spawn(3) and the program of a service: no Java can run there, and a thread of a
 * JVM must never drop its privileges. Sets what the options say, in the order of steps.h, and becomes PROGRAM. The
 * options and the report are described in README.md. Allocates nothing: every buffer is static and bounded.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capabilities.h"
#include "descriptors.h"
#include "mounts.h"
#include "network.h"
#include "options.h"
#include "pids.h"
#include "pseudofiles.h"
#include "report.h"
#include "signals.h"
#include "terminal.h"

static void new_session(void) {
    if (getsid(0) != getpid()) { /* a leader already, by POSIX_SPAWN_SETSID, is as good */
        check(setsid(), STEP_SESSION, NULL);
    }
}

static void set_limits(const struct options *o) {
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
        if (o->limit_words[resource]) {
            check(setrlimit(resource, &o->limits[resource]), STEP_RLIMIT, o->limit_words[resource]);
        }
    }
}

static void set_ids(const struct options *o) {
    if (o->groups_word) {
        check(setgroups(o->group_count, o->groups), STEP_GROUPS, o->groups_word);
    }
    if (o->gid_word) {
        check(setresgid(o->gid, o->gid, o->gid), STEP_GID, o->gid_word);
    }
    if (o->uid_word) {
        check(setresuid(o->uid, o->uid, o->uid), STEP_UID, o->uid_word);
        /* A saved id or a securebit could leave a way back: then the program must not run. Capabilities are not in effect now. */
        if (o->uid != 0 && setuid(0) == 0) {
            fail(STEP_UID, EPERM, o->uid_word);
        }
    }
}

/*
 * LISTEN_PID and its like: only here is the pid known, which execve(2) keeps. The environment has such a variable, with
 * any value, so that only a pointer changes.
 */
static void set_self(const struct options *o) {
    static char words[SELF_MAX][128];
    for (size_t i = 0; i < o->self_count; i++) {
        size_t length = strlen(o->self[i]);
        int size = snprintf(words[i], sizeof words[i], "%s=%d", o->self[i], (int)getpid());
        char **variable = environ;
        while (*variable && (strncmp(*variable, o->self[i], length) != 0 || (*variable)[length] != '=')) {
            variable++;
        }
        if (!*variable || size >= (int)sizeof words[i]) {
            fail(STEP_USAGE, EINVAL, o->self[i]);
        }
        *variable = words[i];
    }
}

static void reset_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    check(reset_dispositions(), STEP_SIGNALS, NULL);
    check(sigprocmask(SIG_SETMASK, &none, NULL), STEP_SIGNALS, NULL);
}

/*
 * The search of execvp(3) with two differences. A file without a known format is an error (ENOEXEC) and not handed to a
 * shell; an empty element of PATH is skipped and not taken for the working directory. Returns the errno.
 */
static int execute(char **argv) {
    if (strchr(argv[0], '/')) {
        execve(argv[0], argv, environ);
        return errno;
    }
    const char *path = getenv("PATH");
    if (!path || !*path) {
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    }
    int error = ENOENT;
    for (; *path; path += *path == ':') {
        int length = strcspn(path, ":");
        char candidate[PATH_MAX];
        int size = snprintf(candidate, sizeof candidate, "%.*s/%s", length, path, argv[0]);
        path += length;
        if (length == 0 || size >= (int)sizeof candidate) {
            continue;
        }
        execve(candidate, argv, environ);
        if (errno == EACCES) {
            error = EACCES; /* the better answer, unless one further on can be run */
        } else if (errno != ENOENT && errno != ENOTDIR) {
            return errno;
        }
    }
    return error;
}

int main(int argc, char **argv) {
    static struct options o;
    report = find_report(argc, argv);
    const char *bad = parse_options(argc, argv, &o);
    if (bad) {
        fail(STEP_USAGE, EINVAL, bad);
    }
    check(shelter(&report, o.least), STEP_USAGE, "report");
    check(fill_standard_descriptors(), STEP_STDIN, "/dev/null");

    if (o.private_pids) {
        enter_pid_namespace(o.pid_to, o.cgroup);
    }
    if (o.cgroup) {
        check(join_cgroup(o.cgroup), STEP_CGROUP, o.cgroup);
    }
    if (o.session) {
        new_session();
    }
    int terminal = -1;
    if (o.tty) {
        terminal = open_terminal(o.tty);
        check(terminal, STEP_TTY, o.tty);
    }
    /* All are opened before the first is put in place, so that every number means the caller's descriptor. */
    int opened[3];
    for (int i = 0; i < 3; i++) {
        opened[i] = open_stream(i, o.streams[i], o.least, terminal);
        check(opened[i] == FAILED ? -1 : 0, STEP_STDIN + i, o.streams[i]);
    }
    check(copy_passed(o.passed, o.passed_count, o.least), STEP_DESCRIPTORS, NULL);
    for (int i = 0; i < 3; i++) {
        check(place_stream(i, opened[i]), STEP_STDIN + i, o.streams[i]);
    }
    if (terminal >= 0) {
        close(terminal);
    }
    check(place_passed(o.passed, o.passed_count), STEP_DESCRIPTORS, NULL);
    if (o.umask_word) {
        umask(o.umask); /* after the log files are made: theirs is the supervisor's */
    }
    if (o.nice_word) {
        check(setpriority(PRIO_PROCESS, 0, o.nice), STEP_NICE, o.nice_word);
    }
    if (o.oom) {
        check(write_pseudofile("/proc/self/oom_score_adj", o.oom), STEP_OOM, o.oom);
    }
    long most = highest_descriptor(); /* before a lower limit can hide the open ones above it */
    set_limits(&o);
    if (o.private_network) {
        enter_network_namespace();
    }
    enter_mount_namespace(&o);
    limit_capabilities(o.bounding_word, o.bounding);
    if (o.ambient_word) {
        keep_capabilities();
    }
    set_ids(&o);
    if (o.ambient_word) {
        grant_capabilities(o.ambient);
    }
    if (o.no_new_privileges) {
        check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), STEP_NO_NEW_PRIVILEGES, NULL);
    }
    if (o.cwd) {
        check(chdir(o.cwd), STEP_CWD, o.cwd); /* with the user's rights, not the supervisor's */
    }
    reset_signals();
    set_self(&o);
    close_others(o.passed, o.passed_count, report, most);

    tell_ready();
    fail(STEP_EXEC, execute(o.program), o.program[0]);
}
