/* User work between calls: what does a crossing cost the work that follows it (FlexSC's method, Soares and
   Stumm, OSDI 2010)?
   Stretch 1: one operation. Stretch 2: one round of work after an operation. Stretch 3: one round of work
   without one. The indirect cost is stretch 2 less stretch 3. Parameters: interval (steps of work, each a
   dependent load of the working set), work_kib (working set, 1 to 1024), read (1: a 4 KiB read; 0: the empty
   operation), iterations, warmup, poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { STRETCH_WORK_AFTER = 2, STRETCH_WORK_ALONE = 3, MAX_KIB = 1024, LINE_WORDS = 8 };
static uint64_t set[MAX_KIB * 1024 / 8] __attribute__((aligned(4096)));
static char buffer[ROS_PAGE_SIZE] __attribute__((aligned(4096)));
static uint64_t position;

/* A full cycle over the lines (steps odd against a power of two), so that every line is as likely. */
static void prepare(uint64_t lines)
{
    uint64_t step = lines > 8 ? (lines * 5 / 8) | 1 : 1;
    for (uint64_t i = 0; i < lines; i++)
        set[i * LINE_WORDS] = (i + step) % lines * LINE_WORDS;
}

__attribute__((noinline)) static uint64_t work(uint64_t steps)
{
    uint64_t at = position, sum = 0;
    for (uint64_t i = 0; i < steps; i++) {
        at = set[at];
        sum = (sum ^ at) * 0x9e3779b97f4a7c15u;
        if (sum & 0x40)
            sum += i;
    }
    position = at;
    return sum;
}

static int cross(uint64_t read, int64_t handle, int64_t wanted)
{
    return (read ? ros_read(handle, buffer, ROS_PAGE_SIZE, 0) : ros_null()) == wanted;
}

int ros_main(int argc, char **argv)
{
    uint64_t interval = parameter(argc, argv, "interval", 1000);
    uint64_t kib = parameter(argc, argv, "work_kib", 16);
    uint64_t read = parameter(argc, argv, "read", 0);
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 20);
    uint64_t largest = 1;
    while (largest * 2 <= kib && largest < MAX_KIB)
        largest *= 2;
    start(argc, argv, 1);
    prepare(largest * 1024 / 64);
    int64_t handle = read ? ros_open("/data/file.bin", ROS_READ_ONLY, 0) : 0;
    int64_t wanted = read ? ROS_PAGE_SIZE : ros_null();
    uint64_t sum = 0;
    int right = handle >= 0 && wanted > 0;
    for (uint64_t i = 0; i < warmup; i++) {
        right &= cross(read, handle, wanted);
        sum += work(interval);
    }
    measure_baseline();
    for (uint64_t i = 0; i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        int crossed = cross(read, handle, wanted);
        marker(MARKER_END, 1);
        marker(MARKER_BEGIN, STRETCH_WORK_AFTER);
        sum += work(interval);
        marker(MARKER_END, 1);
        right &= crossed;
    }
    for (uint64_t i = 0; i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_WORK_ALONE);
        sum += work(interval);
        marker(MARKER_END, 1);
    }
    if (read) {
        right &= checksum(buffer, ROS_PAGE_SIZE) == pattern_checksum(0, ROS_PAGE_SIZE);
        right &= ros_close(handle) == 0;
    }
    position = sum & 0; /* the work has a result that somebody looks at */
    return verdict("compute-mix", right);
}
