/* The measuring protocol of every program (docs/guest-abi.md, "Markers") and its parameters name=value. */
#ifndef MEASURE_H
#define MEASURE_H
#include "marker.h"
#include "rustos.h"

enum {
    STRETCH_EMPTY = 0,    /* the baseline */
    STRETCH_CROSSING = 1, /* the operation alone */
    STRETCH_CONSUMED = 2, /* the operation and the use of every byte that it brought */
    BASELINE_REPEATS = 8,
};

/* The number behind `name=` among the arguments, or otherwise. */
static inline uint64_t parameter(int argc, char **argv, const char *name, uint64_t otherwise)
{
    size_t length = strlen(name);
    for (int i = 1; i < argc; i++) {
        const char *text = argv[i];
        size_t j = 0;
        while (j < length && text[j] == name[j])
            j++;
        if (j < length || text[j] != '=')
            continue;
        uint64_t value = 0;
        for (text += j + 1; *text >= '0' && *text <= '9'; text++)
            value = value * 10 + (uint64_t)(*text - '0');
        return value;
    }
    return otherwise;
}

static inline void start(int argc, char **argv, uint32_t depth)
{
    struct ros_options options = {
        .depth = depth,
        .poll = (uint32_t)parameter(argc, argv, "poll", 0),
        .idle_micros = (uint32_t)parameter(argc, argv, "idle", 0),
    };
    if (ros_start(&options) < 0) {
        ros_print("the kernel refused this mechanism's set-up\n");
        ros_exit(1);
    }
}

static inline void measure_baseline(void)
{
    /* Every pair runs the same lines of code: unrolled, each would fetch lines of its own, cold. */
#pragma clang loop unroll(disable)
    for (int i = 0; i < BASELINE_REPEATS; i++) {
        marker(MARKER_BEGIN, STRETCH_EMPTY);
        marker(MARKER_END, 0);
    }
}

/* The exit status of a program whose result was right or not. */
static inline int verdict(const char *name, int right)
{
    marker(MARKER_VERIFY, right ? 1 : 0);
    ros_print(name);
    ros_print(right ? ": right\n" : ": WRONG\n");
    return right ? 0 : 1;
}
#endif
