/* How user code enters the service of tier 1: CInvoke of the sealed pair at `gate`, registers as
   docs/guest-abi.md says. The return capability is a sealed entry made of our own PCC. */
#ifndef ROS_GATE_CALL_H
#define ROS_GATE_CALL_H
#include <stdint.h>
#include "handle.h"

__asm__(".include \"riscv-cheri.h\"");

static inline int64_t gate_call(uint64_t gate, uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2,
                                uint64_t a3)
{
    register uint64_t r0 __asm__("a0") = op;
    register uint64_t r1 __asm__("a1") = handle;
    register uint64_t r2 __asm__("a2") = a0;
    register uint64_t r3 __asm__("a3") = a1;
    register uint64_t r4 __asm__("a4") = a2;
    register uint64_t r5 __asm__("a5") = a3;
    register uint64_t pair __asm__("t0") = gate;
    __asm__ volatile("lc t5, 0, t0\n"
                     "lc t6, 16, t0\n"
                     "cspecialrw ra, 0, zero\n" /* PCC here, 16 bytes before the return */
                     "cincoffsetimm ra, ra, 16\n"
                     "csealentry ra, ra\n"
                     "cinvoke t5, t6"
                     : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(pair)
                     :
                     : "ra", "t1", "t2", "a6", "a7", "t3", "t4", "t5", "t6", "memory");
    return (int64_t)r0;
}
#endif
