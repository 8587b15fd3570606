/* The three tiers with batches: a batch goes through tier 1 if the policy gives all its operations to it, else through
   tier 2; what tier 1 does not serve goes on to tier 2 in a second batch. */
#include "mechanism/rustos.c"
#include "batch/queue_batch.h"

static int direct_one_by_one; /* the service said that it takes no batches */

static int is_all_direct(const struct ros_operation *operations, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (operations[i].opcode >= ROS_OP_COUNT ||
            !is_direct(operations[i].opcode, handle_index((gate_handle)operations[i].handle)))
            return 0;
    return 1;
}

/* Of the operations those whose result is `which`, as tier 2 names things. How many of them succeeded, or an errno. */
static int64_t by_channel(struct ros_operation *operations, uint32_t count, int64_t which)
{
    static struct ros_operation some[ROS_BATCH_MAX];
    static uint32_t at[ROS_BATCH_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].result != which)
            continue;
        some[n] = operations[i];
        some[n].handle = handle_index((gate_handle)operations[i].handle);
        at[n++] = i;
    }
    if (n == 0)
        return 0;
    int64_t result = queue_batch(some, n);
    for (uint32_t i = 0; i < n; i++) {
        operations[at[i]].result = some[i].result;
        if (which == -EOPNOTSUPP) {
            uint32_t index = (uint32_t)some[i].handle;
            refused[index % HANDLES / 64] |= 1ull << index % 64;
        }
    }
    return result;
}

int64_t ros_batch(struct ros_operation *operations, uint32_t count)
{
    if (count < 1 || count > ROS_BATCH_MAX)
        return -EINVAL;
    if (!is_all_direct(operations, count)) {
        for (uint32_t i = 0; i < count; i++)
            operations[i].result = 0;
        return by_channel(operations, count, 0);
    }
    int64_t result = -ENOSYS;
    if (!direct_one_by_one) {
        result = gate_call(block.gate, ROS_BATCH_OP, 0, (uint64_t)operations, count, 0, 0);
        direct_one_by_one = result == -ENOSYS;
    }
    if (direct_one_by_one) {
        result = 0;
        for (uint32_t i = 0; i < count; i++) {
            struct ros_operation *o = &operations[i];
            o->result = gate_call(block.gate, o->opcode, (gate_handle)o->handle, o->a0, o->a1, o->a2, o->a3);
            result += o->result >= 0;
        }
    }
    if (result < 0 || result == count)
        return result;
    int64_t more = by_channel(operations, count, -EOPNOTSUPP);
    return more < 0 ? more : result + more;
}
