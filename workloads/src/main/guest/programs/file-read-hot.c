/* What does a read cost when the page is in the cache, copied or mapped?
   Stretch 1: the read alone, or map and unmap. Stretch 2: with every byte used.
   Parameters: iterations, warmup, size (multiple of 8, to 4096), pages (cycled through, 1 to 256),
   map (1: zero-copy grant of the page instead of a copy), poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MAX_PAGES = 256, UNMEASURED = -1 };
static char buffer[ROS_PAGE_SIZE] __attribute__((aligned(4096)));
static uint64_t expected[MAX_PAGES];

/* Reads one page by copying; true if the bytes are right. */
static int copy_once(int64_t handle, uint64_t page, uint64_t size, int stretch)
{
    uint64_t sum = 0;
    if (stretch != UNMEASURED)
        marker(MARKER_BEGIN, (uint64_t)stretch);
    int64_t bytes = ros_read(handle, buffer, size, page * ROS_PAGE_SIZE);
    if (stretch == STRETCH_CONSUMED)
        sum = checksum(buffer, size);
    if (stretch != UNMEASURED)
        marker(MARKER_END, 1);
    if (stretch != STRETCH_CONSUMED)
        sum = checksum(buffer, size);
    return bytes == (int64_t)size && sum == expected[page];
}

/* Reads one page where it lies. The crossing alone looks at no byte: it has nothing to check. */
static int map_once(int64_t handle, uint64_t page, uint64_t size, int stretch)
{
    uint64_t sum = expected[page];
    if (stretch != UNMEASURED)
        marker(MARKER_BEGIN, (uint64_t)stretch);
    int64_t address = ros_map_read(handle, page * ROS_PAGE_SIZE);
    if (stretch != STRETCH_CROSSING && address > 0)
        sum = checksum((const void *)address, size);
    int64_t unmapped = ros_unmap(handle, address, page * ROS_PAGE_SIZE);
    if (stretch != UNMEASURED)
        marker(MARKER_END, 1);
    return address > 0 && unmapped == 0 && sum == expected[page];
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 500);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t size = parameter(argc, argv, "size", ROS_PAGE_SIZE);
    uint64_t pages = parameter(argc, argv, "pages", 1);
    uint64_t map = parameter(argc, argv, "map", 0);
    int (*once)(int64_t, uint64_t, uint64_t, int) = map ? map_once : copy_once;
    if (size > ROS_PAGE_SIZE)
        size = ROS_PAGE_SIZE;
    if (pages < 1 || pages > MAX_PAGES)
        pages = 1;
    if (warmup < pages)
        warmup = pages; /* every page is in the cache before the first measurement */
    start(argc, argv, 1);
    for (uint64_t page = 0; page < pages; page++)
        expected[page] = pattern_checksum(page * ROS_PAGE_SIZE, size);

    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    int right = handle >= 0;
    for (uint64_t i = 0; i < warmup; i++)
        right &= once(handle, i % pages, size, UNMEASURED);
    measure_baseline();
    for (int stretch = STRETCH_CROSSING; stretch <= STRETCH_CONSUMED; stretch++)
        for (uint64_t i = 0; i < iterations; i++)
            right &= once(handle, i % pages, size, stretch);
    right &= ros_close(handle) == 0;
    return verdict("file-read-hot", right);
}
