/* Order and waiting on shared memory, and the cycle counter. */
#ifndef ROS_MEMORY_H
#define ROS_MEMORY_H
#include <stdint.h>

static inline uint32_t load_acquire(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline void store_release(uint32_t *word, uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

static inline void full_fence(void)
{
    __asm__ volatile("fence rw, rw" : : : "memory");
}

static inline void spin_pause(void)
{
    __asm__ volatile(".4byte 0x0100000f" : : : "memory"); /* PAUSE of Zihintpause: a hint where it is not known */
}

static inline uint64_t cycle_counter(void)
{
    uint64_t cycles;
    __asm__ volatile("rdcycle %0" : "=r"(cycles));
    return cycles;
}
#endif
