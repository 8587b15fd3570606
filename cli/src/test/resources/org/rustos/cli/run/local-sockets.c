/* A local stream server that forks a child per client; socketpair with rights; datagrams. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long got) {
    printf("%s %ld%s%s\n", what, got, got < 0 ? " " : "", got < 0 ? strerrorname_np(errno) : "");
    fflush(stdout);
}

static struct sockaddr_un at(const char *name, socklen_t *length) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    size_t n = name[0] == '@' ? strlen(name) : strlen(name) + 1;
    memcpy(a.sun_path, name, strlen(name));
    if (name[0] == '@') a.sun_path[0] = 0;
    *length = offsetof(struct sockaddr_un, sun_path) + n;
    return a;
}

static void echo_server(const char *name) {
    socklen_t n;
    struct sockaddr_un a = at(name, &n);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (name[0] != '@') unlink(name);
    say("bind", bind(s, (struct sockaddr *)&a, n));
    say("bind again", bind(s, (struct sockaddr *)&a, n));
    int other = socket(AF_UNIX, SOCK_STREAM, 0);
    say("connect early", connect(other, (struct sockaddr *)&a, n));
    say("bind other", bind(other, (struct sockaddr *)&a, n));
    close(other);
    say("listen", listen(s, 5));
    for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
            int c = socket(AF_UNIX, SOCK_STREAM, 0);
            say("connect", connect(c, (struct sockaddr *)&a, n));
            struct sockaddr_un p;
            socklen_t pn = sizeof p;
            getpeername(c, (struct sockaddr *)&p, &pn);
            say("peer name", pn);
            pn = sizeof p;
            getsockname(c, (struct sockaddr *)&p, &pn);
            say("own name", pn);
            struct ucred u;
            socklen_t un = sizeof u;
            getsockopt(c, SOL_SOCKET, SO_PEERCRED, &u, &un);
            say("peer is parent", u.pid == getppid());
            char text[64];
            sprintf(text, "client %d says hello", i);
            write(c, text, strlen(text));
            shutdown(c, SHUT_WR);
            char back[64];
            long total = 0, got;
            while ((got = read(c, back + total, sizeof back - total)) > 0) total += got;
            back[total] = 0;
            printf("%s\n", back);
            fflush(stdout);
            _exit(0);
        }
        struct sockaddr_un p;
        socklen_t pn = sizeof p;
        int c = accept4(s, (struct sockaddr *)&p, &pn, SOCK_CLOEXEC);
        if (c < 0) say("accept", c);
        if (fork() == 0) {
            char b[64];
            long got;
            while ((got = read(c, b, 7)) > 0) {
                for (int k = 0; k < got; k++) b[k] ^= b[k] >= 'a' && b[k] <= 'z' ? 32 : 0;
                write(c, b, got);
            }
            _exit(0);
        }
        close(c);
        wait(NULL);
        wait(NULL);
        say("accepted name", pn);
    }
    struct stat st;
    if (name[0] != '@') {
        say("stat", stat(name, &st));
        say("is socket", S_ISSOCK(st.st_mode));
        say("open", open(name, O_RDWR));
    }
    close(s);
    int c = socket(AF_UNIX, SOCK_STREAM, 0);
    say("connect late", connect(c, (struct sockaddr *)&a, n));
    close(c);
    if (name[0] != '@') unlink(name);
}

static void rights(int type) {
    int p[2];
    say("pair", socketpair(AF_UNIX, type, 0, p));
    int on = 1;
    setsockopt(p[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    pid_t child = fork();
    if (child == 0) {
        int q[2];
        pipe(q);
        write(q[1], "through a pipe", 14);
        char c = 'x';
        struct iovec v = {&c, 1};
        union { char b[CMSG_SPACE(2 * sizeof(int))]; struct cmsghdr h; } u = {0};
        struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = u.b, .msg_controllen = sizeof u.b};
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        h->cmsg_level = SOL_SOCKET;
        h->cmsg_type = SCM_RIGHTS;
        h->cmsg_len = CMSG_LEN(2 * sizeof(int));
        memcpy(CMSG_DATA(h), q, sizeof q);
        say("sendmsg", sendmsg(p[0], &m, 0));
        m.msg_control = NULL;
        m.msg_controllen = 0;
        say("sendmsg plain", sendmsg(p[0], &m, 0));
        ((int *)CMSG_DATA(h))[0] = 99;
        m.msg_control = u.b;
        m.msg_controllen = sizeof u.b;
        say("sendmsg bad", sendmsg(p[0], &m, 0));
        _exit(0);
    }
    waitpid(child, NULL, 0);
    for (int k = 0; k < 2; k++) {
        char b[8];
        struct iovec v = {b, sizeof b};
        union { char b[256]; struct cmsghdr h; } u;
        struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = u.b, .msg_controllen = sizeof u.b};
        say("recvmsg", recvmsg(p[1], &m, MSG_CMSG_CLOEXEC));
        say("control", m.msg_controllen);
        for (struct cmsghdr *h = CMSG_FIRSTHDR(&m); h; h = CMSG_NXTHDR(&m, h)) {
            say("type", h->cmsg_type);
            if (h->cmsg_type == SCM_RIGHTS) {
                int q[2];
                memcpy(q, CMSG_DATA(h), sizeof q);
                char text[32];
                long got = read(q[0], text, sizeof text);
                printf("%.*s cloexec %d\n", (int)got, text, fcntl(q[0], F_GETFD));
                close(q[0]);
                close(q[1]);
            } else {
                struct ucred c;
                memcpy(&c, CMSG_DATA(h), sizeof c);
                say("from child", c.pid == child);
            }
        }
    }
    close(p[0]);
    char b[8];
    if (type == SOCK_STREAM) say("end", read(p[1], b, 8));
    close(p[1]);
}

static void messages(int type) {
    int p[2];
    socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, p);
    char b[32];
    say("empty", recv(p[1], b, sizeof b, 0));
    say("send", send(p[0], "first message", 13, 0));
    say("send", send(p[0], "second", 6, 0));
    say("send zero", send(p[0], "", 0, 0));
    say("peek", recv(p[1], b, 5, MSG_PEEK));
    say("trunc", recv(p[1], b, 5, MSG_TRUNC));
    struct pollfd f = {p[1], POLLIN | POLLOUT, 0};
    say("poll", poll(&f, 1, 0));
    say("events", f.revents);
    struct iovec v[2] = {{b, 3}, {b + 16, 8}};
    say("readv", readv(p[1], v, 2));
    printf("%.3s|%.3s\n", b, b + 16);
    say("zero", recv(p[1], b, 5, 0));
    say("too long", send(p[0], b, 1 << 28, 0));
    close(p[0]);
    say("end", recv(p[1], b, 5, 0));
    say("send to nobody", send(p[1], b, 5, MSG_NOSIGNAL));
    f.revents = 0;
    poll(&f, 1, 0);
    say("events", f.revents);
    close(p[1]);
}

static void named_datagrams(void) {
    socklen_t n, m;
    struct sockaddr_un a = at("dgram.a", &n), c = at("@rustos.c", &m), from;
    unlink("dgram.a");
    int x = socket(AF_UNIX, SOCK_DGRAM, 0), y = socket(AF_UNIX, SOCK_DGRAM, 0);
    say("bind", bind(x, (struct sockaddr *)&a, n));
    say("no address", send(y, "x", 1, 0));
    say("unnamed", sendto(y, "one", 3, 0, (struct sockaddr *)&a, n));
    say("bind", bind(y, (struct sockaddr *)&c, m));
    say("named", sendto(y, "three", 5, 0, (struct sockaddr *)&a, n));
    char b[16];
    socklen_t fn = sizeof from;
    say("recvfrom", recvfrom(x, b, sizeof b, 0, (struct sockaddr *)&from, &fn));
    say("length", fn);
    fn = sizeof from;
    say("recvfrom", recvfrom(x, b, sizeof b, 0, (struct sockaddr *)&from, &fn));
    say("length", fn);
    say("answer", sendto(x, "back", 4, 0, (struct sockaddr *)&from, fn));
    say("recv", recv(y, b, sizeof b, 0));
    int sent = 0;
    while (sendto(y, "q", 1, MSG_DONTWAIT, (struct sockaddr *)&a, n) == 1) sent++;
    say("blocked", -1);
    struct timeval t = {0, 20000};
    setsockopt(y, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
    say("timeout", sendto(y, "q", 1, 0, (struct sockaddr *)&a, n));
    while (sent-- > 0) recv(x, b, 1, 0);
    setsockopt(x, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    say("timeout", recv(x, b, 1, 0));
    say("connect", connect(y, (struct sockaddr *)&a, n));
    close(x);
    say("gone", send(y, "x", 1, 0));
    unlink("dgram.a");
    say("missing", sendto(y, "x", 1, 0, (struct sockaddr *)&a, n));
    close(y);
}

static int pipes;
static void on_pipe(int s) { pipes += s == SIGPIPE; }

int main(void) {
    signal(SIGPIPE, on_pipe);
    echo_server("echo.sock");
    echo_server("@rustos.echo");
    rights(SOCK_STREAM);
    rights(SOCK_SEQPACKET);
    rights(SOCK_DGRAM);
    messages(SOCK_SEQPACKET);
    messages(SOCK_DGRAM);
    named_datagrams();
    int p[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, p);
    write(p[0], "unread", 6);
    close(p[1]);
    char c;
    say("reset", read(p[0], &c, 1));
    say("then end", read(p[0], &c, 1));
    say("write", write(p[0], "x", 1));
    say("signals", pipes);
    say("bad family", socket(AF_APPLETALK, SOCK_STREAM, 0));
    say("bad type", socket(AF_UNIX, 77, 0));
    say("bad protocol", socket(AF_UNIX, SOCK_STREAM, 17));
    say("not a socket", listen(1, 5));
    say("no file", listen(77, 5));
    return 0;
}
