/* The ELF note that names an image's mechanism. */
#ifndef ROS_NOTE_H
#define ROS_NOTE_H
#include <stdint.h>
#include "rustos_abi.h"

#define ROS_NOTE(note_type, id)                                                                       \
    static const struct {                                                                             \
        uint32_t name_size, contents_size, type;                                                      \
        char name[8];                                                                                 \
        uint32_t version;                                                                             \
        char mechanism[(sizeof(id) + 3) / 4 * 4];                                                     \
    } ros_note __attribute__((section(".note.RustOS"), used, aligned(4))) = {                         \
        sizeof(ROS_NOTE_NAME), 4 + sizeof(id), note_type, ROS_NOTE_NAME, ROS_VERSION, id}
#endif
