// What these programs need of the instruction set, the same names for each.
#pragma once
#include <stdint.h>
#include <ucontext.h>

#if defined __riscv

#define PC(context) ((context)->uc_mcontext.__gregs[0])
#define RESULT(context) ((context)->uc_mcontext.__gregs[10])
#define BREAKPOINT "ebreak"
#define READ_COUNTER "rdtime %0"
// Reads from address 0, whatever the result was.
#define READ_NOWHERE(result) \
    register long result asm("a0") = 1; \
    asm volatile("lw a1, 0(x0)" : "+r"(result)::"a1", "memory")
// What a function may do to registers, and what it must keep.
#define SPOIL(value) asm volatile("fmv.d fs0, %0; fmv.d ft0, %0" ::"f"(value) : "fs0", "ft0")
// kill(pid, signal) with the value in two registers around it; sum is their sum afterwards.
#define KILL_AROUND(sum, value, pid, signal) \
    asm volatile("fmv.d fs0, %1; fmv.d ft0, %1; mv a0, %2; mv a1, %3; li a7, 129; ecall;" \
                 "fadd.d %0, fs0, ft0" \
                 : "=f"(sum) \
                 : "f"(value), "r"(pid), "r"(signal) \
                 : "fs0", "ft0", "a0", "a1", "a7", "memory")

static inline int instruction_bytes(uintptr_t pc) { return (*(uint16_t *)pc & 3) == 3 ? 4 : 2; }

#elif defined __aarch64__

#define PC(context) ((context)->uc_mcontext.pc)
#define RESULT(context) ((context)->uc_mcontext.regs[0])
#define BREAKPOINT "brk #0"
#define READ_COUNTER "isb; mrs %0, cntvct_el0"
#define READ_NOWHERE(result) \
    register long result asm("x0") = 1; \
    asm volatile("mov x1, #0; ldr w1, [x1]" : "+r"(result)::"x1", "memory")
#define SPOIL(value) asm volatile("fmov d8, %d0; fmov d16, %d0" ::"w"(value) : "d8", "d16")
#define KILL_AROUND(sum, value, pid, signal) \
    asm volatile("fmov d8, %d1; fmov d16, %d1; mov x0, %2; mov x1, %3; mov x8, #129; svc #0;" \
                 "fadd %d0, d8, d16" \
                 : "=w"(sum) \
                 : "w"(value), "r"((long)(pid)), "r"((long)(signal)) \
                 : "d8", "d16", "x0", "x1", "x8", "memory")

static inline int instruction_bytes(uintptr_t pc) { return 4; }

#endif
