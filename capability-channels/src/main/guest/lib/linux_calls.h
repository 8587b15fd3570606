/* One Linux system call for each operation; nothing is deferred. What `syscall` is, and what `ebpf` falls back to. */
#ifndef ROS_LINUX_CALLS_H
#define ROS_LINUX_CALLS_H
#include "linux_process.h"

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return trap4(LINUX_OPENAT, (uint64_t)AT_FDCWD_HANDLE, (uint64_t)path, flags, mode);
}

int64_t ros_close(int64_t handle)
{
    return trap1(LINUX_CLOSE, (uint64_t)handle);
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    return trap4(LINUX_PREAD64, (uint64_t)handle, (uint64_t)buffer, length, offset);
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    return trap4(LINUX_PWRITE64, (uint64_t)handle, (uint64_t)buffer, length, offset);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    struct linux_stat from;
    int64_t result = trap4(LINUX_NEWFSTATAT, (uint64_t)AT_FDCWD_HANDLE, (uint64_t)path, (uint64_t)&from, 0);
    if (result < 0)
        return result;
    stat->object = from.inode;
    stat->bytes = (uint64_t)from.size;
    stat->mode = from.mode;
    stat->links = (uint32_t)from.links;
    stat->modified = (uint64_t)from.modify_seconds * 1000000000u + (uint64_t)from.modify_nanos;
    return 0;
}

int64_t ros_receive_bytes(int64_t connection, void *buffer, uint64_t length)
{
    return trap3(LINUX_READ, (uint64_t)connection, (uint64_t)buffer, length);
}

int64_t ros_send_bytes(int64_t connection, const void *buffer, uint64_t length)
{
    return trap3(LINUX_WRITE, (uint64_t)connection, (uint64_t)buffer, length);
}

#include "immediate_calls.h"
#endif
