/* Writes over the pages of a file, then reads them back and compares.
   Stretch 1: one write. Parameters: iterations, warmup, size (multiple of 8, to 4096), pages (1 to 64),
   poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MAX_PAGES = 64 };
static char buffer[ROS_PAGE_SIZE] __attribute__((aligned(4096)));

/* Page `page` gets the pattern of file offset (page + 1) pages: another than the one it had. */
static void produce(uint64_t page, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++)
        buffer[i] = (char)pattern_byte((page + 1) * ROS_PAGE_SIZE + i);
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 500);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t size = parameter(argc, argv, "size", ROS_PAGE_SIZE);
    uint64_t pages = parameter(argc, argv, "pages", 1);
    if (size > ROS_PAGE_SIZE)
        size = ROS_PAGE_SIZE;
    if (pages < 1 || pages > MAX_PAGES)
        pages = 1;
    start(argc, argv, 1);
    int64_t handle = ros_open("/data/write.bin", ROS_READ_WRITE, 0);
    int right = handle >= 0;
    for (uint64_t i = 0; i < warmup + iterations; i++) {
        uint64_t page = i % pages;
        produce(page, size);
        if (i == warmup)
            measure_baseline();
        if (i >= warmup)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t bytes = ros_write(handle, buffer, size, page * ROS_PAGE_SIZE);
        if (i >= warmup)
            marker(MARKER_END, 1);
        right &= bytes == (int64_t)size;
    }
    uint64_t written = warmup + iterations < pages ? warmup + iterations : pages;
    for (uint64_t page = 0; page < written; page++) {
        right &= ros_read(handle, buffer, size, page * ROS_PAGE_SIZE) == (int64_t)size;
        right &= checksum(buffer, size) == pattern_checksum((page + 1) * ROS_PAGE_SIZE, size);
    }
    right &= ros_close(handle) == 0;
    return verdict("file-write", right);
}
