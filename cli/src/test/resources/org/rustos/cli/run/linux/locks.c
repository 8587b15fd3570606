// Locks of files: of processes, of open files, of whole files; waiting, deadlock, what a close does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }
static int lock(int fd, int command, int type, long from, long length) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = length};
    return fcntl(fd, command, &l);
}
static void holder(int fd, int command, int type, long from, long length, pid_t who) {
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = length};
    int r = fcntl(fd, command, &l);
    printf("holder: %d type %d from %ld length %ld %s\n", r, l.l_type, (long)l.l_start, (long)l.l_len,
           l.l_type == F_UNLCK ? "nobody" : l.l_pid == who ? "known" : l.l_pid == -1 ? "an open file" : "unknown");
}
static int up[2], down[2];
static char c;
static void say(int fd) { write(fd, "x", 1); }
static void hear(int fd) { read(fd, &c, 1); }
static void nothing(int s) {}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    int f = open("/tmp/locked", O_RDWR | O_CREAT | O_TRUNC, 0600);
    pipe(up);
    pipe(down);

    // 1. Ranges, shared and exclusive, as another process sees them.
    told("write 10+10", lock(f, F_SETLK, F_WRLCK, 10, 10));
    told("read 30+10", lock(f, F_SETLK, F_RDLCK, 30, 10));
    if (fork() == 0) {
        int g = open("/tmp/locked", O_RDWR);
        told("child write 0+10", lock(g, F_SETLK, F_WRLCK, 0, 10));
        told("child read 15+1", lock(g, F_SETLK, F_RDLCK, 15, 1));
        told("child read 30+1", lock(g, F_SETLK, F_RDLCK, 30, 1));
        told("child write 30+1", lock(g, F_SETLK, F_WRLCK, 30, 1));
        told("child all", lock(g, F_SETLK, F_WRLCK, 0, 0));
        holder(g, F_GETLK, F_WRLCK, 0, 0, getppid());
        holder(g, F_GETLK, F_RDLCK, 20, 0, getppid());
        _exit(0);
    }
    wait(NULL);
    told("split", lock(f, F_SETLK, F_UNLCK, 13, 3));
    if (fork() == 0) {
        holder(f, F_GETLK, F_WRLCK, 12, 4, getppid());
        holder(f, F_GETLK, F_WRLCK, 13, 3, getppid());
        holder(f, F_GETLK, F_WRLCK, 13, 20, getppid());
        _exit(0);
    }
    wait(NULL);

    // 2. Waiting.
    pid_t child = fork();
    if (child == 0) {
        say(up[1]);
        told("child got it", lock(f, F_SETLKW, F_WRLCK, 10, 2));
        say(up[1]);
        _exit(0);
    }
    hear(up[0]);
    usleep(2000);
    printf("letting go\n");
    lock(f, F_SETLK, F_UNLCK, 0, 0);
    wait(NULL);
    hear(up[0]);

    // 3. A signal ends the wait.
    lock(f, F_SETLK, F_WRLCK, 0, 1);
    child = fork();
    if (child == 0) {
        struct sigaction a = {.sa_handler = nothing};
        sigaction(SIGUSR1, &a, NULL);
        say(up[1]);
        told("interrupted", lock(f, F_SETLKW, F_WRLCK, 0, 1));
        _exit(0);
    }
    hear(up[0]);
    usleep(5000);
    kill(child, SIGUSR1);
    wait(NULL);

    // 4. Two that wait for each other.
    child = fork();
    if (child == 0) {
        lock(f, F_SETLK, F_WRLCK, 1, 1);
        say(up[1]);
        int r = lock(f, F_SETLKW, F_WRLCK, 0, 1);
        _exit(r == 0 ? 1 : 2);
    }
    hear(up[0]);
    usleep(5000);
    told("deadlock", lock(f, F_SETLKW, F_WRLCK, 1, 1));
    lock(f, F_SETLK, F_UNLCK, 0, 0);
    int status;
    wait(&status);
    printf("the other: %d\n", WEXITSTATUS(status));

    // 5. A close of any descriptor lets go; an end does.
    told("again", lock(f, F_SETLK, F_WRLCK, 0, 0));
    close(open("/tmp/locked", O_RDONLY));
    if (fork() == 0) {
        told("let go by a close", lock(f, F_SETLK, F_WRLCK, 0, 0));
        _exit(0);
    }
    wait(NULL);
    told("let go by an end", lock(f, F_SETLK, F_WRLCK, 0, 0));
    lock(f, F_SETLK, F_UNLCK, 0, 0);

    // 6. Locks of open files.
    int g = open("/tmp/locked", O_RDWR), h = dup(f);
    told("open file", lock(f, F_OFD_SETLK, F_WRLCK, 0, 10));
    told("its dup", lock(h, F_OFD_SETLK, F_WRLCK, 5, 10));
    told("another of the same process", lock(g, F_OFD_SETLK, F_RDLCK, 0, 10));
    told("and the process itself", lock(g, F_SETLK, F_RDLCK, 0, 10));
    holder(g, F_OFD_GETLK, F_RDLCK, 0, 10, 0);
    close(h);
    told("a dup closed", lock(g, F_OFD_SETLK, F_RDLCK, 0, 10));
    close(f);
    told("all closed", lock(g, F_OFD_SETLK, F_RDLCK, 0, 10));

    // 7. Whole files.
    f = open("/tmp/locked", O_RDWR);
    told("flock", flock(f, LOCK_EX));
    told("other kind", lock(f, F_SETLK, F_WRLCK, 100, 10));
    told("second", flock(g, LOCK_SH | LOCK_NB));
    told("to shared", flock(f, LOCK_SH));
    told("second", flock(g, LOCK_SH | LOCK_NB));
    told("back", flock(f, LOCK_EX | LOCK_NB));
    child = fork();
    if (child == 0) {
        int mine = open("/tmp/locked", O_RDWR);
        told("child waited", flock(mine, LOCK_EX));
        _exit(0);
    }
    usleep(2000);
    printf("unlocking\n");
    flock(g, LOCK_UN);
    flock(f, LOCK_UN);
    wait(NULL);

    // 8. Refusals.
    int r = open("/tmp/locked", O_RDONLY);
    told("write lock of a reader", lock(r, F_SETLK, F_WRLCK, 0, 1));
    told("before the start", lock(f, F_SETLK, F_RDLCK, -5, 1));
    told("backwards", lock(f, F_SETLK, F_WRLCK, 10, -5));
    told("kind", lock(f, F_SETLK, 9, 0, 1));
    told("flock", flock(f, 16));
    told("closed", lock(99, F_SETLK, F_RDLCK, 0, 1));
    told("pointer", fcntl(f, F_SETLK, (void *)8));
    unlink("/tmp/locked");
    return 0;
}
