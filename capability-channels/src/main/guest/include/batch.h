/* Many operations in one invocation (lib/batch/NAME.c), where the mechanism has that and it is switched on; elsewhere
   each goes alone, and a program sees no difference but in cycles. */
#ifndef BATCH_H
#define BATCH_H
#include "rustos.h"

/* Carries 1 to ROS_BATCH_MAX operations; each is checked and answered by itself in its `result`, and nothing is promised
   about their order. Type, handle and arguments are as docs/guest-abi.md lists them; `reserved` is 0. How many
   succeeded, or a negative errno if the batch as a whole was refused. */
int64_t ros_batch(struct ros_operation *operations, uint32_t count);

/* Place in one source file of a program: what ros_batch is where the library has none of its own. */
#define BATCH_FALLBACK                                                                                        \
    __attribute__((weak)) int64_t ros_batch(struct ros_operation *operations, uint32_t count)                 \
    {                                                                                                         \
        static struct ros_future futures[ROS_BATCH_MAX];                                                      \
        int64_t succeeded = 0;                                                                                \
        if (count < 1 || count > ROS_BATCH_MAX)                                                               \
            return -EINVAL;                                                                                   \
        for (uint32_t i = 0; i < count; i++)                                                                  \
            ros_submit(&futures[i], operations[i].opcode, (int64_t)operations[i].handle, operations[i].a0,    \
                       operations[i].a1, operations[i].a2);                                                   \
        ros_wait_all();                                                                                       \
        for (uint32_t i = 0; i < count; i++) {                                                                \
            operations[i].result = futures[i].result;                                                         \
            succeeded += futures[i].result >= 0;                                                              \
        }                                                                                                     \
        return succeeded;                                                                                     \
    }
#endif
