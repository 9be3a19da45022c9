/* Files through which the kernel is told something. Results below 0 are failures, with errno. */
#ifndef START_PSEUDOFILES_H
#define START_PSEUDOFILES_H

/* In one write(2), since the kernel takes each write to such a file as one request. */
int write_pseudofile(const char *path, const char *text);

/* Moves this process into the control group of that directory. */
int join_cgroup(const char *directory);

#endif
