// Memory: every form of mremap, holes and rights, what is resident, what a fork shares.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define P 4096L
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW (PROT_READ | PROT_WRITE)
static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }
static void ok(const char *what, void *p) { printf("%s: %s %d\n", what, p == MAP_FAILED ? "no" : "yes", p == MAP_FAILED ? errno : 0); }

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    char *a = mmap(NULL, 16 * P, RW, ANON, -1, 0);
    for (int i = 0; i < 4; i++) a[i * P] = 'a' + i;
    unsigned char in[16];
    told("mincore", mincore(a, 16 * P, in));
    for (int i = 0; i < 6; i++) printf("%d", in[i] & 1);
    printf("\n");
    told("mincore, odd", mincore(a + 1, P, in));
    told("mincore, hole", mincore((void *)0x10000000, P, in));

    // Growing twice, in place or not, keeps the pages.
    char *b = a;
    for (int n = 16; n < 128; n *= 2) {
        b = mremap(b, n * P, 2 * n * P, MREMAP_MAYMOVE);
        ok("grow", b);
    }
    printf("kept %c%c%c%c\n", b[0], b[P], b[2 * P], b[3 * P]);
    b = mremap(b, 128 * P, 2 * P, 0);
    ok("shrink", b);
    char *room = mmap(NULL, 8 * P, PROT_NONE, ANON, -1, 0);
    char *c = mremap(b, 2 * P, 2 * P, MREMAP_MAYMOVE | MREMAP_FIXED, room + 2 * P);
    printf("fixed %d %c%c\n", c == room + 2 * P, c[0], c[P]);
    ok("fixed alone", mremap(c, P, P, MREMAP_FIXED, room));
    ok("overlap", mremap(c, 2 * P, 2 * P, MREMAP_MAYMOVE | MREMAP_FIXED, c + P));
    ok("odd", mremap(c, P, P, MREMAP_MAYMOVE | MREMAP_FIXED, room + 1));
    ok("flags", mremap(c, P, P, 64));
    ok("nothing there", mremap((void *)0x10000000, P, 2 * P, MREMAP_MAYMOVE));
    ok("size 0", mremap(c, P, 0, MREMAP_MAYMOVE));
    ok("private, old size 0", mremap(c, 0, P, MREMAP_MAYMOVE));
    char *s = mmap(NULL, 2 * P, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    s[P] = 's';
    char *t = mremap(s, 0, 2 * P, MREMAP_MAYMOVE);
    t[0] = 't';
    printf("twice: %c%c\n", s[0], t[P]);

    // Fixed places.
    ok("no replace", mmap(s, P, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0));
    ok("fixed, odd", mmap(s + 1, P, RW, ANON | MAP_FIXED, -1, 0));
    ok("no kind", mmap(NULL, P, RW, MAP_ANONYMOUS, -1, 0));
    ok("length 0", mmap(NULL, 0, RW, ANON, -1, 0));
    ok("huge", mmap(NULL, 1L << 60, RW, ANON | MAP_NORESERVE, -1, 0));
    ok("bad file", mmap(NULL, P, RW, MAP_SHARED, 99, 0));
    ok("unknown flag", mmap(NULL, P, RW, 3 | MAP_ANONYMOUS | 0x4000000, -1, 0));
    ok("lazy 10 GiB", mmap(NULL, 10L << 30, RW, ANON | MAP_NORESERVE, -1, 0));

    // mprotect over a hole; unmap in the middle; one area again.
    told("protect", mprotect(room, P, RW));
    munmap(room + P, P);
    told("protect over a hole", mprotect(room, 3 * P, PROT_READ));
    told("protect, odd", mprotect(room + 1, P, PROT_READ));
    told("unmap, odd", munmap(room + 1, P));
    told("unmap nothing", munmap((void *)0x10000000, P));
    told("unmap, length 0", munmap(room, 0));

    // Advice.
    char *e = mmap(NULL, 4 * P, RW, ANON, -1, 0);
    memset(e, 'e', 4 * P);
    told("dontneed", madvise(e, P, MADV_DONTNEED));
    printf("%d %c\n", e[0], e[P]);
    told("advice", madvise(e, P, 77));
    told("advice, hole", madvise((void *)0x10000000, P, MADV_WILLNEED));
    told("advice, odd", madvise(e + 1, P, MADV_WILLNEED));
    told("msync", msync(e, P, MS_SYNC));
    told("msync both", msync(e, P, MS_SYNC | MS_ASYNC));
    told("msync, hole", msync((void *)0x10000000, P, MS_SYNC));
    told("mlock", mlock(e, P));
    told("mlock, hole", mlock((void *)0x10000000, P));
    told("munlock", munlock(e, P));

    // Shared and private over a fork, a file seen through two mappings.
    int f = open("/tmp/mapped", O_RDWR | O_CREAT | O_TRUNC, 0600);
    ftruncate(f, 2 * P);
    char *w = mmap(NULL, 2 * P, RW, MAP_SHARED, f, 0), *x = mmap(NULL, 2 * P, RW, MAP_PRIVATE, f, 0);
    w[0] = 'w';
    x[P] = 'x';
    char one;
    pread(f, &one, 1, 0);
    printf("file %c, private sees %c\n", one, x[0]);
    pread(f, &one, 1, P);
    printf("file untouched %d\n", one);
    if (fork() == 0) {
        w[1] = 'W';
        x[0] = 'X';
        s[0] = 'S';
        e[P] = 'E';
        _exit(0);
    }
    wait(NULL);
    printf("after the child: %c%c%c%c\n", w[1], x[0], s[0], e[P]);
    int r = open("/tmp/mapped", O_RDONLY);
    ok("shared write of a read-only file", mmap(NULL, P, RW, MAP_SHARED, r, 0));
    ok("private write of it", mmap(NULL, P, RW, MAP_PRIVATE, r, 0));
    ok("odd offset", mmap(NULL, P, PROT_READ, MAP_PRIVATE, r, 1));
    unlink("/tmp/mapped");
    for (int i = 0; i < 3000; i++) { // what was mapped and let go is free again
        char *m = mmap(NULL, 64 * P, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (m == MAP_FAILED) {
            printf("lost at %d\n", i);
            return 1;
        }
        for (int k = 0; k < 64; k++) m[k * P] = 1;
        munmap(m, 64 * P);
    }
    // The heap.
    char *h = sbrk(0);
    told("sbrk", sbrk(3 * P) == h);
    h[0] = h[3 * P - 1] = 1;
    sbrk(-2 * P);
    told("back", (char *)sbrk(0) - h == P);
    return 0;
}
