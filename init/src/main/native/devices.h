/* A /dev without the machine's devices. */
#ifndef START_DEVICES_H
#define START_DEVICES_H

/* Mounts it over the present one, of which it keeps what is no device of the machine. In a mount namespace of its own. */
void mount_devices(void);

/* Lets nothing be added to it any more. */
void seal_devices(void);

#endif
