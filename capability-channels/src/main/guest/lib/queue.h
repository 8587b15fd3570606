/* The guest's side of a queue pair (RingLayout): fill submissions, take completions. Shared by ring, channel
   and rustos, which differ in how they ring the kernel: they define queue_ring. */
#ifndef ROS_QUEUE_H
#define ROS_QUEUE_H
#include "memory.h"
#include "rustos.h"

#define MESSAGE __attribute__((noinline, section(ROS_SECTION_MESSAGE)))
#define POLL __attribute__((noinline, section(ROS_SECTION_POLL)))

/* Lives in ordinary memory; the kernel's words are read from the shared header only. */
static struct {
    struct ros_ring_header *header;
    struct ros_submission *submissions;
    const struct ros_completion *completions;
    uint32_t mask;
    uint32_t tail;      /* next submission to fill */
    uint32_t published; /* what the kernel was told */
    uint32_t taken;     /* next completion to take */
    uint32_t unfinished;
    uint32_t poll;
} queue;

/* Tells the kernel that `count` submissions are new; wait: come back only when a completion is unread. */
static void queue_ring(uint32_t count, int wait);

static void queue_start(uint64_t address, uint32_t poll)
{
    queue.header = (struct ros_ring_header *)address;
    queue.submissions = (struct ros_submission *)(address + ROS_RING_SUBMISSIONS);
    queue.completions = (const struct ros_completion *)(address + ROS_RING_COMPLETIONS);
    queue.mask = queue.header->entries - 1;
    queue.poll = poll;
}

/* Takes every completion that is there. */
MESSAGE static void queue_collect(void)
{
    uint32_t tail = load_acquire(&queue.header->cq_tail);
    uint32_t taken = queue.taken;
    if (taken == tail)
        return;
    do {
        const struct ros_completion *completion = &queue.completions[taken & queue.mask];
        struct ros_future *future = (struct ros_future *)completion->user_data;
        future->result = completion->result;
        future->done = 1;
        queue.unfinished--;
    } while (++taken != tail);
    queue.taken = taken;
    store_release(&queue.header->cq_head, taken);
}

/* Shows the kernel what was filled; a sleeping poller is woken. */
MESSAGE static void queue_publish(int wait)
{
    uint32_t count = queue.tail - queue.published;
    queue.published = queue.tail;
    if (count)
        store_release(&queue.header->sq_tail, queue.tail);
    if (!queue.poll) {
        if (count || wait)
            queue_ring(count, wait);
        return;
    }
    full_fence(); /* the tail must be visible before the flag is read, or both sides sleep */
    if (load_acquire(&queue.header->kernel_flags) & ROS_RING_NEED_WAKEUP)
        queue_ring(count, 0);
}

/* Spins until a completion is there: time in which nothing is carried. */
POLL static void queue_spin(void)
{
    while (load_acquire(&queue.header->cq_tail) == queue.taken)
        spin_pause();
}

/* Waits for at least one completion. */
MESSAGE static void queue_await(void)
{
    queue_publish(1);
    if (queue.poll)
        queue_spin();
    queue_collect();
}

MESSAGE static void queue_submit(struct ros_future *future, uint32_t op, uint32_t type, uint32_t handle, uint64_t a0,
                                 uint64_t a1, uint64_t a2, uint64_t a3)
{
    while (queue.unfinished > queue.mask) /* full: back-pressure */
        queue_await();
    struct ros_submission *entry = &queue.submissions[queue.tail & queue.mask];
    entry->opcode = (uint8_t)op;
    entry->flags = 0;
    entry->type = (uint16_t)type;
    entry->handle = handle;
    entry->user_data = (uint64_t)future;
    entry->a0 = a0;
    entry->a1 = a1;
    entry->a2 = a2;
    entry->a3 = a3;
    entry->reserved0 = 0;
    entry->reserved1 = 0;
    future->done = 0;
    queue.tail++;
    queue.unfinished++;
}

static int64_t queue_wait(struct ros_future *future)
{
    while (!future->done)
        queue_await();
    return future->result;
}

static void queue_wait_all(void)
{
    while (queue.unfinished)
        queue_await();
}

/* One operation, there and back. */
static int64_t queue_call(uint32_t op, uint32_t type, uint32_t handle, uint64_t a0, uint64_t a1, uint64_t a2,
                          uint64_t a3)
{
    struct ros_future future;
    queue_submit(&future, op, type, handle, a0, a1, a2, a3);
    return queue_wait(&future);
}

/* 1, 2, 4 ... 256: the least that holds depth. */
static uint32_t queue_entries(uint32_t depth)
{
    uint32_t entries = 1;
    while (entries < depth && entries < ROS_RING_MAX_ENTRIES)
        entries *= 2;
    return entries;
}
#endif
