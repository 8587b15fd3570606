/* A storm of metadata: open, stat and close small files in turn.
   Stretch 1: the three operations on one file (END counts 3). Parameters: iterations, warmup,
   files (1 to 64), poll, idle. */
#include "measure.h"

enum { MAX_FILES = 64, FIRST_SIZE = 100 };

/* /data/m00.bin to /data/m63.bin; file i has FIRST_SIZE + i bytes. */
static char path[] = "/data/m00.bin";

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 500);
    uint64_t warmup = parameter(argc, argv, "warmup", 64);
    uint64_t files = parameter(argc, argv, "files", 16);
    if (files < 1 || files > MAX_FILES)
        files = 1;
    start(argc, argv, 1);
    int right = 1;
    for (uint64_t i = 0; i < warmup + iterations; i++) {
        uint64_t file = i % files;
        struct ros_stat stat;
        path[7] = (char)('0' + file / 10);
        path[8] = (char)('0' + file % 10);
        if (i == warmup)
            measure_baseline();
        if (i >= warmup)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t handle = ros_open(path, ROS_READ_ONLY, 0);
        int64_t found = ros_stat(path, &stat);
        int64_t closed = ros_close(handle);
        if (i >= warmup)
            marker(MARKER_END, 3);
        right &= handle >= 0 && found == 0 && closed == 0 && stat.bytes == FIRST_SIZE + file;
    }
    return verdict("metadata", right);
}
