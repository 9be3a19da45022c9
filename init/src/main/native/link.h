/* The shim's side of the link of shim.h. */
#ifndef START_LINK_H
#define START_LINK_H

#include <stdbool.h>

#include "shim.h"

/* Both ends, close-on-exec: 0 ours, 1 the supervisor's. Ours stay open both, so that nothing unread dies with a reader. */
extern int link_end[2];

bool open_link(void);

/* False: there is no room now. */
bool send_message(enum shim_type type, int pid, int status, uint32_t count);

/* Puts a HELLO before everything that no supervisor has read. False: not now, and nothing is lost. */
bool greet(uint32_t count);

/* Whether the last HELLO has been read. */
bool is_greeted(void);

/* Takes one message; its type is 0 if it was of a wrong size. False: there is none. */
bool receive_message(struct shim_message *m);

#endif
