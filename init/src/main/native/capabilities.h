/* Capabilities, see capabilities(7). In a mask, bit n stands for capability n. */
#ifndef START_CAPABILITIES_H
#define START_CAPABILITIES_H

#include <stdint.h>

/* Removes all that are not in mask from the bounding set, if word, the option, is not NULL. */
void limit_capabilities(const char *word, uint64_t mask);

/* Lets what this process may do survive the change to another user. */
void keep_capabilities(void);

/* Makes mask all that this process and, whatever its user, its program can do. */
void grant_capabilities(uint64_t mask);

/* Gives all up, for good. */
void drop_all_capabilities(void);

#endif
