/* TCP and UDP over loopback: an epoll server with threads and processes as clients, half close, refusals. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long got) {
    printf("%s %ld%s%s\n", what, got, got < 0 ? " " : "", got < 0 ? strerrorname_np(errno) : "");
    fflush(stdout);
}

static struct sockaddr_in at(int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}

static int server(int type, struct sockaddr_in *a) {
    int s = socket(AF_INET, type, 0);
    *a = at(0);
    say("bind", bind(s, (struct sockaddr *)a, sizeof *a));
    socklen_t n = sizeof *a;
    say("name", getsockname(s, (struct sockaddr *)a, &n));
    say("port", a->sin_port != 0);
    if (type == SOCK_STREAM) say("listen", listen(s, 16));
    return s;
}

#define CLIENTS 6
#define BYTES 200000
static struct sockaddr_in where;

static void *client(void *number) {
    long id = (long)number;
    int c = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c, (struct sockaddr *)&where, sizeof where)) perror("connect");
    int on = 1;
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char *out = malloc(BYTES), *in = malloc(BYTES);
    for (int i = 0; i < BYTES; i++) out[i] = (char)(i * 7 + id);
    long sent = 0, got = 0;
    while (got < BYTES) {
        struct pollfd f = {c, POLLIN | (sent < BYTES ? POLLOUT : 0), 0};
        poll(&f, 1, -1);
        if (f.revents & POLLOUT) {
            long n = send(c, out + sent, BYTES - sent > 30000 ? 30000 : BYTES - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (n > 0) sent += n;
        }
        if (f.revents & POLLIN) {
            long n = recv(c, in + got, BYTES - got, MSG_DONTWAIT);
            if (n > 0) got += n;
            if (n == 0) break;
        }
    }
    long bad = got != BYTES;
    for (int i = 0; i < BYTES; i++) bad += in[i] != (char)(out[i] ^ 0x55);
    close(c);
    free(out);
    free(in);
    return (void *)bad;
}

struct conn { char b[8192]; long have, done; int fd; };

static void epoll_server(int flags) {
    int s = server(SOCK_STREAM, &where);
    fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
    int e = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event ev = {EPOLLIN, {.ptr = NULL}};
    epoll_ctl(e, EPOLL_CTL_ADD, s, &ev);
    pthread_t t[CLIENTS];
    for (long i = 0; i < 3; i++) pthread_create(&t[i], NULL, client, (void *)i);
    for (long i = 3; i < CLIENTS; i++)
        if (fork() == 0) _exit(client((void *)i) != NULL);
    int live = 0, ended = 0;
    long total = 0;
    while (ended < CLIENTS) {
        struct epoll_event got[4];
        int n = epoll_wait(e, got, 4, -1);
        for (int i = 0; i < n; i++) {
            struct conn *c = got[i].data.ptr;
            if (c == NULL) {
                int fd;
                while ((fd = accept4(s, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
                    c = calloc(1, sizeof *c);
                    c->fd = fd;
                    struct epoll_event add = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | flags, {.ptr = c}};
                    epoll_ctl(e, EPOLL_CTL_ADD, fd, &add);
                    live++;
                }
                continue;
            }
            for (;;) {
                if (c->done < c->have) {
                    long n = write(c->fd, c->b + c->done, c->have - c->done);
                    if (n < 0) break;
                    c->done += n;
                    continue;
                }
                long n = read(c->fd, c->b, sizeof c->b);
                if (n > 0) {
                    for (long k = 0; k < n; k++) c->b[k] ^= 0x55;
                    c->have = n;
                    c->done = 0;
                    total += n;
                    continue;
                }
                if (n == 0 || errno != EAGAIN) {
                    close(c->fd);
                    free(c);
                    c = NULL;
                    ended++;
                }
                break;
            }
            if (c && (flags & EPOLLONESHOT)) {
                struct epoll_event again = {EPOLLIN | EPOLLOUT | flags, {.ptr = c}};
                if (c->done == c->have) again.events &= ~EPOLLOUT;
                epoll_ctl(e, EPOLL_CTL_MOD, c->fd, &again);
            } else if (c && !(flags & EPOLLET)) {
                struct epoll_event again = {EPOLLIN | (c->done < c->have ? EPOLLOUT : 0), {.ptr = c}};
                epoll_ctl(e, EPOLL_CTL_MOD, c->fd, &again);
            }
        }
    }
    long bad = 0;
    for (int i = 0; i < 3; i++) {
        void *r;
        pthread_join(t[i], &r);
        bad += (long)r;
    }
    for (int i = 3; i < CLIENTS; i++) {
        int st;
        wait(&st);
        bad += st;
    }
    say("clients", live);
    say("bytes", total);
    say("wrong", bad);
    close(e);
    close(s);
}

static void half_close(void) {
    struct sockaddr_in a;
    int s = server(SOCK_STREAM, &a);
    if (fork() == 0) {
        int c = socket(AF_INET, SOCK_STREAM, 0);
        connect(c, (struct sockaddr *)&a, sizeof a);
        write(c, "half a conversation", 19);
        int down = shutdown(c, SHUT_WR);
        int after = send(c, "x", 1, MSG_NOSIGNAL) < 0 ? errno : 0;
        char b[64];
        /* Said only when the server has said all and closed. */
        long n = recv(c, b, sizeof b, MSG_WAITALL);
        say("shutdown", down);
        say("write after", after == EPIPE);
        printf("%.*s\n", (int)n, b);
        fflush(stdout);
        _exit(0);
    }
    struct sockaddr_in p;
    socklen_t n = sizeof p;
    int c = accept(s, (struct sockaddr *)&p, &n);
    say("length", n);
    char b[64];
    long total = 0, got;
    while ((got = read(c, b + total, 5)) > 0) total += got;
    say("read", total);
    struct pollfd f = {c, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&f, 1, 0);
    say("events", f.revents);
    write(c, b, 4);
    usleep(2000);
    write(c, " and the rest", 13);
    close(c);
    wait(NULL);
    close(s);
}

static void refusals(void) {
    struct sockaddr_in a;
    int s = server(SOCK_STREAM, &a);
    int t = socket(AF_INET, SOCK_STREAM, 0);
    say("in use", bind(t, (struct sockaddr *)&a, sizeof a));
    int on = 1;
    say("reuse", setsockopt(t, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    say("still in use", bind(t, (struct sockaddr *)&a, sizeof a));
    close(t);
    int c = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct pollfd f = {c, POLLOUT | POLLIN, 0};
    poll(&f, 1, 0);
    say("fresh events", f.revents);
    say("recv fresh", recv(c, &on, 1, 0));
    say("send fresh", send(c, &on, 1, MSG_NOSIGNAL));
    say("peer fresh", getpeername(c, (struct sockaddr *)&a, &(socklen_t){sizeof a}));
    getsockname(s, (struct sockaddr *)&a, &(socklen_t){sizeof a});
    say("connect", connect(c, (struct sockaddr *)&a, sizeof a));
    f.events = POLLOUT;
    say("poll", poll(&f, 1, 1000));
    int error = -1;
    socklen_t n = sizeof error;
    getsockopt(c, SOL_SOCKET, SO_ERROR, &error, &n);
    say("error", error);
    say("connect again", connect(c, (struct sockaddr *)&a, sizeof a));
    say("connect again", connect(c, (struct sockaddr *)&a, sizeof a));
    int d = accept(s, NULL, NULL);
    say("accepted", d >= 0);
    write(c, "unread", 6);
    int waiting = 0;
    ioctl(d, FIONREAD, &waiting);
    say("waiting", waiting);
    close(d);
    usleep(1000);
    say("reset", read(c, &on, 1));
    say("write", send(c, "x", 1, MSG_NOSIGNAL));
    close(c);
    close(s);
    c = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    say("refused later", connect(c, (struct sockaddr *)&a, sizeof a));
    f.fd = c;
    say("poll", poll(&f, 1, 1000));
    say("events", f.revents);
    n = sizeof error;
    getsockopt(c, SOL_SOCKET, SO_ERROR, &error, &n);
    say("refused", error == ECONNREFUSED);
    close(c);
    c = socket(AF_INET, SOCK_STREAM, 0);
    say("refused", connect(c, (struct sockaddr *)&a, sizeof a));
    a.sin_family = AF_UNIX;
    say("family", connect(c, (struct sockaddr *)&a, sizeof a));
    say("short", connect(c, (struct sockaddr *)&a, 5));
    say("fault", connect(c, (void *)8, 16));
    say("negative", connect(c, (struct sockaddr *)&a, -1));
    say("accept", accept(c, NULL, NULL));
    int v = 0;
    n = sizeof v;
    say("type", getsockopt(c, SOL_SOCKET, SO_TYPE, &v, &n));
    say("is", v);
    say("protocol", getsockopt(c, SOL_SOCKET, SO_PROTOCOL, &v, &n));
    say("is", v);
    say("unknown", setsockopt(c, SOL_SOCKET, 9999, &v, n));
    say("small", setsockopt(c, SOL_SOCKET, SO_KEEPALIVE, &v, 2));
    v = 5000;
    setsockopt(c, SOL_SOCKET, SO_SNDBUF, &v, sizeof v);
    getsockopt(c, SOL_SOCKET, SO_SNDBUF, &v, &n);
    say("send buffer", v);
    struct timeval tv = {1, 5000000};
    say("time", setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv));
    say("udp type", socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP));
    say("fd of lseek", lseek(c, 0, SEEK_SET));
    close(c);
}

static int pipes;
static void on_pipe(int s) { pipes += s == SIGPIPE; }

static void closed_peer(void) {
    struct sockaddr_in a;
    int s = server(SOCK_STREAM, &a);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    connect(c, (struct sockaddr *)&a, sizeof a);
    int d = accept(s, NULL, NULL);
    close(d);
    usleep(1000);
    signal(SIGPIPE, on_pipe);
    say("write 1", write(c, "x", 1));
    usleep(1000);
    say("write 2", write(c, "x", 1));
    say("signals", pipes);
    say("read", read(c, &a, 1));
    close(c);
    c = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval t = {0, 10000};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    say("accept", accept(s, NULL, NULL));
    getsockname(s, (struct sockaddr *)&a, &(socklen_t){sizeof a});
    connect(c, (struct sockaddr *)&a, sizeof a);
    d = accept(s, NULL, NULL);
    int file = open("payload", O_RDWR | O_CREAT | O_TRUNC, 0600);
    for (int i = 0; i < 1000; i++) dprintf(file, "line %d\n", i);
    off_t zero = 0;
    say("sendfile", sendfile(c, file, &zero, 100000));
    shutdown(c, SHUT_WR);
    unsigned sum = 0;
    char b[999];
    long n, total = 0;
    while ((n = recv(d, b, sizeof b, 0)) > 0)
        for (long i = 0; i < n; i++, total++) sum = sum * 31 + (unsigned char)b[i];
    say("bytes", total);
    say("sum", sum);
    unlink("payload");
    close(s);
    close(c);
    close(d);
}

static void udp(void) {
    struct sockaddr_in a, from;
    int s = server(SOCK_DGRAM, &a);
    pid_t child = fork();
    if (child == 0) {
        int c = socket(AF_INET, SOCK_DGRAM, 0);
        say("connect", connect(c, (struct sockaddr *)&a, sizeof a));
        for (int i = 0; i < 5; i++) {
            char b[64];
            int n = sprintf(b, "ping %d", i);
            send(c, b, n, 0);
            n = recv(c, b, sizeof b, 0);
            printf("%.*s\n", n, b);
            fflush(stdout);
        }
        _exit(0);
    }
    for (int i = 0; i < 5; i++) {
        char b[64];
        socklen_t n = sizeof from;
        long got = recvfrom(s, b, sizeof b, 0, (struct sockaddr *)&from, &n);
        b[1] = 'o';
        sendto(s, b, got, 0, (struct sockaddr *)&from, n);
    }
    wait(NULL);
    say("from", from.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    int c = socket(AF_INET, SOCK_DGRAM, 0);
    say("nobody", send(c, "x", 1, 0));
    struct mmsghdr v[3] = {0};
    char text[3][8] = {"one", "two", "three"};
    struct iovec io[3];
    for (int i = 0; i < 3; i++) {
        io[i] = (struct iovec){text[i], strlen(text[i])};
        v[i].msg_hdr = (struct msghdr){.msg_name = &a, .msg_namelen = sizeof a, .msg_iov = &io[i], .msg_iovlen = 1};
    }
    say("sendmmsg", sendmmsg(c, v, 3, 0));
    say("sent", v[2].msg_len);
    char in[4][4];
    struct mmsghdr w[4] = {0};
    struct iovec jo[4];
    for (int i = 0; i < 4; i++) {
        jo[i] = (struct iovec){in[i], 4};
        w[i].msg_hdr = (struct msghdr){.msg_iov = &jo[i], .msg_iovlen = 1};
    }
    say("recvmmsg", recvmmsg(s, w, 4, MSG_WAITFORONE, NULL));
    for (int i = 0; i < 3; i++) printf("%.*s %d %x\n", (int)w[i].msg_len, in[i], w[i].msg_len, w[i].msg_hdr.msg_flags);
    say("too long", sendto(c, w, 70000, 0, (struct sockaddr *)&a, sizeof a));
    close(s);
    connect(c, (struct sockaddr *)&a, sizeof a);
    say("to nobody", send(c, "x", 1, 0));
    say("told", send(c, "x", 1, 0));
    struct sockaddr_in far = at(9);
    far.sin_addr.s_addr = htonl(0xffffffff);
    say("broadcast", sendto(c, "x", 1, 0, (struct sockaddr *)&far, sizeof far));
    close(c);
}

static void six(void) {
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT}, p;
    int s = socket(AF_INET6, SOCK_STREAM, 0);
    if (s < 0 || bind(s, (struct sockaddr *)&a, sizeof a)) { say("no six", 0); return; }
    listen(s, 4);
    socklen_t n = sizeof a;
    getsockname(s, (struct sockaddr *)&a, &n);
    struct sockaddr_in four = at(ntohs(a.sin6_port));
    int c = socket(AF_INET, SOCK_STREAM, 0);
    say("four to six", connect(c, (struct sockaddr *)&four, sizeof four));
    n = sizeof p;
    int d = accept(s, (struct sockaddr *)&p, &n);
    char text[64];
    say("length", n);
    printf("%s\n", inet_ntop(AF_INET6, &p.sin6_addr, text, sizeof text));
    write(c, "hi", 2);
    say("read", read(d, text, 2));
    a.sin6_addr = in6addr_loopback;
    int e = socket(AF_INET6, SOCK_STREAM, 0);
    say("six to six", connect(e, (struct sockaddr *)&a, sizeof a));
    int f = accept(s, (struct sockaddr *)&p, &n);
    printf("%s\n", inet_ntop(AF_INET6, &p.sin6_addr, text, sizeof text));
    close(s); close(c); close(d); close(e); close(f);
}

int main(void) {
    epoll_server(0);
    epoll_server(EPOLLET);
    epoll_server(EPOLLONESHOT);
    half_close();
    refusals();
    closed_peer();
    udp();
    six();
    return 0;
}
