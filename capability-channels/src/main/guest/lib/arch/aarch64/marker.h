/* The measurement marker: no cycles, no register changed. Built with -DNO_MARKERS an image runs on the
   host too (its markers do nothing). */
#ifndef ROS_MARKER_H
#define ROS_MARKER_H
#include <stdint.h>

enum { MARKER_BEGIN = 1, MARKER_END = 2, MARKER_VERIFY = 3, MARKER_REPORT = 4 };

static inline __attribute__((always_inline)) void marker(uint32_t kind, uint64_t value)
{
    register uint64_t x0 __asm__("x0") = kind;
    register uint64_t x1 __asm__("x1") = value;
#ifdef NO_MARKERS
    __asm__ volatile("" : : "r"(x0), "r"(x1) : "memory");
#else
    __asm__ volatile("udf #0x5255" : : "r"(x0), "r"(x1) : "memory");
#endif
}
#endif
