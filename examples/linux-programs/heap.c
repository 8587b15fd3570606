// The allocator: many sizes, growth, large blocks by mmap, alignment; a checksum tells of damage.
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 512, ROUNDS = 40000 };

static unsigned char *block[SLOTS];
static size_t length[SLOTS];
static uint64_t seed = 88172645463325252ULL;

static uint64_t next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static void check(int i) {
    for (size_t at = 0; at < length[i]; at += 61)
        if (block[i][at] != (unsigned char)(i * 7 + length[i])) {
            printf("block %d is damaged\n", i);
            exit(1);
        }
}

int main(void) {
    uint64_t sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int i = next() % SLOTS;
        size_t wanted = next() % (round % 97 == 0 ? 300000 : 2000) + 1;
        check(i);
        if (next() % 4 == 0) {
            free(block[i]);
            block[i] = NULL;
            length[i] = 0;
            continue;
        }
        block[i] = realloc(block[i], wanted);
        length[i] = wanted;
        memset(block[i], i * 7 + wanted, wanted);
        sum = sum * 31 + wanted;
    }
    for (int i = 0; i < SLOTS; i++) {
        check(i);
        free(block[i]);
    }
    printf("sum %016llx\n", (unsigned long long)sum);
    uint32_t *zero = calloc(1 << 20, 4);
    uint64_t any = 0;
    for (int i = 0; i < 1 << 20; i += 1000) any |= zero[i];
    printf("calloc %llu, usable %d\n", (unsigned long long)any, malloc_usable_size(zero) >= 4 << 20);
    free(zero);
    for (size_t alignment = 16; alignment <= 65536; alignment *= 16) {
        void *p = aligned_alloc(alignment, alignment * 3);
        printf("aligned to %zu: %d\n", alignment, (uintptr_t)p % alignment == 0);
        free(p);
    }
    printf("too much: %s\n", malloc(SIZE_MAX / 2) ? "given" : "refused");
    return 0;
}
