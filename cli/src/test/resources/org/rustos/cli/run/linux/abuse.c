// Asks for more than there is, in many ways, and prints what it is told.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }

// Every child forks on until it is told to stop.
static void bomb(void) {
    int end = 0;
    pid_t first = getpid();
    setpgid(0, 0);
    signal(SIGTERM, SIG_IGN);
    for (int i = 0; i < 2000; i++) {
        pid_t p = fork();
        if (p < 0) {
            end = errno;
            break;
        }
        if (p == 0) signal(SIGTERM, SIG_DFL);
    }
    if (getpid() != first)
        for (;;) pause();
    printf("fork says %d\n", end);
    kill(0, SIGTERM);
    while (wait(NULL) > 0) {
    }
    pid_t p = fork();
    if (p == 0) _exit(0);
    told("and again", waitpid(p, NULL, 0) == p);
}

static void *sleeps(void *x) {
    pause();
    return NULL;
}
static void threads(void) {
    pthread_attr_t at;
    pthread_attr_init(&at);
    pthread_attr_setstacksize(&at, 16384);
    pthread_t t;
    int n = 0, r = 0;
    while (n < 100000 && (r = pthread_create(&t, &at, sleeps, NULL)) == 0) n++;
    printf("threads end: %d, more than 100: %d\n", r, n > 100);
}

static void descriptors(void) {
    int n = 0, p[2];
    while (open("/dev/null", O_RDONLY) >= 0) n++;
    printf("%d more than 900: %d\n", errno, n > 900);
    told("pipe", pipe(p));
    close(n);
    told("half a pipe", pipe(p));
    told("the number is free again", open("/dev/null", O_RDONLY) == n);
}

static void full(void) {
    static char block[1 << 16];
    int f = open("/tmp/full", O_RDWR | O_CREAT, 0600);
    memset(block, 'x', sizeof block);
    long n = 0, r;
    while ((r = write(f, block, sizeof block)) > 0) n += r;
    told("write", r);
    printf("all of it is there: %d\n", lseek(f, 0, SEEK_END) == n);
    told("one byte", write(f, block, 1));
    told("mkdir", mkdir("/tmp/d", 0700));
    ftruncate(f, 0);
    told("after truncate", write(f, block, 100));
}

static void memory(int touch) {
    char *m = mmap(NULL, 10L << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    printf("mapped %d\n", m != MAP_FAILED);
    m[0] = m[5L << 30] = 1;
    if (!touch) return;
    for (long i = 0; i < 10L << 30; i += 4096) m[i] = 1;
}

// RAM runs out inside calls: reading into it, forking, moving, mapping tables.
static void inside(void) {
    long size = 10L << 30;
    char *m = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    int z = open("/dev/zero", O_RDONLY);
    long n, at = 0;
    while ((n = read(z, m + at, 1 << 20)) > 0) at += n;
    told("read", n);
    told("fork", fork());
    told("mremap", mremap(m, 1 << 30, 1L << 30 | 4096, MREMAP_MAYMOVE) != MAP_FAILED);
    struct stat s;
    told("stat", stat("/dev/null", (struct stat *)(m + size - 8192)));
    told("open", open(m + size - 4096, O_RDONLY));
    signal(SIGALRM, (void (*)(int))pause);
    sigset_t none;
    sigemptyset(&none);
    munmap(m, size);
    told("stat, with room", stat("/dev/null", &s));
}

static void areas(void) {
    long n = 0;
    char *m = MAP_FAILED, *last = NULL;
    while (n < 100000 && (m = mmap(NULL, 4096, n & 1 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) n++, last = m;
    printf("areas: %d, more than 60000: %d\n", errno, n > 60000);
    told("unmap", munmap(last, 4096));
}

static void loops(void) {
    symlink("/tmp/b", "/tmp/a");
    symlink("/tmp/a", "/tmp/b");
    told("loop", open("/tmp/a", O_RDONLY));
    mkdir("/tmp/one", 0700);
    mkdir("/tmp/one/two", 0700);
    told("below itself", rename("/tmp/one", "/tmp/one/two/three"));
    told("onto its parent", rename("/tmp/one/two", "/tmp/one"));
    told("link to a directory", link("/tmp/one", "/tmp/one/two/up"));
    told("exchange", syscall(SYS_renameat2, AT_FDCWD, "/tmp/one", AT_FDCWD, "/tmp/one/two", 2));
    char path[5000];
    memset(path, '/', sizeof path);
    path[4999] = 0;
    told("too long", open(path, O_RDONLY));
    path[4000] = 0;
    told("slashes", open(path, O_RDONLY) >= 0);
    memset(path, 'n', 300);
    path[300] = 0;
    told("long name", open(path, O_CREAT | O_RDWR, 0600));
    int depth = 0;
    chdir("/tmp");
    while (depth < 3000 && mkdir("deep", 0700) == 0 && chdir("deep") == 0) depth++;
    printf("depth %d\n", depth);
    told("getcwd", syscall(SYS_getcwd, path, sizeof path) > 0);
    told("from there", open("../x", O_CREAT | O_RDWR, 0600) >= 0);
    while (depth-- > 0 && chdir("..") == 0 && rmdir("deep") == 0) {
    }
    unlink("deep/x");
    printf("back at %d\n", depth);
    int links = 0;
    close(open("/tmp/file", O_CREAT | O_RDWR, 0600));
    for (int i = 0; i < 70000; i++) {
        sprintf(path, "/tmp/one/%d", i);
        if (link("/tmp/file", path) < 0) break;
        links++;
    }
    printf("links %d\n", links >= 65000 ? errno : -1);
}

static void stack(int n) {
    volatile char room[8192];
    room[0] = n;
    stack(n + 1);
    room[1] = 0;
}

static void calls(void) {
    for (long n = 0; n < 600; n++) {
        // No call that would end, stop or replace us, or wait for ever.
        static const long not[] = {15, 34, 56, 57, 58, 59, 60, 61, 62, 101, 127, 128, 130, 200, 202, 219, 231, 234, 247, 322, 424, 435, 449};
        int skip = 0;
        for (unsigned i = 0; i < sizeof not / sizeof *not; i++) skip |= not[i] == n;
        if (skip || n == 1 || n == 3 || n == 436 || n == 9 || n == 10 || n == 11 || n == 12 || n == 25 || n == 28 || n == 13 || n == 14) continue;
        syscall(n, -1L, -1L, -1L, -1L, -1L, -1L);
        syscall(n, 1L << 63, 1L << 62, 8L, ~0L >> 1, 0x7fffffffffffL, -4096L);
        if (n != 20 && n != 78 && n != 0 && n != 7 && n != 23 && n != 270 && n != 271 && n != 35 && n != 70 && n != 230) syscall(n, 0L, 0L, 0L, 0L, 0L, 0L);
    }
    for (long n = 600; n < 1L << 62; n = n * 3 + 1) syscall(n, 0, 0, 0);
    syscall(-1L, 0, 0, 0);
    told("still here", 0);
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IONBF, 0);
    const char *w = argv[1];
    if (!strcmp(w, "bomb")) bomb();
    if (!strcmp(w, "threads")) threads();
    if (!strcmp(w, "descriptors")) descriptors();
    if (!strcmp(w, "full")) full();
    if (!strcmp(w, "lazy")) memory(0);
    if (!strcmp(w, "touch")) memory(1);
    if (!strcmp(w, "inside")) inside();
    if (!strcmp(w, "areas")) areas();
    if (!strcmp(w, "loops")) loops();
    if (!strcmp(w, "stack")) stack(0);
    if (!strcmp(w, "calls")) calls();
    _exit(0);
}
