/* Messages for programs that use them directly (only images of `message` have them): docs/guest-abi.md, "message". */
#ifndef ROS_IPC_CALLS_H
#define ROS_IPC_CALLS_H
#include "ipc.h"
#include "rustos_abi.h"
#include "trap.h"

#define MESSAGE __attribute__((noinline, section(ROS_SECTION_MESSAGE)))

/* What describes a message of so many words and capabilities. */
static inline uint64_t ipc_info(uint64_t words, uint64_t capabilities)
{
    return words | capabilities << ROS_MESSAGE_INFO_CAPABILITIES_SHIFT;
}

static inline uint64_t ipc_words(int64_t info)
{
    return (uint64_t)info & 0xff;
}

static inline uint64_t ipc_capabilities(int64_t info)
{
    return (uint64_t)info >> ROS_MESSAGE_INFO_CAPABILITIES_SHIFT & 0xf;
}

/* One capability of a message: the handle, and the rights that the receiver shall keep. */
static inline uint64_t ipc_gift(uint32_t handle, uint64_t rights)
{
    return handle | rights << ROS_MESSAGE_RIGHTS_SHIFT;
}

static inline int64_t ipc_create(uint32_t type)
{
    return trap1(ROS_TRAP_MESSAGE_CREATE, type);
}

static inline int64_t ipc_mint(uint32_t handle, uint32_t rights, uint64_t badge)
{
    return trap3(ROS_TRAP_MESSAGE_MINT, handle, rights, badge);
}

static inline int64_t ipc_kernel(uint64_t op, uint64_t handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    return trap6(ROS_TRAP_MESSAGE_KERNEL, op, handle, a0, a1, a2, a3);
}
#endif
