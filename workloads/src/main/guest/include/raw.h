/* Requests below the runtime library: entries and words that it would never write. One carrier, found by asking:
   a channel, a ring, the gate, or the system call. Instead of ros_start, not beside it. */
#ifndef RAW_H
#define RAW_H
#include "attack.h"
#include "gate_call.h"
#include "memory.h"

enum carrier { BY_TRAP, BY_RING, BY_CHANNEL, BY_GATE };
enum { RAW_ENTRIES = 8, RAW_HERE = -100 };

static struct ros_boot_block raw_block;
static struct ros_ring_params raw_params;

static struct {
    enum carrier carrier;
    uint32_t polls, producers;
    struct ros_ring_header *header;
    uint32_t tail, taken;
} raw;

static inline int raw_queued(void)
{
    return raw.carrier == BY_RING || raw.carrier == BY_CHANNEL;
}

/* The handle that paths start at. */
static inline int64_t raw_root(void)
{
    return raw.carrier == BY_CHANNEL || raw.carrier == BY_GATE ? raw_block.root_directory : RAW_HERE;
}

/* With several producers an entry says itself that it is filled, where the queue can be had so. */
static inline void raw_start(uint32_t polls, uint32_t producers)
{
    struct ros_boot_spec spec = {
        .version = ROS_VERSION,
        .flags = ROS_BOOT_WANT_CHANNEL | ROS_BOOT_WANT_DIRECT | (polls ? ROS_BOOT_WANT_POLL : 0),
        .channel_entries = RAW_ENTRIES,
        .block = (uint64_t)&raw_block,
        .block_size = sizeof(raw_block),
    };
    uint64_t shared = 0;
    raw.polls = polls;
    if (trap1(ROS_TRAP_ACQUIRE_INITIAL_CAPABILITIES, (uint64_t)&spec) >= 0) {
        raw.carrier = raw_block.flags & ROS_BOOT_WANT_CHANNEL ? BY_CHANNEL : BY_GATE;
        shared = raw_block.channel_address;
    } else {
        raw_params = (struct ros_ring_params){.entries = RAW_ENTRIES, .flags = (polls ? ROS_RING_SETUP_POLL : 0) |
                                                        (producers > 1 ? ROS_RING_SETUP_PRODUCERS : 0)};
        raw.producers = producers;
        raw.carrier = trap1(ROS_TRAP_RING_SETUP, (uint64_t)&raw_params) == 0 ? BY_RING : BY_TRAP;
        shared = raw_params.address;
    }
    raw.header = (struct ros_ring_header *)shared;
}

static inline volatile struct ros_submission *raw_slot(uint32_t number)
{
    return (struct ros_submission *)((uint64_t)raw.header + ROS_RING_SUBMISSIONS) + number % RAW_ENTRIES;
}

/* Fills the next entry and shows it; nobody was told yet. A signed handle goes in as the index that it holds. */
static inline volatile struct ros_submission *raw_submit(uint32_t op, int64_t handle, uint64_t a0, uint64_t a1,
                                                         uint64_t a2, uint64_t a3)
{
    volatile struct ros_submission *entry = raw_slot(raw.tail);
    *entry = (struct ros_submission){.opcode = (uint8_t)op,
                                     .handle = (uint32_t)handle_argument(handle),
                                     .user_data = raw.tail,
                                     .a0 = a0,
                                     .a1 = a1,
                                     .a2 = a2,
                                     .a3 = a3};
    if (raw.producers > 1)
        entry->reserved1 = (uint64_t)raw.tail + 1; /* last: it is filled */
    store_release(&raw.header->sq_tail, ++raw.tail);
    return entry;
}

/* Tells the kernel, where nobody polls. */
static inline int64_t raw_ring(void)
{
    if (raw.polls)
        return 0;
    return raw.carrier == BY_RING ? trap4(ROS_TRAP_RING_ENTER, raw_params.ring_id, RAW_ENTRIES, 0, 0)
                                  : trap0(ROS_TRAP_CHANNEL_DOORBELL);
}

/* The next result. */
static inline int64_t raw_take(void)
{
    while (load_acquire(&raw.header->cq_tail) == raw.taken)
        spin_pause();
    const volatile struct ros_completion *completion =
        (const struct ros_completion *)((uint64_t)raw.header + ROS_RING_COMPLETIONS) + raw.taken % RAW_ENTRIES;
    int64_t result = completion->result;
    store_release(&raw.header->cq_head, ++raw.taken);
    return result;
}

/* One operation, there and back. */
static inline int64_t raw_call(uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    if (raw_queued()) {
        raw_submit(op, handle, a0, a1, a2, a3);
        int64_t told = raw_ring();
        return told < 0 ? told : raw_take();
    }
    if (raw.carrier == BY_GATE)
        return gate_call(raw_block.gate, op, (gate_handle)handle, a0, a1, a2, a3);
    return op == ROS_OP_OPEN   ? trap4(LINUX_OPENAT, (uint64_t)handle, a0, a2, a3)
           : op == ROS_OP_READ ? trap4(LINUX_PREAD64, (uint64_t)handle, a0, a1, a2)
                               : -ENOSYS;
}

static inline int64_t raw_open(int64_t base, const char *path, uint32_t flags)
{
    return raw_call(ROS_OP_OPEN, base, (uint64_t)path, strlen(path), flags, 0);
}

/* The secret by a handle of raw_open. */
static inline int raw_secret(const char *what, int64_t handle)
{
    int64_t result = handle < 0 ? handle : raw_call(ROS_OP_READ, handle, (uint64_t)loot, SECRET_BYTES, 0, 0);
    if (result == SECRET_BYTES && is_secret(loot)) {
        obtained_secret(loot);
        return 1;
    }
    refused(what, result);
    return 0;
}
#endif
