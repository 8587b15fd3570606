/* N operations at once: what does one of them cost?
   Stretch 1: one batch, submitted and waited for (END counts the batch). Stretch 2 (reads only): with every byte
   used. Parameters: batch (1 to 256), read (1: reads of size bytes; 0: empty operations), size (multiple of 8,
   to 4096), iterations (batches), warmup, poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MAX_BATCH = 256 };
static char buffers[MAX_BATCH][ROS_PAGE_SIZE] __attribute__((aligned(4096)));
static struct ros_future futures[MAX_BATCH];

static void run_batch(uint64_t n, int64_t handle, uint64_t read, uint64_t size)
{
    for (uint64_t i = 0; i < n; i++) {
        if (read)
            ros_submit(&futures[i], ROS_OP_READ, handle, (uint64_t)buffers[i], size, i % 16 * ROS_PAGE_SIZE);
        else
            ros_submit(&futures[i], ROS_OP_NULL, 0, 0, 0, 0);
    }
    ros_wait_all();
}

static int use(uint64_t n, uint64_t size, const uint64_t *expected)
{
    int right = 1;
    for (uint64_t i = 0; i < n; i++)
        right &= checksum(buffers[i], size) == expected[i % 16];
    return right;
}

int ros_main(int argc, char **argv)
{
    uint64_t n = parameter(argc, argv, "batch", 16);
    uint64_t read = parameter(argc, argv, "read", 0);
    uint64_t size = parameter(argc, argv, "size", 512);
    uint64_t iterations = parameter(argc, argv, "iterations", 100);
    uint64_t warmup = parameter(argc, argv, "warmup", 10);
    uint64_t expected[16];
    if (n < 1 || n > MAX_BATCH)
        n = 1;
    if (size > ROS_PAGE_SIZE)
        size = ROS_PAGE_SIZE;
    start(argc, argv, (uint32_t)n);
    int64_t handle = 0;
    int64_t wanted = ros_null();
    int right = wanted > 0;
    if (read) {
        handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
        right &= handle >= 0;
        wanted = (int64_t)size;
        for (uint64_t i = 0; i < 16; i++)
            expected[i] = pattern_checksum(i * ROS_PAGE_SIZE, size);
    }
    for (uint64_t i = 0; i < warmup + iterations * (read ? 2 : 1); i++) {
        int measured = i >= warmup;
        int consumed = i >= warmup + iterations;
        int bytes_right = 1;
        if (i == warmup)
            measure_baseline();
        if (measured)
            marker(MARKER_BEGIN, consumed ? STRETCH_CONSUMED : STRETCH_CROSSING);
        run_batch(n, handle, read, size);
        if (consumed)
            bytes_right = use(n, size, expected);
        if (measured)
            marker(MARKER_END, n);
        if (read && !consumed)
            bytes_right = use(n, size, expected);
        right &= bytes_right;
        for (uint64_t j = 0; j < n; j++)
            right &= futures[j].result == wanted;
    }
    if (read)
        right &= ros_close(handle) == 0;
    return verdict("batch", right);
}
