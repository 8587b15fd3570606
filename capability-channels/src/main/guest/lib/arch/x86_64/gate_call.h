/* How user code enters the service of tier 1: a call to the gate, registers as docs/guest-abi.md says. */
#ifndef ROS_GATE_CALL_H
#define ROS_GATE_CALL_H
#include <stdint.h>
#include "handle.h"

static inline int64_t gate_call(uint64_t gate, uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2,
                                uint64_t a3)
{
    uint64_t rax = op, rdi = handle, rsi = a0;
    register uint64_t r8 __asm__("r8") = a1;
    register uint64_t r9 __asm__("r9") = a2;
    register uint64_t r10 __asm__("r10") = a3;
    __asm__ volatile("call *%[gate]"
                     : "+a"(rax), "+D"(rdi), "+S"(rsi), "+r"(r8), "+r"(r9), "+r"(r10)
                     : [gate] "b"(gate)
                     : "rcx", "rdx", "r11", "memory", "cc");
    return (int64_t)rax;
}
#endif
