/* Where each operation is a call of its own, submitting one makes it. */
#ifndef ROS_IMMEDIATE_CALLS_H
#define ROS_IMMEDIATE_CALLS_H
#include "rustos.h"

void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2)
{
    switch (op) {
    case ROS_OP_NULL:
        future->result = ros_null();
        break;
    case ROS_OP_READ:
        future->result = ros_read(handle, (void *)a0, a1, a2);
        break;
    case ROS_OP_WRITE:
        future->result = ros_write(handle, (const void *)a0, a1, a2);
        break;
    default:
        future->result = -ENOSYS;
    }
    future->done = 1;
}

#include "immediate.h"
#endif
