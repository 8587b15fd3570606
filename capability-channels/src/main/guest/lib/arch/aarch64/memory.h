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
    __asm__ volatile("dmb ish" : : : "memory");
}

static inline void spin_pause(void)
{
    __asm__ volatile("yield" : : : "memory");
}

/* The architecture's counter; its frequency is the profile's and below the core's. */
static inline uint64_t cycle_counter(void)
{
    uint64_t cycles;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(cycles));
    return cycles;
}
#endif
