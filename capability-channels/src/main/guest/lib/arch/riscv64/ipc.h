/* A message trap: eight words in registers, there and back. A0 handle, A1 info, words A2 to A6, T3 to T5, timeout
   T6; the answer in A0, the badge in A1. */
#ifndef ROS_IPC_H
#define ROS_IPC_H
#include "message_words.h"
#include "word_copy.h"

static inline int64_t ipc_trap(uint64_t number, uint64_t handle, uint64_t info, uint64_t timeout,
                               struct ros_message *m)
{
    register uint64_t a7 __asm__("a7") = number;
    register uint64_t a0 __asm__("a0") = handle;
    register uint64_t a1 __asm__("a1") = info;
    register uint64_t t6 __asm__("t6") = timeout;
    register uint64_t w0 __asm__("a2") = m->words[0];
    register uint64_t w1 __asm__("a3") = m->words[1];
    register uint64_t w2 __asm__("a4") = m->words[2];
    register uint64_t w3 __asm__("a5") = m->words[3];
    register uint64_t w4 __asm__("a6") = m->words[4];
    register uint64_t w5 __asm__("t3") = m->words[5];
    register uint64_t w6 __asm__("t4") = m->words[6];
    register uint64_t w7 __asm__("t5") = m->words[7];
    __asm__ volatile("ecall"
                     : "+r"(a0), "+r"(a1), "+r"(w0), "+r"(w1), "+r"(w2), "+r"(w3), "+r"(w4), "+r"(w5), "+r"(w6),
                       "+r"(w7)
                     : "r"(a7), "r"(t6)
                     : "memory");
    m->badge = a1;
    m->words[0] = w0;
    m->words[1] = w1;
    m->words[2] = w2;
    m->words[3] = w3;
    m->words[4] = w4;
    m->words[5] = w5;
    m->words[6] = w6;
    m->words[7] = w7;
    return (int64_t)a0;
}
#endif
