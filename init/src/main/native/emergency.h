/* The shell that start-init gives to whoever is at the console when the supervisor keeps dying. */
#ifndef START_EMERGENCY_H
#define START_EMERGENCY_H

/*
 * For a new child: leads a session that has the console as its terminal, writes message there, and becomes
 * $START_EMERGENCY_SHELL, /bin/sh or busybox. Returns only on failure, with errno: what could not be had.
 */
const char *become_emergency_shell(const char *message);

#endif
