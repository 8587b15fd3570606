/* What nobody should do with sockets: each gets the errno that Linux gives, and nothing grows without bound. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static void say(const char *what, long got) {
    printf("%s %ld%s%s\n", what, got, got < 0 ? " " : "", got < 0 ? strerrorname_np(errno) : "");
    fflush(stdout);
}

static long send_fds(int s, int *fds, int n, size_t length) {
    static union { char b[8192]; struct cmsghdr h; } u;
    memset(&u, 0, sizeof u);
    char c = 'x';
    struct iovec v = {&c, 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = u.b, .msg_controllen = CMSG_SPACE(4 * n)};
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    h->cmsg_len = length ? length : CMSG_LEN(4 * n);
    memcpy(CMSG_DATA(h), fds, 4 * n);
    return sendmsg(s, &m, MSG_DONTWAIT);
}

static void pointers(void) {
    int p[2];
    void *bad = (void *)16;
    say("pair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, bad));
    say("lowest is free", socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p) == 0 && p[0] == 3);
    say("bind", bind(p[0], bad, 16));
    say("bind length", bind(p[0], bad, 0x7fffffff));
    say("name", getsockname(p[0], bad, bad));
    socklen_t n = -1;
    struct sockaddr_un a;
    say("name length", getsockname(p[0], (void *)&a, &n));
    n = 0;
    say("no room", getsockname(p[0], bad, &n));
    say("needs", n);
    say("send", send(p[0], bad, 10, 0));
    say("send much", send(p[0], "x", (size_t)-1, MSG_DONTWAIT) != 0);
    char big[1 << 16];
    while (recv(p[1], big, sizeof big, 0) > 0) {}
    say("sendmsg", sendmsg(p[0], bad, 0));
    say("recvmsg", recvmsg(p[0], bad, 0));
    struct iovec v[2] = {{"abc", 3}, {bad, 3}};
    struct msghdr m = {.msg_iov = v, .msg_iovlen = 1025};
    say("vector", sendmsg(p[0], &m, 0));
    m.msg_iovlen = (size_t)1 << 31;
    say("vector", sendmsg(p[0], &m, 0));
    m.msg_iov = bad;
    m.msg_iovlen = 2;
    say("vector at", sendmsg(p[0], &m, 0));
    m.msg_iov = v;
    v[0].iov_len = (size_t)-5;
    say("negative", sendmsg(p[0], &m, 0));
    v[0].iov_len = 3;
    m.msg_iovlen = 1;
    m.msg_control = bad;
    m.msg_controllen = 64;
    say("control at", sendmsg(p[0], &m, 0));
    m.msg_controllen = 1 << 30;
    say("control length", sendmsg(p[0], &m, 0));
    int f = 0;
    say("short cmsg", send_fds(p[0], &f, 1, 3));
    say("long cmsg", send_fds(p[0], &f, 1, 1 << 20));
    say("option", setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, bad, 4));
    say("option length", setsockopt(p[0], SOL_SOCKET, SO_REUSEADDR, bad, -4));
    say("get option", getsockopt(p[0], SOL_SOCKET, SO_TYPE, bad, bad));
    say("level", setsockopt(p[0], 77, 1, &f, 4));
    say("how", shutdown(p[0], 3));
    say("flags", accept4(p[0], NULL, NULL, 0x1234567));
    say("accept", accept(p[0], NULL, NULL));
    say("mmsg", sendmmsg(p[0], bad, 0xffffffff, 0));
    say("recvmmsg", recvmmsg(p[0], bad, 5, 0, bad));
    say("socket", socket(-1, -1, -1));
    say("timer", timerfd_settime(p[0], 0, bad, bad));
    int t = timerfd_create(CLOCK_REALTIME, 0);
    say("timer at", timerfd_settime(t, 0, bad, bad));
    say("signals", signalfd(-1, bad, 0));
    say("watch", inotify_add_watch(p[0], "/", IN_CREATE));
    close(t);
    close(p[0]);
    close(p[1]);
}

static void floods(void) {
    int p[2], limit = 0;
    char b[2048];
    memset(b, 7, sizeof b);
    int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    for (int k = 0; k < 3; k++) {
        socketpair(AF_UNIX, types[k] | SOCK_NONBLOCK, 0, p);
        for (limit = 0; limit < 1000000 && send(p[0], b, 1 + limit % 2000, 0) > 0;) limit++;
        say("full", limit < 1000000 ? -1 : 0);
        struct pollfd f = {p[0], POLLOUT, 0};
        say("poll", poll(&f, 1, 0));
        while (recv(p[1], b, sizeof b, 0) > 0) {}
        say("empty", poll(&f, 1, 0));
        close(p[0]);
        close(p[1]);
    }
    struct sockaddr_in a = {.sin_family = AF_INET};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t n = sizeof a;
    int u = socket(AF_INET, SOCK_DGRAM, 0);
    bind(u, (struct sockaddr *)&a, sizeof a);
    getsockname(u, (struct sockaddr *)&a, &n);
    long sent = 0, got = 0;
    for (int i = 0; i < 5000; i++) sent += sendto(u, b, 1000, 0, (struct sockaddr *)&a, sizeof a) == 1000;
    while (recv(u, b, sizeof b, MSG_DONTWAIT) == 1000) got++;
    say("sent", sent);
    say("lost some", got > 0 && got < sent);
    close(u);
}

static void rights(void) {
    int p[2], many[254], n = 0;
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p);
    for (int i = 0; i < 254; i++) many[i] = 1;
    say("most", send_fds(p[0], many, 253, 0));
    say("too many", send_fds(p[0], many, 254, 0));
    say("itself", send_fds(p[0], p, 2, 0));
    close(p[0]);
    close(p[1]);
    /* A chain: every pair lies in the queue of the next one. */
    int inner[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, inner);
    for (int i = 0; i < 200; i++) {
        socketpair(AF_UNIX, SOCK_STREAM, 0, p);
        n += send_fds(p[0], inner, 2, 0) == 1;
        close(inner[0]);
        close(inner[1]);
        memcpy(inner, p, sizeof p);
    }
    say("chain", n);
    close(inner[0]);
    close(inner[1]);
    /* No free descriptor to receive one. */
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    say("send", send_fds(p[0], many, 3, 0));
    struct rlimit r = {40, 1024};
    setrlimit(RLIMIT_NOFILE, &r);
    int last = p[1];
    for (int d; (d = dup(1)) >= 0;) last = d;
    say("dup", -1);
    say("socket", socket(AF_UNIX, SOCK_STREAM, 0));
    union { char b[256]; struct cmsghdr h; } u;
    char c;
    struct iovec v = {&c, 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = u.b, .msg_controllen = sizeof u.b};
    close(last);
    say("recvmsg", recvmsg(p[1], &m, 0));
    say("cut", (m.msg_flags & MSG_CTRUNC) != 0);
    say("one came", CMSG_FIRSTHDR(&m)->cmsg_len == CMSG_LEN(4));
    for (int d = p[1] + 1; d < 40; d++) close(d);
    close(p[0]);
    close(p[1]);
}

static void backlog(void) {
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "\0rustos.backlog"};
    int s = socket(AF_UNIX, SOCK_STREAM, 0), n = 0;
    bind(s, (struct sockaddr *)&a, sizeof a);
    listen(s, 2);
    int c[8];
    for (; n < 8; n++) {
        c[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (connect(c[n], (struct sockaddr *)&a, sizeof a) < 0) break;
    }
    say("connections", n);
    say("full", connect(c[n], (struct sockaddr *)&a, sizeof a));
    close(accept(s, NULL, NULL));
    say("room", connect(c[n], (struct sockaddr *)&a, sizeof a));
    close(s);
    char b;
    say("never accepted", read(c[1], &b, 1));
    for (int i = 0; i <= n; i++) close(c[i]);
}

static void overflow(void) {
    mkdir("many", 0755);
    int n = inotify_init1(IN_NONBLOCK);
    inotify_add_watch(n, "many", IN_CREATE | IN_DELETE);
    for (int i = 0; i < 10000; i++) {
        char name[32];
        sprintf(name, "many/%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0600));
        unlink(name);
    }
    long total = 0, overflows = 0, got;
    static char b[1 << 16];
    while ((got = read(n, b, sizeof b)) > 0)
        for (char *p = b; p < b + got; total++) {
            struct inotify_event *e = (void *)p;
            overflows += e->mask == IN_Q_OVERFLOW && e->wd == -1;
            p += sizeof *e + e->len;
        }
    say("events", total);
    say("overflows", overflows);
    close(n);
    rmdir("many");
    int e = epoll_create1(0), f = epoll_create1(0);
    struct epoll_event ev = {EPOLLIN, {0}};
    say("itself", epoll_ctl(e, EPOLL_CTL_ADD, e, &ev));
    int p[2];
    pipe(p);
    epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev);
    say("nested", epoll_ctl(f, EPOLL_CTL_ADD, e, &ev));
    say("loop", epoll_ctl(e, EPOLL_CTL_ADD, f, &ev));
    say("wait", epoll_wait(f, &ev, 1, 0));
    if (fork() == 0) {
        usleep(2000);
        write(p[1], "x", 1);
        _exit(0);
    }
    say("nested wait", epoll_wait(f, &ev, 1, 2000));
    struct pollfd pf = {f, POLLIN, 0};
    say("nested poll", poll(&pf, 1, 0));
    say("wait many", epoll_wait(f, &ev, 1 << 30, 0));
}

int main(void) {
    pointers();
    floods();
    backlog();
    overflow();
    rights();
    return 0;
}
