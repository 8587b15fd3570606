// Files and directories: streams, descriptors, mappings, times, links, locks.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int byName(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void list(void) {
    struct dirent **entries;
    int count = scandir(".", &entries, NULL, byName);
    for (int i = 0; i < count; i++) printf("%s%s", i ? " " : "", entries[i]->d_name);
    printf("\n");
}

int main(void) {
    char folder[] = "/tmp/files-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder)) return perror(folder), 1;
    umask(022);
    FILE *f = fopen("numbers", "w+");
    for (int i = 0; i < 5000; i++) fprintf(f, "%d\n", i * 7919 % 10007);
    rewind(f);
    long sum = 0;
    for (int x; fscanf(f, "%d", &x) == 1;) sum += x;
    printf("sum %ld at %ld\n", sum, ftell(f));
    fseek(f, -6, SEEK_END);
    char tail[16] = "";
    printf("tail %s", fgets(tail, sizeof tail, f) ? fgets(tail, sizeof tail, f) : "none");
    fclose(f);
    struct stat s;
    stat("numbers", &s);
    printf("mode %o size %ld links %lu blocks %d kind %d blksize %d\n", s.st_mode & 07777,
           (long)s.st_size, (unsigned long)s.st_nlink, s.st_blocks > 0, S_ISREG(s.st_mode),
           (int)s.st_blksize >= 512);
    int fd = open("data", O_CREAT | O_EXCL | O_RDWR, 0640);
    printf("again: %s\n", open("data", O_CREAT | O_EXCL | O_RDWR, 0640) < 0 ? strerror(errno) : "?");
    struct iovec parts[] = {{"one ", 4}, {"two ", 4}, {"three", 5}};
    printf("writev %zd, pwrite %zd, lseek %ld\n", writev(fd, parts, 3), pwrite(fd, "END", 3, 5000),
           (long)lseek(fd, 0, SEEK_END));
    char *map = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    memcpy(map, "ONE", 3);
    char back[14] = "";
    printf("pread %zd ", pread(fd, back, 13, 0));
    printf("\"%s\" hole %d\n", back, map[100]);
    munmap(map, 8192);
    struct timespec times[2] = {{1000000000, 5}, {1234567890, 987654321}};
    futimens(fd, times);
    fstat(fd, &s);
    printf("mtime %ld.%09ld\n", (long)s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
    printf("lock %d, duplicate %d, flags %x\n", flock(fd, LOCK_EX), dup2(fd, 99),
           fcntl(99, F_GETFL) & O_ACCMODE);
    close(fd);
    ftruncate(99, 4);
    mkdir("sub", 0755);
    symlink("data", "link");
    link("data", "sub/hard");
    rename("numbers", "sub/moved");
    char target[32];
    printf("link -> %.*s\n", (int)readlink("link", target, sizeof target), target);
    lstat("link", &s);
    printf("link %d, ", S_ISLNK(s.st_mode));
    stat("sub/hard", &s);
    printf("hard %ld links %lu\n", (long)s.st_size, (unsigned long)s.st_nlink);
    list();
    printf("access %d %d, rmdir: %s\n", access("data", R_OK), access("nothing", F_OK),
           rmdir("sub") ? strerror(errno) : "?");
    unlink("sub/hard");
    unlink("sub/moved");
    unlink("link");
    unlink("data");
    rmdir("sub");
    list();
    FILE *memory = open_memstream(&map, &(size_t){0});
    fprintf(memory, "in memory %d", 42);
    fclose(memory);
    printf("%s\n", map);
    free(map);
    return chdir("/") || rmdir(folder);
}
