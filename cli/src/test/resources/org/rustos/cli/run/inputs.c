/* Reads what a run can read: files, a directory, standard input, the clock, chance. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    char bytes[4096];
    unsigned sum = 0;
    struct stat s;
    struct timespec now;
    int file = open("/sub/large", O_RDONLY);

    for (int got; (got = read(file, bytes, sizeof bytes)) > 0;)
        for (int i = 0; i < got; i++)
            sum = sum * 31 + bytes[i];
    DIR *root = opendir("/");
    for (struct dirent *e; (e = readdir(root));)
        sum = sum * 31 + e->d_name[0];
    stat("/small", &s);
    getrandom(bytes, 8, 0);
    clock_gettime(CLOCK_REALTIME, &now);
    printf("%08x %o %d %ld %d %d\n", sum, s.st_mode, (int)s.st_size, (long)s.st_mtime,
           bytes[0], now.tv_sec > 0 && now.tv_nsec > 0);
    while (fgets(bytes, sizeof bytes, stdin))
        printf("%s", bytes);
    return open("/missing", O_RDONLY) < 0 ? 3 : 1;
}
