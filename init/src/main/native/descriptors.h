/* What start-exec does with file descriptors. Results below 0 are failures, with errno. */
#ifndef START_DESCRIPTORS_H
#define START_DESCRIPTORS_H

/* Results of open_stream that are no descriptors. */
enum { FAILED = -1, INHERITED = -2, SAME_AS_STDOUT = -3 };

/* Moves *fd to least or above, closes the old number, and makes it close-on-exec. Does nothing to -1. */
int shelter(int *fd, int least);

/* Fills the gaps among 0, 1 and 2 with /dev/null, so that nothing else is ever opened there. */
int fill_standard_descriptors(void);

/* Opens what spec says for target (0, 1, 2), close-on-exec, at least or above where it is a copy. */
int open_stream(int target, const char *spec, int least);

/* Makes target (0, 1, 2) what open_stream returned, to survive execve(2). */
int place_stream(int target, int opened);

/* Clears close-on-exec of count descriptors from first on; EBADF if one of them is not open. */
int keep_descriptors(int first, int count);

/* One more than the highest number a descriptor can have under the present limit. */
long highest_descriptor(void);

/* Closes every descriptor from first on but spared (-1: none). Most bounds the search of last resort. */
void close_descriptors(int first, int spared, long most);

#endif
