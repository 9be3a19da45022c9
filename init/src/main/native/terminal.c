#define _GNU_SOURCE
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* linux/kd.h, which not every C library's headers come with. */
enum { TERMINAL_KDSETMODE = 0x4B3A, TERMINAL_KD_TEXT = 0 };

/* What the last user left: no echo, raw, a graphics mode or another's claim. The speed stays, which the line has. */
static int make_sane(int fd) {
    struct termios t;
    if (tcgetattr(fd, &t) < 0) { /* ENOTTY: no terminal at all */
        return -1;
    }
    t.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | IGNPAR | PARMRK | INPCK | ISTRIP | INLCR | IGNCR | IUCLC | IXANY);
    t.c_iflag |= ICRNL | IXON | IMAXBEL | IUTF8;
    t.c_oflag &= ~(tcflag_t)(OLCUC | OCRNL | ONOCR | ONLRET | OFILL | OFDEL);
    t.c_oflag |= OPOST | ONLCR;
    t.c_cflag |= CREAD;
    t.c_lflag &= ~(tcflag_t)(NOFLSH | TOSTOP | ECHONL | ECHOPRT | FLUSHO);
    t.c_lflag |= ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE;
    memset(t.c_cc, 0, sizeof t.c_cc); /* 0 disables */
    t.c_cc[VINTR] = 'C' & 0x1f;
    t.c_cc[VQUIT] = '\\' & 0x1f;
    t.c_cc[VERASE] = 0x7f;
    t.c_cc[VKILL] = 'U' & 0x1f;
    t.c_cc[VEOF] = 'D' & 0x1f;
    t.c_cc[VSTART] = 'Q' & 0x1f;
    t.c_cc[VSTOP] = 'S' & 0x1f;
    t.c_cc[VSUSP] = 'Z' & 0x1f;
    t.c_cc[VLNEXT] = 'V' & 0x1f;
    t.c_cc[VWERASE] = 'W' & 0x1f;
    t.c_cc[VREPRINT] = 'R' & 0x1f;
    t.c_cc[VMIN] = 1;
    ioctl(fd, TIOCNXCL);
    ioctl(fd, TERMINAL_KDSETMODE, TERMINAL_KD_TEXT); /* virtual consoles alone know it */
    return tcsetattr(fd, TCSANOW, &t); /* not TCSADRAIN, which waits for a stopped line */
}

int open_terminal(const char *path) {
    /* A serial line without a carrier would keep open(2) waiting. Not the terminal yet: that would need a free one. */
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    const int steal = 1;
    if (make_sane(fd) < 0 || ioctl(fd, TIOCSCTTY, steal) < 0
        || fcntl(fd, F_SETFL, O_RDWR) < 0) { /* the program's reads are to wait */
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}
