/* timerfd, signalfd, inotify, eventfd, memfd, pidfd, splice and the flags of preadv2 and pwritev2. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long got) {
    printf("%s %ld%s%s\n", what, got, got < 0 ? " " : "", got < 0 ? strerrorname_np(errno) : "");
    fflush(stdout);
}

static void timers(void) {
    int t = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    uint64_t n = 0;
    say("unset", read(t, &n, 8));
    struct itimerspec s = {{0, 0}, {0, 5000000}}, old;
    say("set", timerfd_settime(t, 0, &s, NULL));
    say("get", timerfd_gettime(t, &old));
    say("left", old.it_value.tv_nsec > 0 && old.it_value.tv_nsec <= 5000000);
    int e = epoll_create1(0);
    struct epoll_event ev = {EPOLLIN | EPOLLET, {.u32 = 7}};
    epoll_ctl(e, EPOLL_CTL_ADD, t, &ev);
    struct epoll_event got;
    say("wait", epoll_wait(e, &got, 1, 1000));
    say("data", got.data.u32);
    say("edge only", epoll_wait(e, &got, 1, 0));
    say("short", read(t, &n, 4));
    say("read", read(t, &n, 8));
    say("count", n);
    say("again", read(t, &n, 8));
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    s = (struct itimerspec){{0, 1000000}, now};
    say("absolute past", timerfd_settime(t, TFD_TIMER_ABSTIME, &s, &old));
    say("was disarmed", old.it_value.tv_nsec + old.it_value.tv_sec);
    usleep(5000);
    say("periodic", read(t, &n, 8));
    say("several", n >= 5);
    timerfd_gettime(t, &old);
    say("interval", old.it_interval.tv_nsec);
    s = (struct itimerspec){{0, 0}, {0, 0}};
    say("disarm", timerfd_settime(t, 0, &s, &old));
    struct pollfd f = {t, POLLIN | POLLOUT, 0};
    say("poll", poll(&f, 1, 3));
    say("bad clock", timerfd_create(99, 0));
    s.it_value.tv_nsec = 1000000000;
    say("bad time", timerfd_settime(t, 0, &s, NULL));
    say("not a timer", timerfd_settime(e, 0, &s, NULL));
    say("write", write(t, &n, 8));
    s.it_value.tv_nsec = 2000000;
    fcntl(t, F_SETFL, 0);
    timerfd_settime(t, 0, &s, NULL);
    say("blocking", read(t, &n, 8));
    close(t);
    close(e);
}

static void signals(void) {
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGCHLD);
    sigaddset(&m, SIGUSR1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    int s = signalfd(-1, &m, SFD_CLOEXEC);
    struct signalfd_siginfo i;
    for (int k = 0; k < 2; k++) {
        pid_t child = fork();
        if (child == 0) {
            usleep(1000);
            _exit(40 + k);
        }
        struct pollfd f = {s, POLLIN, 0};
        say("poll", poll(&f, 1, -1));
        say("read", read(s, &i, sizeof i));
        printf("signal %u code %d status %d of child %d\n", i.ssi_signo, i.ssi_code, i.ssi_status, i.ssi_pid == (unsigned)child);
        waitpid(child, NULL, 0);
    }
    kill(getpid(), SIGUSR1);
    say("read", read(s, &i, sizeof i));
    printf("signal %u own %d\n", i.ssi_signo, i.ssi_pid == (unsigned)getpid());
    fcntl(s, F_SETFL, O_NONBLOCK);
    say("none", read(s, &i, sizeof i));
    say("short", read(s, &i, 5));
    say("bad", signalfd(1, &m, 0));
    close(s);
}

static void events(int n, char *path) {
    char b[4096] __attribute__((aligned(8)));
    long got = read(n, b, sizeof b);
    printf("-- %s\n", path);
    if (got < 0) printf("%s\n", strerrorname_np(errno));
    uint32_t cookie = 0;
    for (char *p = b; got > 0 && p < b + got;) {
        struct inotify_event *e = (void *)p;
        printf("%d %x %s%s\n", e->wd, e->mask, e->len ? e->name : "-", e->cookie ? e->cookie == cookie ? " same" : " first" : "");
        if (e->cookie) cookie = e->cookie;
        p += sizeof *e + e->len;
    }
    fflush(stdout);
}

static void notify(void) {
    system("rm -rf watched");
    mkdir("watched", 0755);
    mkdir("watched/sub", 0755);
    int n = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    events(n, "nothing");
    int w = inotify_add_watch(n, "watched", IN_ALL_EVENTS & ~(IN_OPEN | IN_ACCESS));
    say("watch", w);
    say("again", inotify_add_watch(n, "watched", IN_ALL_EVENTS & ~(IN_OPEN | IN_ACCESS)));
    say("missing", inotify_add_watch(n, "absent", IN_CREATE));
    say("nothing", inotify_add_watch(n, "watched", 0));
    int f = open("watched/a", O_CREAT | O_RDWR, 0644);
    events(n, "create");
    write(f, "x", 1);
    write(f, "y", 1);
    int waiting;
    ioctl(n, FIONREAD, &waiting);
    say("waiting", waiting);
    events(n, "write");
    char c;
    pread(f, &c, 1, 0);
    close(f);
    events(n, "close");
    close(open("watched/a", O_RDONLY));
    events(n, "close read");
    chmod("watched/a", 0600);
    truncate("watched/a", 0);
    events(n, "chmod truncate");
    link("watched/a", "watched/b");
    symlink("a", "watched/c");
    mkdir("watched/d", 0755);
    mkfifo("watched/e", 0600);
    events(n, "link symlink mkdir fifo");
    rename("watched/b", "watched/f");
    rename("watched/f", "watched/sub/g");
    rename("watched/sub/g", "watched/h");
    events(n, "renames");
    unlink("watched/h");
    unlink("watched/c");
    rmdir("watched/d");
    unlink("watched/e");
    events(n, "removals");
    int wa = inotify_add_watch(n, "watched/a", IN_ALL_EVENTS);
    say("watch file", wa);
    f = open("watched/a", O_WRONLY);
    write(f, "z", 1);
    close(f);
    unlink("watched/a");
    events(n, "file removed");
    say("rm gone", inotify_rm_watch(n, wa));
    say("rm", inotify_rm_watch(n, w));
    events(n, "ignored");
    w = inotify_add_watch(n, "watched", IN_CREATE | IN_ONESHOT | IN_ONLYDIR);
    close(open("watched/i", O_CREAT | O_RDWR, 0644));
    close(open("watched/j", O_CREAT | O_RDWR, 0644));
    events(n, "one shot");
    w = inotify_add_watch(n, "watched", IN_ALL_EVENTS);
    unlink("watched/i");
    unlink("watched/j");
    rmdir("watched/sub");
    rmdir("watched");
    events(n, "self removed");
    close(n);
}

static void counters(void) {
    int e = eventfd(3, EFD_SEMAPHORE | EFD_NONBLOCK);
    uint64_t n = 0;
    for (int i = 0; i < 4; i++) say("semaphore", read(e, &n, 8));
    say("one", n);
    n = UINT64_MAX - 1;
    say("most", write(e, &n, 8));
    n = 1;
    say("full", write(e, &n, 8));
    struct pollfd f = {e, POLLIN | POLLOUT, 0};
    poll(&f, 1, 0);
    say("events", f.revents);
    close(e);
}

static void memory(void) {
    int m = memfd_create("thing", MFD_CLOEXEC);
    say("truncate", ftruncate(m, 10000));
    char *p = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0);
    if (fork() == 0) {
        strcpy(p + 5000, "shared");
        _exit(0);
    }
    wait(NULL);
    printf("%s\n", p + 5000);
    char b[8] = {0};
    say("pread", pread(m, b, 6, 5000));
    printf("%s\n", b);
    struct stat st;
    fstat(m, &st);
    say("size", st.st_size);
    say("links", st.st_nlink);
    say("bad flags", memfd_create("x", 0x8000));
    struct iovec v[2] = {{"abc", 3}, {"defg", 4}};
    say("pwritev2", pwritev2(m, v, 2, 100, 0));
    say("append", pwritev2(m, v, 2, 100, RWF_APPEND));
    fstat(m, &st);
    say("size", st.st_size);
    char x[8], y[8];
    struct iovec u[2] = {{x, 2}, {y, 5}};
    say("preadv2", preadv2(m, u, 2, 100, RWF_HIPRI));
    printf("%.2s %.5s\n", x, y);
    say("at position", preadv2(m, u, 2, -1, 0));
    say("moved", lseek(m, 0, SEEK_CUR));
    say("unknown", preadv2(m, u, 2, 0, 0x4000));
    int q[2];
    pipe(q);
    say("no wait", preadv2(q[0], u, 2, -1, RWF_NOWAIT));
    say("no seek", preadv2(q[0], u, 2, 5, 0));
    close(q[0]);
    close(q[1]);
    close(m);
}

static void splices(void) {
    int p[2], q[2], s[2];
    pipe(p);
    pipe(q);
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    struct iovec v = {"spliced through", 15};
    say("vmsplice", vmsplice(p[1], &v, 1, 0));
    say("tee", tee(p[0], q[1], 100, 0));
    char b[64];
    long n = read(q[0], b, sizeof b);
    printf("%.*s\n", (int)n, b);
    say("to socket", splice(p[0], NULL, s[0], NULL, 7, SPLICE_F_MOVE));
    n = read(s[1], b, sizeof b);
    printf("%.*s\n", (int)n, b);
    say("to pipe", splice(p[0], NULL, q[1], NULL, 100, 0));
    int f = open("spliced", O_CREAT | O_TRUNC | O_RDWR, 0600);
    loff_t at = 10;
    say("to file", splice(q[0], NULL, f, &at, 100, 0));
    say("offset", at);
    loff_t zero = 0;
    say("from file", splice(f, &zero, p[1], NULL, 100, 0));
    n = read(p[0], b, sizeof b);
    printf("%ld %s\n", n, b + 10);
    write(s[0], "from socket", 11);
    say("from socket", splice(s[1], NULL, p[1], NULL, 100, 0));
    say("empty", splice(q[0], NULL, s[0], NULL, 10, SPLICE_F_NONBLOCK));
    say("no pipe", splice(f, &zero, s[0], NULL, 10, 0));
    say("same", splice(p[0], NULL, p[1], NULL, 10, 0));
    say("offset of pipe", splice(p[0], &zero, s[0], NULL, 10, 0));
    close(q[1]);
    say("end", splice(q[0], NULL, s[0], NULL, 10, 0));
    unlink("spliced");
    for (int i = 0; i < 2; i++) close(p[i]), close(s[i]);
    close(q[0]);
    close(f);
}

static void processes(void) {
    int q[2];
    pipe(q);
    pid_t child = fork();
    if (child == 0) {
        char c;
        close(q[1]);
        signal(SIGTERM, SIG_DFL);
        read(q[0], &c, 1);
        _exit(1);
    }
    int d = syscall(SYS_pidfd_open, child, 0);
    say("cloexec", fcntl(d, F_GETFD));
    struct pollfd f = {d, POLLIN, 0};
    say("alive", poll(&f, 1, 0));
    say("signal", syscall(SYS_pidfd_send_signal, d, SIGTERM, NULL, 0));
    say("over", poll(&f, 1, -1));
    int st;
    waitpid(child, &st, 0);
    say("killed by", WTERMSIG(st));
    say("gone", syscall(SYS_pidfd_send_signal, d, SIGTERM, NULL, 0));
    say("nobody", syscall(SYS_pidfd_open, 999999, 0));
    close(d);
    close(q[0]);
    close(q[1]);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        printf("executed as %s\n", argv[1]);
        return 9;
    }
    timers();
    signals();
    notify();
    counters();
    memory();
    splices();
    processes();
    int self = open(argv[0], O_RDONLY | O_PATH);
    char *again[] = {argv[0], "a descriptor", NULL}, *none[] = {NULL};
    fflush(stdout);
    syscall(SYS_execveat, self, "", again, none, AT_EMPTY_PATH);
    return 1;
}
