/* The service of tier 1 that takes batches too: one passage of the gate, many operations. What it reads of the array
   it reads once, into its own stack, and each operation is checked as if it had come alone. */
#define ros_serve serve_one
#include "service.c"
#undef ros_serve

#ifdef __x86_64__
int64_t ros_copy_words(void *to, const void *from, uint64_t words);
#else
static inline int64_t ros_copy_words(void *to, const void *from, uint64_t words)
{
    return ros_copy_bytes(to, from, words * sizeof(uint64_t));
}
#endif

SERVICE static int64_t serve_operation(const struct ros_operation *mine)
{
    gate_handle handle = (gate_handle)mine->handle;
    if (handle != mine->handle)
        return -EBADF;
    if (mine->reserved)
        return -EINVAL;
    return serve_one(mine->opcode, handle, mine->a0, mine->a1, mine->a2, mine->a3);
}

SERVICE static int64_t serve_batch(uint64_t array, uint64_t count)
{
    struct ros_operation *theirs = (struct ros_operation *)array;
    int64_t succeeded = 0;
    if (count < 1 || count > ROS_BATCH_MAX)
        return -EINVAL;
    if (!is_user_range(array, count * sizeof(*theirs)))
        return -EFAULT;
    data->batches++;
    for (uint64_t i = 0; i < count; i++) {
        struct ros_operation mine;
        int64_t refused = ros_copy_words(&mine, &theirs[i], sizeof(mine) / sizeof(uint64_t));
        if (refused)
            return refused;
        data->batched++;
        mine.result = serve_operation(&mine);
        refused = ros_copy_words(&theirs[i].result, &mine.result, 1);
        if (refused)
            return refused;
        succeeded += mine.result >= 0;
    }
    return succeeded;
}

SERVICE int64_t ros_serve(uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    if (__builtin_expect(op == ROS_BATCH_OP, 0))
        return handle | a2 | a3 ? -EINVAL : serve_batch(a0, a1);
    return serve_one(op, handle, a0, a1, a2, a3);
}
