/* A network without any way out. */
#ifndef START_NETWORK_H
#define START_NETWORK_H

/* Enters a network namespace of its own, whose only interface is lo, up. */
void enter_network_namespace(void);

#endif
