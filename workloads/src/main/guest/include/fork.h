/* A second process of the Linux ABI: a fork, with a page that both share. */
#ifndef FORK_H
#define FORK_H
#include "linux.h"
#include "memory.h"
#include "rustos_abi.h"
#include "trap.h"

#ifdef __x86_64__
enum { LINUX_CLONE = 56, LINUX_WAIT4 = 61 };
#else
enum { LINUX_CLONE = 220, LINUX_WAIT4 = 260 };
#endif
enum { SIGCHLD_FLAG = 17, READ_WRITE = 3, SHARED_ANONYMOUS = 0x21 };

static inline void *shared_page(void)
{
    return (void *)trap6(LINUX_MMAP, 0, ROS_PAGE_SIZE, READ_WRITE, SHARED_ANONYMOUS, (uint64_t)-1, 0);
}

static inline int64_t fork_process(void)
{
    return trap6(LINUX_CLONE, SIGCHLD_FLAG, 0, 0, 0, 0, 0);
}

static inline void wait_for(int64_t child)
{
    trap4(LINUX_WAIT4, (uint64_t)child, 0, 0, 0);
}

static inline void await(const uint32_t *word, uint32_t value)
{
    while (load_acquire(word) != value)
        spin_pause();
}
#endif
