/* How user code enters the service of tier 1: a call to the gate, registers as docs/guest-abi.md says. */
#ifndef ROS_GATE_CALL_H
#define ROS_GATE_CALL_H
#include <stdint.h>
#include "handle.h"

static inline int64_t gate_call(uint64_t gate, uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2,
                                uint64_t a3)
{
    register uint64_t r0 __asm__("x0") = op;
    register uint64_t r1 __asm__("x1") = handle;
    register uint64_t r2 __asm__("x2") = a0;
    register uint64_t r3 __asm__("x3") = a1;
    register uint64_t r4 __asm__("x4") = a2;
    register uint64_t r5 __asm__("x5") = a3;
    register uint64_t r16 __asm__("x16") = gate;
    __asm__ volatile("blr x16"
                     : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r16)
                     :
                     : "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x17", "x30", "memory", "cc");
    return (int64_t)r0;
}
#endif
