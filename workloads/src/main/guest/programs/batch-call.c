/* N operations in one invocation, of which some must fail: what does one of them cost?
   Stretch 1: one ros_batch (END counts its operations). Parameters: batch (1 to 256), read (1: reads of size bytes; 0:
   empty operations), size (multiple of 8, to 4096), bad (so many operations name a handle that nobody has; they and
   only they must fail), iterations (batches), warmup, poll, idle. */
#include "batch.h"
#include "measure.h"
#include "pattern.h"

BATCH_FALLBACK

enum { MAX_BATCH = 256, PAGES = 16, NOBODY = 0xffff };
static char buffers[MAX_BATCH][ROS_PAGE_SIZE] __attribute__((aligned(4096)));
static struct ros_operation operations[MAX_BATCH] __attribute__((aligned(64)));

static void fill(uint64_t n, int64_t handle, uint64_t read, uint64_t size, uint64_t bad)
{
    for (uint64_t i = 0; i < n; i++) {
        /* spread over the batch: the first, and each n / bad further on */
        int fails = bad && i % ((n + bad - 1) / bad) == 0;
        struct ros_operation *o = &operations[i];
        o->opcode = read || fails ? ROS_OP_READ : ROS_OP_NULL;
        o->type = o->opcode == ROS_OP_READ ? ROS_TYPE_FILE : ROS_TYPE_NONE;
        o->handle = fails ? NOBODY : read ? (uint64_t)handle : 0;
        o->a0 = o->opcode == ROS_OP_READ ? (uint64_t)buffers[i] : 0;
        o->a1 = o->opcode == ROS_OP_READ ? size : 0;
        o->a2 = o->opcode == ROS_OP_READ ? i % PAGES * ROS_PAGE_SIZE : 0;
    }
}

/* Whether exactly those failed that had to, as a handle that nobody has does, and the others did what they should. */
static int right_results(uint64_t n, int64_t wanted, int64_t succeeded)
{
    int64_t good = 0;
    int right = 1;
    for (uint64_t i = 0; i < n; i++) {
        int fails = operations[i].handle == NOBODY;
        right &= operations[i].result == (fails ? -EBADF : wanted);
        good += !fails;
    }
    return right && succeeded == good;
}

int ros_main(int argc, char **argv)
{
    uint64_t n = parameter(argc, argv, "batch", 16);
    uint64_t read = parameter(argc, argv, "read", 1);
    uint64_t size = parameter(argc, argv, "size", 512);
    uint64_t bad = parameter(argc, argv, "bad", 0);
    uint64_t iterations = parameter(argc, argv, "iterations", 100);
    uint64_t warmup = parameter(argc, argv, "warmup", 10);
    if (n < 1 || n > MAX_BATCH)
        n = 1;
    if (size > ROS_PAGE_SIZE)
        size = ROS_PAGE_SIZE;
    if (bad > n)
        bad = n;
    start(argc, argv, (uint32_t)n);
    int64_t handle = 0;
    int64_t wanted = ros_null();
    int right = wanted > 0;
    if (read) {
        handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
        right &= handle >= 0;
        wanted = (int64_t)size;
    }
    fill(n, handle, read, size, bad);
    for (uint64_t i = 0; i < warmup + iterations; i++) {
        if (i == warmup)
            measure_baseline();
        if (i >= warmup)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t succeeded = ros_batch(operations, (uint32_t)n);
        if (i >= warmup)
            marker(MARKER_END, n);
        right &= right_results(n, wanted, succeeded);
        for (uint64_t j = 0; read && j < n; j++)
            right &= operations[j].handle == NOBODY ||
                     checksum(buffers[j], size) == pattern_checksum(j % PAGES * ROS_PAGE_SIZE, size);
    }
    if (read)
        right &= ros_close(handle) == 0;
    return verdict("batch-call", right);
}
