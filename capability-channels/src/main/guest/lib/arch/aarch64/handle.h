/* What a capability handle is to user code and service: a pointer to its index, signed by the kernel with the
   process's data key, with what the capability says as modifier. Rotated left, so that bit 55, which is 0 in
   every user pointer, is the sign: a handle is never taken for an errno. */
#ifndef ROS_HANDLE_H
#define ROS_HANDLE_H
#include <stdint.h>
#include "rustos_abi.h"

typedef uint64_t gate_handle;

enum { HANDLES_ARE_SIGNED = 1 };

int64_t ros_authenticate(uint64_t pointer, uint64_t modifier, int64_t to_entry);

static inline int is_signed(gate_handle handle)
{
    return handle >> ROS_DIRECT_HANDLE_SIGNED_BIT & 1;
}

/* The index that the kernel knows, whether the handle is authentic or not. */
static inline uint32_t handle_index(gate_handle handle)
{
    return (uint32_t)(is_signed(handle) ? handle >> ROS_DIRECT_HANDLE_INDEX_SHIFT : handle);
}

/* The index of a signed handle; slot 0, which is never filled, for any other. */
static inline uint32_t signed_index(gate_handle handle)
{
    return is_signed(handle) ? (uint32_t)(handle >> ROS_DIRECT_HANDLE_INDEX_SHIFT) : 0;
}

/* A handle as the argument of an operation on another. */
static inline uint64_t handle_argument(int64_t handle)
{
    return handle_index((gate_handle)handle);
}

/* 0 and the entry that the authentic handle points to, or a negative errno. A revoked entry is left to who asks:
   its refusal is certain, and a handle that was kept for too long is no forgery. */
static inline int64_t authenticate(const struct ros_capability **entry, gate_handle handle)
{
    const struct ros_capability *found = *entry;
    if (found->epoch == ROS_DIRECT_EPOCH_REVOKED)
        return 0;
    uint64_t pointer = handle >> ROS_DIRECT_HANDLE_ROTATION | handle << (64 - ROS_DIRECT_HANDLE_ROTATION);
    uint64_t plain = ROS_DIRECT_HANDLE_BASE | (uint64_t)handle_index(handle) << ROS_DIRECT_HANDLE_ENTRY_SHIFT;
    uint64_t modifier = found->rights | (uint64_t)found->object << ROS_DIRECT_HANDLE_MODIFIER_OBJECT |
                        (uint64_t)found->epoch << ROS_DIRECT_HANDLE_MODIFIER_EPOCH;
    int64_t authentic = ros_authenticate(pointer, modifier, (int64_t)((uint64_t)found - plain));
    if (authentic < 0)
        return authentic;
    *entry = (const struct ros_capability *)authentic;
    return 0;
}
#endif
