// gcc -O2 -static compress.c -lz
// zlib there and back at each level, as one block and as a stream, and what a damaged block says.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { SIZE = 40000 };

static unsigned char plain[SIZE], packed[SIZE + 1000], again[SIZE];

static void fill(void) {
    unsigned state = 12345;
    for (int i = 0; i < SIZE; i++) {
        state = state * 1103515245 + 12345;
        plain[i] = i % 13 ? (unsigned char) "the quick brown fox "[i % 20] : (unsigned char) (state >> 24);
    }
}

static void stream(void) {
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    z.next_out = packed;
    z.avail_out = sizeof packed;
    for (int at = 0; at < SIZE; at += 1000) {
        z.next_in = plain + at;
        z.avail_in = 1000;
        deflate(&z, at + 1000 == SIZE ? Z_FINISH : at % 10000 ? Z_NO_FLUSH : Z_SYNC_FLUSH);
    }
    printf("stream %lu bytes, crc %08lx\n", z.total_out, crc32(0, packed, (uInt) z.total_out));
    uInt size = (uInt) z.total_out;
    deflateEnd(&z);
    z_stream back = {0};
    inflateInit2(&back, 15 + 16);
    back.next_in = packed;
    back.avail_in = size;
    back.next_out = again;
    back.avail_out = SIZE;
    int end = inflate(&back, Z_FINISH);
    inflateEnd(&back);
    printf("inflated %d %s\n", end, memcmp(plain, again, SIZE) ? "wrong" : "right");
}

int main(void) {
    fill();
    for (int level = 1; level <= 9; level += 2) {
        uLongf size = sizeof packed, back = SIZE;
        compress2(packed, &size, plain, SIZE, level);
        memset(again, 0, SIZE);
        int result = uncompress(again, &back, packed, size);
        printf("level %d: %lu bytes, adler %08lx, %d, %s\n", level, size, adler32(1, packed, (uInt) size),
                result, memcmp(plain, again, SIZE) ? "wrong" : "right");
    }
    stream();
    packed[200] ^= 0x55;
    uLongf back = SIZE;
    printf("damaged: %d\n", uncompress(again, &back, packed, 300));
    gzFile file = gzopen("tmp/z.gz", "wb9");
    for (int i = 0; i < 200; i++) {
        gzprintf(file, "line %d\n", i);
    }
    gzclose(file);
    char line[32] = "";
    file = gzopen("tmp/z.gz", "rb");
    gzseek(file, 8 * 10 + 9 * 50, SEEK_SET);
    printf("%s", gzgets(file, line, sizeof line) ? line : "nothing\n");
    gzclose(file);
    return 0;
}
