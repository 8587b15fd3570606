/* What does crossing cost when nothing is done behind it?
   Stretch 1: one empty operation. Parameters: iterations, warmup, poll, idle. */
#include "measure.h"

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 1000);
    uint64_t warmup = parameter(argc, argv, "warmup", 100);
    start(argc, argv, 1);
    int64_t expected = ros_null();
    int right = expected > 0;
    for (uint64_t i = 0; i < warmup; i++)
        right &= ros_null() == expected;
    measure_baseline();
    for (uint64_t i = 0; i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t result = ros_null();
        marker(MARKER_END, 1);
        right &= result == expected;
    }
    return verdict("null-call", right);
}
