/* What a message trap takes and gives in registers. */
#ifndef ROS_MESSAGE_WORDS_H
#define ROS_MESSAGE_WORDS_H
#include <stdint.h>

struct ros_message {
    uint64_t badge;
    uint64_t words[8];
};
#endif
