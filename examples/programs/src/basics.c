// gcc -O2 -static basics.c -lm
// C without exceptions: heap, files, streams, sorting, text, time, mappings, long jumps, mathematics.
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int by_value(const void *a, const void *b) {
    return *(const int *) a - *(const int *) b;
}

static int total(int count, ...) {
    va_list list;
    int sum = 0;
    va_start(list, count);
    while (count-- > 0) {
        sum += va_arg(list, int);
    }
    va_end(list);
    return sum;
}

static void heap(void) {
    enum { COUNT = 5000 };
    char **blocks = calloc(COUNT, sizeof *blocks);
    size_t bytes = 0;
    for (int i = 0; i < COUNT; i++) {
        blocks[i] = malloc((size_t) (i * 37 % 700 + 1));
        memset(blocks[i], i, (size_t) (i * 37 % 700 + 1));
    }
    for (int i = 0; i < COUNT; i += 3) {
        blocks[i] = realloc(blocks[i], 1500);
        bytes += (unsigned char) blocks[i][0];
    }
    for (int i = 0; i < COUNT; i++) {
        free(blocks[i]);
    }
    free(blocks);
    printf("heap %zu\n", bytes);
}

static void files(void) {
    FILE *f = fopen("tmp/records", "w+");
    for (int i = 0; i < 1000; i++) {
        fprintf(f, "%05d %s\n", i, i % 2 ? "odd" : "even");
    }
    char word[16];
    int number;
    fseek(f, 21 * 50, SEEK_SET);
    int got = fscanf(f, "%d %15s", &number, word);
    printf("scanned %d: %d %s, at %ld\n", got, number, word, ftell(f));
    fclose(f);
    int fd = open("tmp/records", O_RDWR);
    struct stat st;
    fstat(fd, &st);
    char *map = mmap(NULL, (size_t) st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    for (char *p = map; p < map + st.st_size; p++) {
        *p = (char) toupper(*p);
    }
    munmap(map, (size_t) st.st_size);
    char line[12] = {0};
    long read_ = pread(fd, line, 10, 12);
    printf("%ld bytes, mapped: %ld %s\n", (long) st.st_size, read_, line);
    close(fd);
    errno = 0;
    fd = open("tmp/none/here", O_RDONLY);
    printf("%d %s\n", fd, strerror(errno));
    printf("%d\n", unlink("tmp/records"));
}

static jmp_buf back;

static void jump(int depth) {
    if (depth == 0) {
        longjmp(back, 42);
    }
    jump(depth - 1);
}

int main(int argc, char **argv) {
    setenv("TZ", "UTC0", 1);
    printf("%d arguments, last %s\n", argc, argv[argc - 1]);
    int numbers[2000];
    srand(5);
    for (int i = 0; i < 2000; i++) {
        numbers[i] = rand() % 100000;
    }
    qsort(numbers, 2000, sizeof *numbers, by_value);
    int key = numbers[777];
    int *found = bsearch(&key, numbers, 2000, sizeof *numbers, by_value);
    printf("%d %d %d %d\n", numbers[0], numbers[1999], *found == key, total(4, 1, 2, 3, 4));
    heap();
    files();
    int value = setjmp(back);
    if (value == 0) {
        jump(20);
    }
    printf("jumped %d\n", value);
    printf("%.12f %.12f %.12f %.12f %a\n", sin(1), pow(2, 0.5), lgamma(7.5), cbrt(27), 0.1);
    printf("%ld %lld %g %s\n", strtol("0x1f", NULL, 0), atoll("-99"), strtod("1e-3", NULL),
            strstr("needle in hay", "in"));
    struct tm when = {.tm_year = 124, .tm_mon = 1, .tm_mday = 29, .tm_hour = 12};
    char text[64];
    time_t at = timegm(&when);
    strftime(text, sizeof text, "%A %d %B %Y %H:%M", gmtime(&at));
    printf("%ld %s\n", (long) at, text);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        numbers[0] = -1; // in the child's copy only
        _exit(numbers[0] == -1 ? 17 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    printf("child %d, parent still has %d\n", WEXITSTATUS(status), numbers[0] >= 0);
    return argc - 1;
}
