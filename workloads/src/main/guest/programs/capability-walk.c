/* Many capabilities used one after another: what does a use cost when what comes next can be foretold, and when not?
   Stretch 1: one read (END counts 1). Parameters: files (1 to 512; file i has 100 + i bytes), order (0: the same
   round again and again; 1: by chance; 2: two rounds of different steps, each from a call site of its own, in turn),
   work (KiB of memory that the program touches between two reads, outside of the stretch), warmup and iterations (in
   reads), poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MAX_FILES = 512, FIRST_SIZE = 100, BYTES = 1024, WORK_KIB = 4096, PRIME = 7, OTHER_PRIME = 11 };

static int64_t handles[MAX_FILES];
static char buffer[BYTES] __attribute__((aligned(64)));
static volatile char memory[WORK_KIB << 10] __attribute__((aligned(4096)));
static char path[] = "/data/m000.bin";

static uint64_t next_random(uint64_t *state) /* xorshift, seeded: the same on every run */
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static const char *name(uint64_t file)
{
    char *at = path + sizeof("/data/m") - 1;
    if (file >= 100)
        *at++ = (char)('0' + file / 100);
    *at++ = (char)('0' + file / 10 % 10);
    *at++ = (char)('0' + file % 10);
    memcpy(at, ".bin", sizeof(".bin"));
    return path;
}

/* Each site has a future of its own, so an entry of a queue tells them apart. */
static int64_t read_by(struct ros_future *site, uint64_t file)
{
    ros_submit(site, ROS_OP_READ, handles[file], (uint64_t)buffer, BYTES, 0);
    return ros_wait(site);
}

static void touch(uint64_t kib)
{
    for (uint64_t at = 0; at < kib << 10; at += ROS_LINE_SIZE)
        memory[at];
}

int ros_main(int argc, char **argv)
{
    static struct ros_future sites[2];
    uint64_t files = parameter(argc, argv, "files", 64);
    uint64_t order = parameter(argc, argv, "order", 0);
    uint64_t work = parameter(argc, argv, "work", 0);
    uint64_t iterations = parameter(argc, argv, "iterations", 512);
    uint64_t warmup = parameter(argc, argv, "warmup", 512);
    if (files < 1 || files > MAX_FILES)
        files = 1;
    if (work > WORK_KIB)
        work = WORK_KIB;
    start(argc, argv, 1);
    int right = 1;
    for (uint64_t i = 0; i < files; i++) {
        handles[i] = ros_open(name(i), ROS_READ_ONLY, 0);
        right &= handles[i] >= 0;
    }
    uint64_t state = 0x5eed;
    uint64_t at[2] = {0, 0};
    for (uint64_t i = 0; i < warmup + iterations; i++) {
        uint64_t site = order == 2 ? i & 1 : 0;
        uint64_t file = order == 1 ? next_random(&state) % files : at[site];
        at[site] = (at[site] + (site ? OTHER_PRIME : PRIME)) % files;
        touch(work);
        if (i == warmup)
            measure_baseline();
        if (i >= warmup)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t result = read_by(&sites[site], file);
        if (i >= warmup)
            marker(MARKER_END, 1);
        uint64_t bytes = FIRST_SIZE + file;
        right &= result == (int64_t)bytes && checksum(buffer, bytes) == pattern_checksum(0, bytes);
    }
    for (uint64_t i = 0; i < files; i++)
        right &= ros_close(handles[i]) == 0;
    return verdict("capability-walk", right);
}
