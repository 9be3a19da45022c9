/*
 * The steps of start-exec in the order in which they are done. A failure is reported as {step, errno} and what it befell.
 * The supervisor has the same table; a test compares the two, so keep one X(...) a line.
 */
#ifndef START_STEPS_H
#define START_STEPS_H

#define START_STEPS(X)              \
    X(1, USAGE, "usage")            \
    X(2, PRIVATE_PIDS, "private-pids") \
    X(3, CGROUP, "cgroup")          \
    X(4, SESSION, "session")        \
    X(5, TTY, "tty")                \
    X(6, STDIN, "stdin")            \
    X(7, STDOUT, "stdout")          \
    X(8, STDERR, "stderr")          \
    X(9, DESCRIPTORS, "descriptors") \
    X(10, UMASK, "umask")           \
    X(11, NICE, "nice")             \
    X(12, OOM, "oom")               \
    X(13, RLIMIT, "rlimit")         \
    X(14, PRIVATE_NETWORK, "private-network") \
    X(15, MOUNT, "mount")           \
    X(16, CAPABILITIES, "capabilities") \
    X(17, GROUPS, "groups")         \
    X(18, GID, "gid")               \
    X(19, UID, "uid")               \
    X(20, NO_NEW_PRIVILEGES, "no-new-privileges") \
    X(21, CWD, "cwd")               \
    X(22, SIGNALS, "signals")       \
    X(23, EXEC, "exec")

#define START_STEP_CONSTANT(number, constant, name) STEP_##constant = number,

/* STEP_READY is no step: {0, 0} says that everything is set and execve(2) comes next. */
enum step { STEP_READY = 0, START_STEPS(START_STEP_CONSTANT) };

#endif
