/* What start-exec does with file descriptors. Results below 0 are failures, with errno. */
#ifndef START_DESCRIPTORS_H
#define START_DESCRIPTORS_H

#include <stddef.h>

/* Results of open_stream that are no descriptors. */
enum { FAILED = -1, INHERITED = -2, SAME_AS_STDOUT = -3 };

/* Moves *fd to least or above, closes the old number, and makes it close-on-exec. Does nothing to -1. */
int shelter(int *fd, int least);

/* Fills the gaps among 0, 1 and 2 with /dev/null, so that nothing else is ever opened there. */
int fill_standard_descriptors(void);

/* Opens what spec says for target (0, 1, 2), close-on-exec, at least or above where it is a copy. */
int open_stream(int target, const char *spec, int least, int terminal);

/* Makes target (0, 1, 2) what open_stream returned, to survive execve(2). */
int place_stream(int target, int opened);

/* One descriptor that the program gets: the caller's number, and from 3 on the program's. */
struct passed {
    int from;
    int to;
};

/* Replaces each from by a close-on-exec copy at least or above, out of the way of every to. EBADF if one is not open. */
int copy_passed(struct passed *passed, size_t count, int least);

/* Makes each to what from is, to survive execve(2), and closes from. */
int place_passed(const struct passed *passed, size_t count);

/* One more than the highest number a descriptor can have under the present limit: where the search of last resort ends. */
long highest_descriptor(void);

/* Closes every descriptor from 3 on but those of passed, and the report (-1: none), which is above them. */
void close_others(const struct passed *passed, size_t count, int report, long most);

#endif
