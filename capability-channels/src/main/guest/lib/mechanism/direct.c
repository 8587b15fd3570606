/* Tier 1: a call through the gate into the protected in-process service. Nothing is deferred. */
#include "bootstrap.h"
#include "gate_call.h"
#include "note.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "direct");

static int64_t invoke(uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    return gate_call(block.gate, op, (gate_handle)handle, a0, a1, a2, a3);
}

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    return acquire(ROS_BOOT_WANT_DIRECT, 0, 0);
}

int64_t ros_null(void)
{
    return invoke(ROS_OP_NULL, 0, 0, 0, 0, 0);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return invoke(ROS_OP_OPEN, block.root_directory, (uint64_t)path, strlen(path), flags, mode);
}

int64_t ros_close(int64_t handle)
{
    return invoke(ROS_OP_CLOSE, handle, 0, 0, 0, 0);
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    return invoke(ROS_OP_READ, handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    return invoke(ROS_OP_WRITE, handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    return invoke(ROS_OP_STAT, block.root_directory, (uint64_t)path, strlen(path), (uint64_t)stat, 0);
}

int64_t ros_map_read(int64_t handle, uint64_t offset)
{
    return invoke(ROS_OP_MAP_READ, handle, 0, 0, offset, 0);
}

int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset)
{
    return invoke(ROS_OP_UNMAP_GRANT, handle, (uint64_t)address, 0, offset, 0);
}

int64_t ros_derive(int64_t handle, uint32_t rights, uint64_t expiry_nanos)
{
    return invoke(ROS_OP_DERIVE, handle, rights, expiry_nanos, 0, 0);
}

int64_t ros_delegate(int64_t handle, int64_t process, uint32_t rights)
{
    return invoke(ROS_OP_DELEGATE, handle, handle_argument(process), rights, 0, 0);
}

int64_t ros_revoke(int64_t handle)
{
    return invoke(ROS_OP_REVOKE, handle, 0, 0, 0, 0);
}

int64_t ros_drop(int64_t handle)
{
    return invoke(ROS_OP_DROP, handle, 0, 0, 0, 0);
}

int64_t ros_self(void)
{
    return block.self;
}

void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    future->result = invoke(op, handle, a0, a1, a2, 0);
    future->done = 1;
}

#include "immediate.h"
