/* The measurement marker: no cycles, no register changed. Built with -DNO_MARKERS an image runs on the
   host too (its markers do nothing). */
#ifndef ROS_MARKER_H
#define ROS_MARKER_H
#include <stdint.h>

enum { MARKER_BEGIN = 1, MARKER_END = 2, MARKER_VERIFY = 3, MARKER_REPORT = 4 };

static inline __attribute__((always_inline)) void marker(uint32_t kind, uint64_t value)
{
    register uint64_t a0 __asm__("a0") = kind;
    register uint64_t a1 __asm__("a1") = value;
#ifdef NO_MARKERS
    __asm__ volatile("" : : "r"(a0), "r"(a1) : "memory");
#else
    __asm__ volatile(".4byte 0x0000000b" : : "r"(a0), "r"(a1) : "memory"); /* custom-0 */
#endif
}
#endif
