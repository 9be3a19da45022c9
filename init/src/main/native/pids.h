/* A pid namespace around the program. */
#ifndef START_PIDS_H
#define START_PIDS_H

/*
 * Continues in a new process, number 2 of a new pid namespace, which is a child of the caller's parent and not of the
 * caller. Writes its pid, as the caller's parent sees it, to pid_to (an int32) and ends the caller. Number 1 is a process
 * that joins cgroup (NULL: none), reaps, and ends when number 2 has ended, with which the kernel kills all the others.
 */
void enter_pid_namespace(int pid_to, const char *cgroup);

#endif
