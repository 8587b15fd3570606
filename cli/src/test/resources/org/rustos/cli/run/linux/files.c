// Files: holes, files without a name, times, what is refused and how.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    char b[16384], path[64];
    struct stat s;
    int f = open("/tmp/holes", O_RDWR | O_CREAT | O_TRUNC, 0600);
    memset(b, 'x', sizeof b);
    pwrite(f, b, 4096, 0);
    pwrite(f, b, 4096, 1 << 20);
    told("data", lseek(f, 0, SEEK_DATA));
    told("hole", lseek(f, 0, SEEK_HOLE));
    told("next data", lseek(f, 4096, SEEK_DATA));
    told("last hole", lseek(f, 1 << 20, SEEK_HOLE));
    told("behind", lseek(f, 2 << 20, SEEK_DATA));
    told("punch", fallocate(f, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 100, 200));
    pread(f, b, 400, 0);
    printf("%c%d%d%c\n", b[99], b[100], b[299], b[300]);
    told("punch a page", fallocate(f, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 0, 4096));
    told("data", lseek(f, 0, SEEK_DATA));
    told("punch alone", fallocate(f, FALLOC_FL_PUNCH_HOLE, 0, 4096));
    told("grow", fallocate(f, 0, 0, 3 << 20));
    fstat(f, &s);
    printf("size %ld\n", (long)s.st_size);
    told("length 0", fallocate(f, 0, 0, 0));
    int g = open("/tmp", O_TMPFILE | O_RDWR, 0600);
    told("nameless", g >= 0);
    write(g, "hello", 5);
    fstat(g, &s);
    printf("links %d size %d\n", (int)s.st_nlink, (int)s.st_size);
    sprintf(path, "/proc/self/fd/%d", g);
    told("name", linkat(AT_FDCWD, path, AT_FDCWD, "/tmp/named", AT_SYMLINK_FOLLOW));
    fstat(g, &s);
    printf("links %d\n", (int)s.st_nlink);
    told("to read only", open("/tmp", O_TMPFILE | O_RDONLY, 0600));
    struct utimbuf u = {1000, 2000};
    told("utime", utime("/tmp/named", &u));
    stat("/tmp/named", &s);
    printf("%ld %ld\n", s.st_atime, s.st_mtime);
    struct timeval t[2] = {{5, 6}, {7, 8}};
    told("utimes", utimes("/tmp/named", t));
    stat("/tmp/named", &s);
    printf("%ld %ld %ld\n", s.st_atime, s.st_mtime, s.st_mtim.tv_nsec);
    loff_t from = 0, to = 0;
    told("copy", copy_file_range(g, &from, f, &to, 5, 0));
    told("copy with flags", copy_file_range(g, &from, f, &to, 5, 1));
    told("range", sync_file_range(f, 0, 0, 0));
    told("closed", syncfs(99));
    told("fifo max", sched_get_priority_max(SCHED_FIFO));
    told("other max", sched_get_priority_max(SCHED_OTHER));
    told("policy", sched_get_priority_min(77));
    told("mine", sched_getscheduler(0));
    told("nobody's", sched_getscheduler(999999));
    told("dumpable", prctl(PR_GET_DUMPABLE));
    told("prctl", prctl(12345));
    unlink("/tmp/named");
    unlink("/tmp/holes");
    return 0;
}
