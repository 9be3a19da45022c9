/*
 * The steps of start-exec in the order in which they are done. A failure is reported as {step, errno}.
 * The supervisor has the same table; a test compares the two, so keep one X(...) a line.
 */
#ifndef START_STEPS_H
#define START_STEPS_H

#define START_STEPS(X)              \
    X(1, USAGE, "usage")            \
    X(2, CGROUP, "cgroup")          \
    X(3, SESSION, "session")        \
    X(4, STDIN, "stdin")            \
    X(5, STDOUT, "stdout")          \
    X(6, STDERR, "stderr")          \
    X(7, UMASK, "umask")            \
    X(8, NICE, "nice")              \
    X(9, OOM, "oom")                \
    X(10, RLIMIT, "rlimit")         \
    X(11, GROUPS, "groups")         \
    X(12, GID, "gid")               \
    X(13, UID, "uid")               \
    X(14, NO_NEW_PRIVILEGES, "no-new-privileges") \
    X(15, CWD, "cwd")               \
    X(16, SIGNALS, "signals")       \
    X(17, DESCRIPTORS, "descriptors") \
    X(18, EXEC, "exec")

#define START_STEP_CONSTANT(number, constant, name) STEP_##constant = number,

/* STEP_READY is no step: {0, 0} says that everything is set and execve(2) comes next. */
enum step { STEP_READY = 0, START_STEPS(START_STEP_CONSTANT) };

#endif
