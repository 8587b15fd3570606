/* Batches through a queue: one entry for all operations; or an entry each, where the kernel takes no batches. */
#ifndef ROS_QUEUE_BATCH_H
#define ROS_QUEUE_BATCH_H
#include "batch.h"
#include "queue.h"

static int one_by_one; /* the kernel said that it takes no batches */

static int64_t queue_each(struct ros_operation *operations, uint32_t count)
{
    static struct ros_future futures[ROS_BATCH_MAX];
    int64_t succeeded = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct ros_operation *o = &operations[i];
        queue_submit(&futures[i], o->opcode, o->type, (uint32_t)o->handle, o->a0, o->a1, o->a2, o->a3);
    }
    queue_wait_all();
    for (uint32_t i = 0; i < count; i++) {
        operations[i].result = futures[i].result;
        succeeded += futures[i].result >= 0;
    }
    return succeeded;
}

static int64_t queue_batch(struct ros_operation *operations, uint32_t count)
{
    if (count < 1 || count > ROS_BATCH_MAX)
        return -EINVAL;
    if (!one_by_one) {
        int64_t result = queue_call(ROS_BATCH_OP, ROS_TYPE_NONE, 0, (uint64_t)operations, count, 0, 0);
        if (result != -ENOSYS)
            return result;
        one_by_one = 1;
    }
    return queue_each(operations, count);
}
#endif
