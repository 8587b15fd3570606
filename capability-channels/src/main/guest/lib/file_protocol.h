/* What clients and the file server say to each other. A request's first word is a ROS_OP; an answer's first word is
   the result. Data lies in the shared window at the offset that the request names, or behind the request's and the
   answer's own words.

   op     endpoint   words behind the op                       answer
   NULL   server     -                                         parent process id
   OPEN   server     flags, mode, length; the path is data     0, with the file's endpoint as a capability
   STAT   server     length; the path is data                  0; words 1 to 4 are the ros_stat
   READ   file       length, offset                            bytes; they are data
   WRITE  file       length, offset; the bytes are data        bytes
   CLOSE  file       -                                         0; the file's endpoint is dead */
#ifndef ROS_FILE_PROTOCOL_H
#define ROS_FILE_PROTOCOL_H
#include "rustos_abi.h"

enum {
    REQUEST_WORDS = 4,  /* before data in a message */
    ANSWER_WORDS = 1,
    STAT_WORDS = 4,     /* of a ros_stat, behind the result */
    MAX_FILES = 64,     /* open at a time, of all clients */
    /* Data of one message without a window. */
    MESSAGE_BYTES = (ROS_MESSAGE_MAX_WORDS - ROS_MESSAGE_REGISTER_WORDS) * 8,
};

/* Words of a message with so many bytes of data in the buffer. */
static inline uint64_t with_data(uint64_t bytes)
{
    return bytes ? ROS_MESSAGE_REGISTER_WORDS + (bytes + 7) / 8 : REQUEST_WORDS;
}
#endif
