/* The seed's own example: open a file, read it, close it.
   Stretch 1: the three operations (END counts 1: one file). Stretch 2: with every byte used.
   Parameters: iterations, warmup, size (bytes, multiple of 8, to 65536), poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MAX_SIZE = 65536 };
static char buffer[MAX_SIZE] __attribute__((aligned(4096)));

static int64_t read_file(uint64_t size)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    if (handle < 0)
        return handle;
    int64_t bytes = ros_read(handle, buffer, size, 0);
    int64_t closed = ros_close(handle);
    return closed < 0 ? closed : bytes;
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 500);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t size = parameter(argc, argv, "size", 4096);
    if (size > MAX_SIZE)
        size = MAX_SIZE;
    start(argc, argv, 1);
    uint64_t expected = pattern_checksum(0, size);
    int right = 1;
    for (uint64_t i = 0; i < warmup; i++)
        right &= read_file(size) == (int64_t)size && checksum(buffer, size) == expected;
    measure_baseline();
    for (uint64_t i = 0; i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t bytes = read_file(size);
        marker(MARKER_END, 1);
        right &= bytes == (int64_t)size && checksum(buffer, size) == expected;
    }
    for (uint64_t i = 0; i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_CONSUMED);
        int64_t bytes = read_file(size);
        uint64_t sum = checksum(buffer, size);
        marker(MARKER_END, 1);
        right &= bytes == (int64_t)size && sum == expected;
    }
    return verdict("file-read", right);
}
