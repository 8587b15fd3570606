/* Shared memory: lock-free queues beside a Linux process. No capabilities: handles are file descriptors. */
#include "linux_process.h"
#include "no_capabilities.h"
#include "note.h"
#include "queue.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "ring");

static uint32_t ring_id;

static void queue_ring(uint32_t count, int wait)
{
    if (queue.poll)
        trap4(ROS_TRAP_RING_ENTER, ring_id, 0, 0, ROS_RING_ENTER_WAKEUP);
    else
        trap4(ROS_TRAP_RING_ENTER, ring_id, count, wait ? 1 : 0, wait ? ROS_RING_ENTER_GET_EVENTS : 0);
}

int64_t ros_start(const struct ros_options *options)
{
    struct ros_ring_params params = {
        .entries = queue_entries(options->depth),
        .flags = options->poll ? ROS_RING_SETUP_POLL : 0,
        .idle_micros = options->idle_micros,
    };
    int64_t result = trap1(ROS_TRAP_RING_SETUP, (uint64_t)&params);
    if (result < 0)
        return result;
    ring_id = params.ring_id;
    queue_start(params.address, options->poll);
    return 0;
}

int64_t ros_null(void)
{
    return queue_call(ROS_OP_NULL, 0, 0, 0, 0, 0, 0);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return queue_call(ROS_OP_OPEN, 0, (uint32_t)AT_FDCWD_HANDLE, (uint64_t)path, strlen(path), flags, mode);
}

int64_t ros_close(int64_t handle)
{
    return queue_call(ROS_OP_CLOSE, 0, (uint32_t)handle, 0, 0, 0, 0);
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    return queue_call(ROS_OP_READ, 0, (uint32_t)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    return queue_call(ROS_OP_WRITE, 0, (uint32_t)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    return queue_call(ROS_OP_STAT, 0, (uint32_t)AT_FDCWD_HANDLE, (uint64_t)path, strlen(path), (uint64_t)stat, 0);
}

void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    queue_submit(future, op, 0, (uint32_t)handle, a0, a1, a2, 0);
}

int64_t ros_wait(struct ros_future *future)
{
    return queue_wait(future);
}

void ros_wait_all(void)
{
    queue_wait_all();
}
