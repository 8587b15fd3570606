/* A queue pair in the hands of an attacker: wild heads and tails, opcodes, reserved fields, pointers. Over
   ring; exit status 0 if the kernel answers each with an errno and goes on. It builds its own ring, because
   the library's would never say such things. */
#include "expect.h"
#include "measure.h"
#include "memory.h"
#include "trap.h"

static struct ros_ring_params params;
static char buffer[64];

static int64_t setup(uint32_t entries)
{
    params = (struct ros_ring_params){.entries = entries};
    return trap1(ROS_TRAP_RING_SETUP, (uint64_t)&params);
}

static struct ros_ring_header *header(void)
{
    return (struct ros_ring_header *)params.address;
}

/* One entry, there and back: its result. */
static int64_t call(struct ros_submission entry)
{
    struct ros_ring_header *ring = header();
    uint32_t tail = ring->sq_tail, taken = ring->cq_head;
    entry.user_data = 0x1234567890abcdef;
    ((struct ros_submission *)(params.address + ROS_RING_SUBMISSIONS))[tail % params.entries] = entry;
    store_release(&ring->sq_tail, tail + 1);
    int64_t entered = trap4(ROS_TRAP_RING_ENTER, params.ring_id, 1, 1, ROS_RING_ENTER_GET_EVENTS);
    if (entered < 0)
        return entered;
    if (load_acquire(&ring->cq_tail) != taken + 1)
        return -EIO;
    const struct ros_completion *completion =
        (const struct ros_completion *)(params.address + ROS_RING_COMPLETIONS) + taken % params.entries;
    store_release(&ring->cq_head, taken + 1);
    return completion->user_data == entry.user_data ? completion->result : -EIO;
}

int ros_main(int argc, char **argv)
{
    static const uint32_t sizes[] = {0, 3, 255, 512, 0x80000000, 0xffffffff};
    start(argc, argv, 1);
    for (unsigned i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
        expect("a queue of a wrong size", setup(sizes[i]), -EINVAL);
    expect("parameters at a wild pointer", trap1(ROS_TRAP_RING_SETUP, 0x10), -EFAULT);
    expect("a ring that is not there", trap4(ROS_TRAP_RING_ENTER, 77, 1, 0, 0) < 0, 1);

    expect("set-up", setup(8), 0);
    int64_t parent = ros_null();
    expect("an honest entry", call((struct ros_submission){.opcode = ROS_OP_NULL}), parent);
    expect("an unknown operation", call((struct ros_submission){.opcode = 200}), -ENOSYS);
    expect("flags", call((struct ros_submission){.opcode = ROS_OP_NULL, .flags = 1}), -EINVAL);
    expect("reserved fields", call((struct ros_submission){.opcode = ROS_OP_NULL, .reserved1 = 1}), -EINVAL);
    expect("a descriptor never opened",
           call((struct ros_submission){.opcode = ROS_OP_READ, .handle = 999, .a0 = (uint64_t)buffer, .a1 = 8}), -EBADF);
    int64_t file = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    expect("a wild pointer",
           call((struct ros_submission){.opcode = ROS_OP_READ, .handle = (uint32_t)file, .a0 = 0x10, .a1 = 8}), -EFAULT);
    expect("a kernel pointer", call((struct ros_submission){.opcode = ROS_OP_READ,
                                                            .handle = (uint32_t)file,
                                                            .a0 = 0xffff800000000000,
                                                            .a1 = 8}),
           -EFAULT);
    expect("a path without an end",
           call((struct ros_submission){.opcode = ROS_OP_OPEN, .handle = (uint32_t)-100, .a0 = (uint64_t)buffer, .a1 = 1ull << 40}) < 0,
           1);
    uint32_t tail = header()->sq_tail;
    store_release(&header()->sq_tail, tail + 9);
    expect("a tail beyond the queue", trap4(ROS_TRAP_RING_ENTER, params.ring_id, 1, 0, 0), -EINVAL);
    store_release(&header()->sq_tail, tail);
    header()->sq_head = 0x55555555; /* the kernel's own word: it has a copy */
    header()->entries = 1u << 31;
    expect("an honest entry after all that", call((struct ros_submission){.opcode = ROS_OP_NULL}), parent);
    return verdict("hostile-ring", right);
}
