/* Tier 3: the minimal traps of bootstrap. The only operation is the empty one; everything else is refused
   before it leaves the process. */
#include "bootstrap.h"
#include "no_capabilities.h"
#include "note.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "emergency");

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    return acquire(0, 0, 0);
}

int64_t ros_null(void)
{
    return trap1(ROS_TRAP_ACQUIRE_INITIAL_CAPABILITIES, 0);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    (void)path, (void)flags, (void)mode;
    return -ENOSYS;
}

int64_t ros_close(int64_t handle)
{
    (void)handle;
    return -ENOSYS;
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    (void)handle, (void)buffer, (void)length, (void)offset;
    return -ENOSYS;
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    (void)handle, (void)buffer, (void)length, (void)offset;
    return -ENOSYS;
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    (void)path, (void)stat;
    return -ENOSYS;
}

int64_t ros_map_read(int64_t handle, uint64_t offset)
{
    (void)handle, (void)offset;
    return -ENOSYS;
}

int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset)
{
    (void)handle, (void)address, (void)offset;
    return -ENOSYS;
}

void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    (void)handle, (void)a0, (void)a1, (void)a2;
    future->result = op == ROS_OP_NULL ? ros_null() : -ENOSYS;
    future->done = 1;
}

#include "immediate.h"
