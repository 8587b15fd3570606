/* How every RustOS-ABI program begins and ends: the three emergency calls. */
#ifndef ROS_BOOTSTRAP_H
#define ROS_BOOTSTRAP_H
#include "rustos.h"
#include "trap.h"

static struct ros_boot_block block;

static int64_t acquire(uint32_t wants, uint32_t channel_entries, uint32_t idle_micros)
{
    struct ros_boot_spec spec = {
        .version = ROS_VERSION,
        .flags = wants,
        .channel_entries = channel_entries,
        .idle_micros = idle_micros,
        .block = (uint64_t)&block,
        .block_size = sizeof(block),
    };
    int64_t result = trap1(ROS_TRAP_ACQUIRE_INITIAL_CAPABILITIES, (uint64_t)&spec);
    if (result < 0)
        return result;
    return block.version == ROS_VERSION && (block.flags & wants) == wants ? 0 : -EOPNOTSUPP;
}

_Noreturn void ros_exit(int status)
{
    for (;;)
        trap1(ROS_TRAP_ABORT, (uint64_t)status);
}

#if defined(__riscv) && !defined(ROS_IS_SERVICE)
/* The capability that stands for the sealed pair: dropping it ends tier 1. */
int64_t ros_service(void)
{
    return block.service;
}
#endif

void ros_print(const char *text)
{
    trap2(ROS_TRAP_DEBUG_PRINT, (uint64_t)text, strlen(text));
}
#endif
