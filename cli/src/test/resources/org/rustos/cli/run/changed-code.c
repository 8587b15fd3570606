/* Code changed in every way that Linux offers: what runs is what was written last. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int routine(void);

static unsigned char code[6] = {0xb8, 0, 0, 0, 0, 0xc3};

static const unsigned char *returning(int value) {
    memcpy(code + 1, &value, 4);
    return code;
}

int main(int argc, char **argv) {
    int file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ftruncate(file, 4096)) return 1;
    unsigned char *writable = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    unsigned char *executable = mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
    if (writable == MAP_FAILED || executable == MAP_FAILED) return 2;
    for (int i = 1; i < 5; i++) {
        memcpy(writable, returning(i), sizeof code);
        printf("mapping %d\n", ((routine *)executable)());
    }
    for (int i = 5; i < 9; i++) {
        if (pwrite(file, returning(i), sizeof code, 0) != sizeof code) return 3;
        printf("file %d\n", ((routine *)executable)());
    }
    munmap(writable, 4096);
    for (int i = 9; i < 12; i++) {
        if (pwrite(file, returning(i), sizeof code, 0) != sizeof code) return 4;
        printf("file alone %d\n", ((routine *)executable)());
    }
    int ends[2];
    unsigned char *own =
        mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (own == MAP_FAILED || pipe(ends)) return 5;
    for (int i = 12; i < 16; i++) {
        if (write(ends[1], returning(i), sizeof code) != sizeof code) return 6;
        if (read(ends[0], own, sizeof code) != sizeof code) return 7;
        printf("read %d\n", ((routine *)own)());
    }
    for (int i = 16; i < 20; i++) {
        memcpy(own, returning(i), sizeof code);
        printf("store %d\n", ((routine *)own)());
    }
    return 42;
}
