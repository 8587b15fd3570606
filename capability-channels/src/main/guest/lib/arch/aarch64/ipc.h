/* A message trap: eight words in registers, there and back. X0 handle, X1 info, words X2 to X7, X9, X10, timeout
   X11; the answer in X0, the badge in X1. */
#ifndef ROS_IPC_H
#define ROS_IPC_H
#include "message_words.h"
#include "word_copy.h"

static inline int64_t ipc_trap(uint64_t number, uint64_t handle, uint64_t info, uint64_t timeout,
                               struct ros_message *m)
{
    register uint64_t x8 __asm__("x8") = number;
    register uint64_t x0 __asm__("x0") = handle;
    register uint64_t x1 __asm__("x1") = info;
    register uint64_t x11 __asm__("x11") = timeout;
    register uint64_t w0 __asm__("x2") = m->words[0];
    register uint64_t w1 __asm__("x3") = m->words[1];
    register uint64_t w2 __asm__("x4") = m->words[2];
    register uint64_t w3 __asm__("x5") = m->words[3];
    register uint64_t w4 __asm__("x6") = m->words[4];
    register uint64_t w5 __asm__("x7") = m->words[5];
    register uint64_t w6 __asm__("x9") = m->words[6];
    register uint64_t w7 __asm__("x10") = m->words[7];
    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(w0), "+r"(w1), "+r"(w2), "+r"(w3), "+r"(w4), "+r"(w5), "+r"(w6),
                       "+r"(w7)
                     : "r"(x8), "r"(x11)
                     : "memory");
    m->badge = x1;
    m->words[0] = w0;
    m->words[1] = w1;
    m->words[2] = w2;
    m->words[3] = w3;
    m->words[4] = w4;
    m->words[5] = w5;
    m->words[6] = w6;
    m->words[7] = w7;
    return (int64_t)x0;
}
#endif
