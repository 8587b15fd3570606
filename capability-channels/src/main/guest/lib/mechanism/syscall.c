/* The traditional baseline: one Linux system call for each operation. Nothing is deferred. */
#include "linux_process.h"
#include "no_capabilities.h"
#include "note.h"

#ifndef LINUX_MECHANISM
#define LINUX_MECHANISM "syscall"
#endif
ROS_NOTE(ROS_NOTE_MECHANISM, LINUX_MECHANISM);

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    return 0;
}

int64_t ros_null(void)
{
    return trap0(LINUX_GETPPID);
}

#include "linux_calls.h"
