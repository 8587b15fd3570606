/* The guest's side of the mailbox: fill the slot, ring, take the answer. Handles are file descriptors. */
#include "linux_process.h"
#include "no_capabilities.h"
#include "note.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "mailbox");

enum { TRAP_OPEN = 1100, TRAP_DOORBELL = 1101 };

/* Slot.java has the same layout: a line for the request, behind it the answer. */
struct slot {
    uint64_t opcode, handle, a0, a1, a2, a3, reserved0, reserved1;
    int64_t answer;
};

static volatile struct slot *slot;

__attribute__((noinline, section(ROS_SECTION_MESSAGE))) static int64_t carry(uint64_t opcode, uint64_t handle,
                                                                             uint64_t a0, uint64_t a1, uint64_t a2,
                                                                             uint64_t a3)
{
    slot->opcode = opcode;
    slot->handle = handle;
    slot->a0 = a0;
    slot->a1 = a1;
    slot->a2 = a2;
    slot->a3 = a3;
    int64_t result = trap0(TRAP_DOORBELL);
    return result < 0 ? result : slot->answer;
}

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    int64_t address = trap0(TRAP_OPEN);
    if (address < 0)
        return address;
    slot = (volatile struct slot *)address;
    return 0;
}

int64_t ros_null(void)
{
    return carry(ROS_OP_NULL, 0, 0, 0, 0, 0);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return carry(ROS_OP_OPEN, (uint32_t)AT_FDCWD_HANDLE, (uint64_t)path, strlen(path), flags, mode);
}

int64_t ros_close(int64_t handle)
{
    return carry(ROS_OP_CLOSE, (uint64_t)handle, 0, 0, 0, 0);
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    return carry(ROS_OP_READ, (uint64_t)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    return carry(ROS_OP_WRITE, (uint64_t)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    return carry(ROS_OP_STAT, (uint32_t)AT_FDCWD_HANDLE, (uint64_t)path, strlen(path), (uint64_t)stat, 0);
}

/* There is one slot, so nothing can be deferred. */
void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    future->result = carry(op, (uint64_t)handle, a0, a1, a2, 0);
    future->done = 1;
}

int64_t ros_wait(struct ros_future *future)
{
    return future->result;
}

void ros_wait_all(void)
{
}
