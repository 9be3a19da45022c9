/*
 * start-init: the process that must not die. It holds PID 1 (or, started by anyone else, a subtree of processes), runs
 * the supervisor and starts it again when it dies, reaps what is reparented to it and says so on the link (shim.h), and
 * sends signals on. Nothing else. It mounts nothing, allocates nothing, and waits at one place only, poll(2) in main.
 *
 * Exits are not lost, without any memory of our own: a zombie is looked at, reported, and only then reaped. While the
 * link is full the kernel's process table is the queue. Only in an emergency are exits dropped, lest pids run out.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "emergency.h"
#include "home.h"
#include "link.h"
#include "say.h"
#include "signals.h"

enum {
    BACKOFF_FIRST_MS = 100,
    BACKOFF_MAX_MS = 5000,
    STEADY_MS = 30000, /* so long alive: the back-off is forgotten */
    DEATHS_MAX = 5,    /* so many in STEADY_MS: emergency */
    HOLD_MS = 10000,   /* the wait where an emergency shell is not to be had */
    BRIEF_MS = 1000,   /* a shell that ends sooner had no one to talk to */
    RETRY_MS = 100,    /* between tries of what the kernel refused, and looks whether the supervisor listens */
    BATCH = 512,       /* messages or exits taken before the other duties get their turn */
    LAST = 65536,      /* messages taken from a dead supervisor; more than a socket holds */
};

static const int relayed[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGPWR, SIGWINCH};

static bool first; /* we are PID 1 of the machine or of a container */
static char program[PATH_MAX + 16], **arguments;
static int signals;

static pid_t supervisor, shell; /* 0: not running */
static int64_t supervisor_since, shell_since, start_at, backoff;
static int64_t deaths[DEATHS_MAX];
static unsigned int death_count;
static uint32_t starts;
static int finish_code = -1; /* what FINISH said */
static bool emergency; /* exits that do not fit the link are dropped */
static uint64_t requests; /* bit n: signal n is to be sent on */

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail on Linux */
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static _Noreturn void end(int code) {
    if (first) {
        kill(-1, SIGKILL);
        while (wait(NULL) > 0 || errno == EINTR) {
        }
    }
    _exit(code);
}

/* A child that leads its own session, with an empty mask; its dispositions are the default, as ours. */
static pid_t fork_leader(void) {
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        setsid();
    } else if (pid < 0) {
        say("cannot fork: %s, trying again", strerror(errno));
    }
    return pid;
}

static void start_supervisor(void) {
    start_at = now() + RETRY_MS; /* unless it comes to a start */
    pid_t pid = greet(starts) ? fork_leader() : -1;
    if (pid == 0) {
        if (dup2(link_end[1], SHIM_FD) >= 0) {
            execv(program, arguments);
        }
        say("cannot execute the supervisor %s: %s", program, strerror(errno));
        _exit(127);
    }
    if (pid > 0) {
        supervisor = pid;
        supervisor_since = now();
        emergency = false;
        starts++;
    }
}

static void declare_emergency(void) {
    static const char message[] = "start-init: the supervisor keeps dying. What still runs goes on unsupervised.\n"
                                  "Leave this shell to start the supervisor again.";
    say("the supervisor died %d times in %d s: %s", DEATHS_MAX, STEADY_MS / 1000,
        first ? "a shell on the console, then another try" : "waiting, then another try");
    emergency = true;
    death_count = backoff = 0;
    start_at = now() + HOLD_MS;
    pid_t pid = first ? fork_leader() : -1;
    if (pid == 0) {
        const char *missing = become_emergency_shell(message);
        say("no emergency shell: %s: %s", missing, strerror(errno));
        _exit(127);
    }
    if (pid > 0) {
        shell = pid;
        shell_since = now();
    }
}

/* Without PID 1 there is somebody to hand an end to: one that was meant, or that another try would not change. */
static bool is_final(int code) {
    return code == 0 || code == 1 || code == 2 || code == 8 || code == 127 || code == 128 + SIGINT
           || code == 128 + SIGTERM;
}

static void receive(int most) {
    struct shim_message m;
    while (most-- > 0 && receive_message(&m)) {
        if (m.type == SHIM_FINISH) {
            finish_code = m.status & 0xff;
        }
    }
}

static void supervisor_ended(int status) {
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    supervisor = 0;
    receive(LAST); /* what it said before */
    if (finish_code >= 0) {
        end(finish_code);
    }
    if (!first && is_final(code)) {
        end(code);
    }
    int64_t alive = now() - supervisor_since;
    if (alive >= STEADY_MS) {
        death_count = backoff = 0;
    }
    deaths[death_count++ % DEATHS_MAX] = now();
    say("the supervisor died (%s %d) after %lld ms", WIFEXITED(status) ? "exit status" : "signal",
        WIFEXITED(status) ? code : WTERMSIG(status), (long long)alive);
    if (death_count >= DEATHS_MAX && now() - deaths[death_count % DEATHS_MAX] <= STEADY_MS) {
        declare_emergency();
        return;
    }
    start_at = now() + backoff;
    backoff = backoff == 0 ? BACKOFF_FIRST_MS : backoff * 2 < BACKOFF_MAX_MS ? backoff * 2 : BACKOFF_MAX_MS;
}

static void reap_own(void) {
    int status;
    if (supervisor > 0 && waitpid(supervisor, &status, WNOHANG) == supervisor) {
        supervisor_ended(status);
    }
    if (shell > 0 && waitpid(shell, &status, WNOHANG) == shell) {
        shell = 0;
        start_at = now() + (now() - shell_since < BRIEF_MS ? HOLD_MS : 0);
    }
}

enum reaped { ALL, MORE, LINK_FULL };

static enum reaped reap(void) {
    for (int i = 0; i < BATCH; i++) {
        siginfo_t zombie = {0};
        reap_own(); /* first, so that its end is seen however full the link is */
        if (waitid(P_ALL, 0, &zombie, WEXITED | WNOHANG | WNOWAIT) < 0 || zombie.si_pid == 0) {
            return ALL;
        }
        if (zombie.si_pid == supervisor || zombie.si_pid == shell) {
            continue; /* ended this moment */
        }
        int status = zombie.si_code == CLD_EXITED   ? (zombie.si_status & 0xff) << 8
                     : zombie.si_code == CLD_DUMPED ? zombie.si_status | 0x80
                                                    : zombie.si_status;
        if (!send_message(SHIM_EXITED, zombie.si_pid, status, 0) && !emergency) {
            return LINK_FULL;
        }
        waitid(P_PID, zombie.si_pid, NULL, WEXITED);
    }
    return MORE;
}

static void relay(void) {
    if (!first && supervisor == 0 && requests & (1ULL << SIGTERM | 1ULL << SIGINT)) {
        end(128 + SIGTERM); /* nobody to ask, and it would be asked to end */
    }
    if (supervisor == 0 || requests == 0 || (!is_greeted() && now() - supervisor_since < SHIM_PATIENCE_MS)) {
        return;
    }
    for (size_t i = 0; i < sizeof relayed / sizeof *relayed; i++) {
        if (requests & 1ULL << relayed[i]) {
            kill(supervisor, relayed[i]); /* not reaped yet, so the pid is still its own */
        }
    }
    requests = 0;
}

static void take_signals(void) {
    struct signalfd_siginfo s;
    while (read(signals, &s, sizeof s) == sizeof s) {
        if (s.ssi_signo != SIGCHLD) { /* for which we wake up only */
            requests |= 1ULL << s.ssi_signo;
        }
    }
}

/* Opens 0 to 2 whatever /dev holds; a socket without a peer stands in for what is not there. */
static void fill_standard_descriptors(void) {
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/console", O_RDWR | O_NOCTTY) < 0 && open("/dev/null", O_RDWR) < 0) {
            socket(AF_UNIX, SOCK_SEQPACKET, 0);
        }
    }
}

static void set_up(void) {
    sigset_t mask;
    sigfillset(&mask);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    reset_dispositions(); /* above all SIGCHLD: where it is ignored, there are no zombies to look at */
    syscall(SYS_close_range, SHIM_FD, ~0U, 0);
    fill_standard_descriptors();
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    for (size_t i = 0; i < sizeof relayed / sizeof *relayed; i++) {
        sigaddset(&mask, relayed[i]);
    }
    while (!open_link() || (signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK)) < 0) {
        say("cannot set up: %s, trying again", strerror(errno)); /* PID 1 tries for ever rather than panic the kernel */
        poll(NULL, 0, RETRY_MS);
    }
    if (first) {
        reboot(RB_DISABLE_CAD); /* Ctrl-Alt-Del becomes SIGINT; refused, and needless, in a container */
    } else {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
}

/* The words are the supervisor's if "init" is one of them, else left-overs of the kernel's command line: dropped. */
static void choose_command(char **argv) {
    static char link_variable[] = SHIM_FD_VARIABLE "=3", verb[] = "init", home[PATH_MAX];
    static char *alone[] = {program, verb, NULL};
    const char *other = getenv("START_SUPERVISOR"); /* for tests */
    if (!other && !find_home(home)) {
        say("cannot find my own directory: execute me by a path");
    }
    snprintf(program, sizeof program, "%s%s", other ? other : home, other ? "" : "/bin/start");
    arguments = alone;
    for (char **word = argv; *word && *++word;) {
        if (strcmp(*word, verb) == 0) {
            arguments = argv;
            argv[0] = program;
            break;
        }
    }
    putenv(link_variable);
}

int main(int argc, char **argv) {
    (void)argc;
    first = say_to_kernel = getpid() == 1;
    set_up();
    choose_command(argv);
    for (;;) {
        receive(BATCH);
        enum reaped reaped = reap();
        relay();
        if (supervisor == 0 && shell == 0 && now() >= start_at) {
            start_supervisor();
        }
        int64_t left = supervisor > 0 || shell > 0 ? INT_MAX : start_at - now();
        int64_t most = reaped == MORE || left < 0 ? 0 : requests ? RETRY_MS : INT_MAX;
        struct pollfd events[] = {
            {.fd = signals, .events = POLLIN},
            {.fd = link_end[0], .events = POLLIN | (reaped == LINK_FULL ? POLLOUT : 0)},
        };
        poll(events, 2, (int)(left < most && left >= 0 ? left : most));
        take_signals();
    }
}
