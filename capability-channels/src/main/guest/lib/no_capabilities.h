/* The capability operations of a mechanism that has no capabilities. */
#ifndef ROS_NO_CAPABILITIES_H
#define ROS_NO_CAPABILITIES_H
#include "rustos.h"

int64_t ros_derive(int64_t handle, uint32_t rights, uint64_t expiry_nanos)
{
    (void)handle, (void)rights, (void)expiry_nanos;
    return -ENOSYS;
}

int64_t ros_delegate(int64_t handle, int64_t process, uint32_t rights)
{
    (void)handle, (void)process, (void)rights;
    return -ENOSYS;
}

int64_t ros_revoke(int64_t handle)
{
    (void)handle;
    return -ENOSYS;
}

int64_t ros_drop(int64_t handle)
{
    (void)handle;
    return -ENOSYS;
}

int64_t ros_self(void)
{
    return -ENOSYS;
}
#endif
