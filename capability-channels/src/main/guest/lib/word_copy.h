/* Copying by words where an ISA has no instruction for it: 64 bytes a turn, and the compiler may not make a call of
   it. */
#ifndef ROS_WORD_COPY_H
#define ROS_WORD_COPY_H
#include <stdint.h>

static inline void copy_bytes(void *to, const void *from, uint64_t bytes)
{
    uint64_t *t = to;
    const uint64_t *f = from;
    for (; bytes >= 64; bytes -= 64, t += 8, f += 8) {
        uint64_t a = f[0], b = f[1], c = f[2], d = f[3], e = f[4], g = f[5], h = f[6], i = f[7];
        __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(g), "+r"(h), "+r"(i));
        t[0] = a, t[1] = b, t[2] = c, t[3] = d, t[4] = e, t[5] = g, t[6] = h, t[7] = i;
    }
    for (; bytes >= 8; bytes -= 8) {
        *t++ = *f++;
        __asm__ volatile("" : : : "memory");
    }
    char *tail = (char *)t;
    for (const char *g = (const char *)f; bytes; bytes--) {
        *tail++ = *g++;
        __asm__ volatile("" : : : "memory");
    }
}
#endif
