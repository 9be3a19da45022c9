/*
 * The link between the shim (start-init) and the supervisor.
 *
 * A socket pair, AF_UNIX SOCK_SEQPACKET. The supervisor inherits one end; its number is in the environment variable
 * START_SHIM_FD. Every message is one struct shim_message of 16 bytes in native byte order. Both sides ignore messages
 * of another size or an unknown type.
 *
 * shim -> supervisor
 *   HELLO   the first message every supervisor reads. pid: the shim's. count: how many supervisors there were before.
 *   EXITED  a process that was reparented to the shim has ended. pid; status: as wait(2) gives it. Sent before the
 *           process is reaped, and reaped only when sent: until then its pid cannot be another's. What a supervisor
 *           leaves unread when it dies is kept for the next one, which reads it after its own HELLO.
 *
 * supervisor -> shim
 *   FINISH  status: the exit code. Remembered; when this supervisor then ends, however it ends, the shim does not start
 *           another but ends too, with that code. As PID 1 it first kills whatever is left.
 *
 * Signals TERM, INT, HUP, USR1, PWR and WINCH that the shim gets are sent on to the supervisor as soon as it has read
 * its HELLO, which says that its handlers stand; or after SHIM_PATIENCE_MS, to one that does not read.
 */
#ifndef START_SHIM_H
#define START_SHIM_H

#include <stdint.h>

#define SHIM_FD_VARIABLE "START_SHIM_FD"

enum { SHIM_FD = 3, SHIM_PATIENCE_MS = 5000 };

enum shim_type { SHIM_EXITED = 1, SHIM_HELLO = 2, SHIM_FINISH = 16 };

struct shim_message {
    uint32_t type;
    int32_t pid;
    int32_t status;
    uint32_t count;
};

_Static_assert(sizeof(struct shim_message) == 16, "the layout is part of the protocol");

#endif
