/* The controlling terminal of a service. */
#ifndef START_TERMINAL_H
#define START_TERMINAL_H

/*
 * Opens path, makes it the controlling terminal of this session, also if it was another's (then as root only), and gives
 * it the settings that getty and shells expect. Never waits for the device. Below 0 on failure, with errno.
 */
int open_terminal(const char *path);

#endif
