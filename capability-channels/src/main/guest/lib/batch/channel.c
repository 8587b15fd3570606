/* Tier 2 with batches: one entry of the channel for all operations. */
#include "mechanism/channel.c"
#include "batch/queue_batch.h"

int64_t ros_batch(struct ros_operation *operations, uint32_t count)
{
    return queue_batch(operations, count);
}
