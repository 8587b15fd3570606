/* What the two Linux-ABI mechanisms share: exit, printing, mappings (mmap is Linux's own zero-copy read). */
#ifndef ROS_LINUX_PROCESS_H
#define ROS_LINUX_PROCESS_H
#include "linux.h"
#include "linux_sockets.h"
#include "rustos.h"
#include "trap.h"

enum { AT_FDCWD_HANDLE = -100, PROT_READ_ONLY = 1, MAP_SHARED_PAGE = 1 };

_Noreturn void ros_exit(int status)
{
    for (;;)
        trap1(LINUX_EXIT_GROUP, (uint64_t)status);
}

void ros_print(const char *text)
{
    trap3(LINUX_WRITE, 1, (uint64_t)text, strlen(text));
}

int64_t ros_map_read(int64_t handle, uint64_t offset)
{
    return trap6(LINUX_MMAP, 0, ROS_PAGE_SIZE, PROT_READ_ONLY, MAP_SHARED_PAGE, (uint64_t)handle, offset);
}

int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset)
{
    (void)handle;
    (void)offset;
    return trap2(LINUX_MUNMAP, (uint64_t)address, ROS_PAGE_SIZE);
}
#endif
