/* Tier 1 with batches: one passage of the gate for all operations. */
#include "mechanism/direct.c"
#include "batch.h"

static int one_by_one; /* the service said that it takes no batches */

int64_t ros_batch(struct ros_operation *operations, uint32_t count)
{
    if (!one_by_one) {
        int64_t result = invoke(ROS_BATCH_OP, 0, (uint64_t)operations, count, 0, 0);
        if (result != -ENOSYS)
            return result;
        one_by_one = 1;
    }
    int64_t succeeded = 0;
    if (count < 1 || count > ROS_BATCH_MAX)
        return -EINVAL;
    for (uint32_t i = 0; i < count; i++) {
        struct ros_operation *o = &operations[i];
        o->result = invoke(o->opcode, (int64_t)o->handle, o->a0, o->a1, o->a2, o->a3);
        succeeded += o->result >= 0;
    }
    return succeeded;
}
