/* Verified programs in the kernel. The empty operation is a run of an empty program; what a program cannot do
   (opening files, moving buffers) stays a system call. */
#include "linux_calls.h"
#include "no_capabilities.h"
#include "note.h"
#include "programs.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "ebpf");

/* r0 = 1; exit */
static const uint8_t empty_program[] = {0xb7, 0, 0, 0, 1, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0};
static int64_t empty;

int64_t ros_program_load(const void *object, uint64_t bytes)
{
    return trap2(ROS_TRAP_EBPF_LOAD, (uint64_t)object, bytes);
}

int64_t ros_program_run(int64_t program, const void *data, uint64_t bytes)
{
    return trap3(ROS_TRAP_EBPF_RUN, (uint64_t)program, (uint64_t)data, bytes);
}

int64_t ros_filter_calls(int64_t program)
{
    return trap1(ROS_TRAP_EBPF_FILTER_CALLS, (uint64_t)program);
}

int64_t ros_lookup(int64_t program, int64_t file, uint64_t key, uint64_t *result)
{
    return trap4(ROS_TRAP_EBPF_LOOKUP, (uint64_t)program, (uint64_t)file, key, (uint64_t)result);
}

int64_t ros_receive(int64_t program, int64_t file, uint64_t *position, void *buffer, uint64_t length)
{
    return trap6(ROS_TRAP_EBPF_RECEIVE, (uint64_t)program, (uint64_t)file, (uint64_t)position, (uint64_t)buffer,
                 length, 0);
}

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    empty = ros_program_load(empty_program, sizeof(empty_program));
    return empty < 0 ? empty : 0;
}

int64_t ros_null(void)
{
    return ros_program_run(empty, 0, 0);
}
