/* A message trap: eight words in registers, there and back. RDI handle, RSI info, words RDX R10 R8 R9 R12 to R15,
   timeout RBX; the answer in RAX, the badge in RSI. */
#ifndef ROS_IPC_H
#define ROS_IPC_H
#include "message_words.h"

static inline int64_t ipc_trap(uint64_t number, uint64_t handle, uint64_t info, uint64_t timeout,
                               struct ros_message *m)
{
    register uint64_t rax __asm__("rax") = number;
    register uint64_t rdi __asm__("rdi") = handle;
    register uint64_t rsi __asm__("rsi") = info;
    register uint64_t rbx __asm__("rbx") = timeout;
    register uint64_t w0 __asm__("rdx") = m->words[0];
    register uint64_t w1 __asm__("r10") = m->words[1];
    register uint64_t w2 __asm__("r8") = m->words[2];
    register uint64_t w3 __asm__("r9") = m->words[3];
    register uint64_t w4 __asm__("r12") = m->words[4];
    register uint64_t w5 __asm__("r13") = m->words[5];
    register uint64_t w6 __asm__("r14") = m->words[6];
    register uint64_t w7 __asm__("r15") = m->words[7];
    __asm__ volatile("syscall"
                     : "+r"(rax), "+r"(rsi), "+r"(w0), "+r"(w1), "+r"(w2), "+r"(w3), "+r"(w4), "+r"(w5), "+r"(w6),
                       "+r"(w7)
                     : "r"(rdi), "r"(rbx)
                     : "rcx", "r11", "memory");
    m->badge = rsi;
    m->words[0] = w0;
    m->words[1] = w1;
    m->words[2] = w2;
    m->words[3] = w3;
    m->words[4] = w4;
    m->words[5] = w5;
    m->words[6] = w6;
    m->words[7] = w7;
    return (int64_t)rax;
}

static inline void copy_bytes(void *to, const void *from, uint64_t bytes)
{
    uint64_t words = bytes / 8, rest = bytes % 8;
    __asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
    if (rest)
        __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(rest) : : "memory");
}
#endif
