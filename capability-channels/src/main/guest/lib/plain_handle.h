/* What a capability handle is to user code and service: the index that the kernel knows. Nothing is signed here,
   because the tables behind it are out of the reach of user code. */
#ifndef ROS_PLAIN_HANDLE_H
#define ROS_PLAIN_HANDLE_H
#include <stdint.h>
#include "rustos_abi.h"

typedef uint32_t gate_handle;

enum { HANDLES_ARE_SIGNED = 0 };

static inline int is_signed(gate_handle handle)
{
    (void)handle;
    return 0;
}

static inline uint32_t handle_index(gate_handle handle)
{
    return handle;
}

static inline uint32_t signed_index(gate_handle handle)
{
    return handle;
}

/* A handle as the argument of an operation on another. */
static inline uint64_t handle_argument(int64_t handle)
{
    return (uint64_t)handle;
}

static inline int64_t authenticate(const struct ros_capability **entry, gate_handle handle)
{
    (void)entry, (void)handle;
    return 0;
}
#endif
