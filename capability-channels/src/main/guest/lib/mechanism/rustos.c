/* The three tiers together: bootstrap by tier 3, then tier 1 or 2 for each operation as the kernel's policy
   says (block.tiers), and tier 2 for every handle that tier 1 does not serve. */
#include "bootstrap.h"
#include "gate_call.h"
#include "note.h"
#include "queue.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "rustos");

/* One bit for each handle that tier 1 refused. */
enum { HANDLES = 4096 };
static uint64_t refused[HANDLES / 64];

static void queue_ring(uint32_t count, int wait)
{
    if (count || queue.poll)
        trap0(ROS_TRAP_CHANNEL_DOORBELL);
    if (wait && load_acquire(&queue.header->cq_tail) == queue.taken)
        trap0(ROS_TRAP_CHANNEL_WAIT);
}

static int is_direct(uint32_t op, uint32_t index)
{
    return block.tiers[op] == 1 && !(refused[index % HANDLES / 64] >> index % 64 & 1);
}

static int64_t invoke(uint32_t op, uint32_t type, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2,
                      uint64_t a3)
{
    uint32_t index = handle_index(handle);
    if (is_direct(op, index)) {
        int64_t result = gate_call(block.gate, op, handle, a0, a1, a2, a3);
        if (result != -EOPNOTSUPP)
            return result;
        refused[index % HANDLES / 64] |= 1ull << index % 64;
    }
    return queue_call(op, type, index, a0, a1, a2, a3);
}

int64_t ros_start(const struct ros_options *options)
{
    uint32_t wants = ROS_BOOT_WANT_DIRECT | ROS_BOOT_WANT_CHANNEL | (options->poll ? ROS_BOOT_WANT_POLL : 0);
    int64_t result = acquire(wants, queue_entries(options->depth), options->idle_micros);
    if (result < 0)
        return result;
    queue_start(block.channel_address, options->poll);
    return 0;
}

int64_t ros_null(void)
{
    return invoke(ROS_OP_NULL, ROS_TYPE_NONE, 0, 0, 0, 0, 0);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return invoke(ROS_OP_OPEN, ROS_TYPE_DIRECTORY, block.root_directory, (uint64_t)path, strlen(path), flags, mode);
}

int64_t ros_close(int64_t handle)
{
    int64_t result = invoke(ROS_OP_CLOSE, ROS_TYPE_NONE, (gate_handle)handle, 0, 0, 0, 0);
    int64_t index = (int64_t)handle_argument(handle);
    refused[index % HANDLES / 64] &= ~(1ull << index % 64); /* the next owner of the index starts anew */
    return result;
}

int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset)
{
    return invoke(ROS_OP_READ, ROS_TYPE_FILE, (gate_handle)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset)
{
    return invoke(ROS_OP_WRITE, ROS_TYPE_FILE, (gate_handle)handle, (uint64_t)buffer, length, offset, 0);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    return invoke(ROS_OP_STAT, ROS_TYPE_DIRECTORY, block.root_directory, (uint64_t)path, strlen(path),
                  (uint64_t)stat, 0);
}

int64_t ros_map_read(int64_t handle, uint64_t offset)
{
    return invoke(ROS_OP_MAP_READ, ROS_TYPE_FILE, (gate_handle)handle, 0, 0, offset, 0);
}

int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset)
{
    return invoke(ROS_OP_UNMAP_GRANT, ROS_TYPE_FILE, (gate_handle)handle, (uint64_t)address, 0, offset, 0);
}

int64_t ros_derive(int64_t handle, uint32_t rights, uint64_t expiry_nanos)
{
    return invoke(ROS_OP_DERIVE, ROS_TYPE_NONE, (gate_handle)handle, rights, expiry_nanos, 0, 0);
}

int64_t ros_delegate(int64_t handle, int64_t process, uint32_t rights)
{
    return invoke(ROS_OP_DELEGATE, ROS_TYPE_NONE, (gate_handle)handle, handle_argument(process), rights, 0, 0);
}

int64_t ros_revoke(int64_t handle)
{
    return invoke(ROS_OP_REVOKE, ROS_TYPE_NONE, (gate_handle)handle, 0, 0, 0, 0);
}

int64_t ros_drop(int64_t handle)
{
    return invoke(ROS_OP_DROP, ROS_TYPE_NONE, (gate_handle)handle, 0, 0, 0, 0);
}

int64_t ros_self(void)
{
    return block.self;
}

void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    uint32_t type = op == ROS_OP_NULL ? ROS_TYPE_NONE : ROS_TYPE_FILE;
    if (is_direct(op, handle_index((gate_handle)handle))) {
        future->result = invoke(op, type, (gate_handle)handle, a0, a1, a2, 0);
        future->done = 1;
    } else {
        queue_submit(future, op, type, handle_index((gate_handle)handle), a0, a1, a2, 0);
    }
}

int64_t ros_wait(struct ros_future *future)
{
    return queue_wait(future);
}

void ros_wait_all(void)
{
    queue_wait_all();
}
