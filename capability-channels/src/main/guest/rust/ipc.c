/* What the Rust crate cannot write by itself: a call whose words are in registers, one of them RBX, which Rust keeps to
   itself. Linked only with the mechanism `message`. */
#include "ipc_calls.h"

int64_t ros_ipc_call(uint64_t handle, uint64_t info, struct ros_message *message);
int64_t ros_ipc_call(uint64_t handle, uint64_t info, struct ros_message *message)
{
    return ipc_trap(ROS_TRAP_MESSAGE_CALL, handle, info, 0, message);
}
