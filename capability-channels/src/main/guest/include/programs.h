/* Programs that run next to the data, where a mechanism carries code. Only `ebpf` does (it defines what is
   declared here); to all others PROGRAMS_FALLBACK, placed in one source file, answers -ENOSYS, and the program
   does the same work in user code. */
#ifndef ROS_PROGRAMS_H
#define ROS_PROGRAMS_H
#include "rustos.h"

/* Loads an object file of clang -target bpf, or byte code. Its first program, or a negative errno. */
int64_t ros_program_load(const void *object, uint64_t bytes);
/* Runs a program once on a copy of the data. Its result, 31 bits. */
int64_t ros_program_run(int64_t program, const void *data, uint64_t bytes);
/* Filters every further system call of the process; cannot be undone. */
int64_t ros_filter_calls(int64_t program);
/* Walks an index in a file, 512 bytes a block, from block 0. The blocks read; -ENOENT if the key is not there. */
int64_t ros_lookup(int64_t program, int64_t file, uint64_t key, uint64_t *result);
/* The next packet of a capture that the program passes, from *position on, which moves. Its bytes; 0 at the end. */
int64_t ros_receive(int64_t program, int64_t file, uint64_t *position, void *buffer, uint64_t length);

#define PROGRAMS_FALLBACK                                                                             \
    __attribute__((weak)) int64_t ros_program_load(const void *object, uint64_t bytes)                \
    {                                                                                                 \
        (void)object, (void)bytes;                                                                    \
        return -ENOSYS;                                                                               \
    }                                                                                                 \
    __attribute__((weak)) int64_t ros_lookup(int64_t program, int64_t file, uint64_t key, uint64_t *result) \
    {                                                                                                 \
        (void)program, (void)file, (void)key, (void)result;                                           \
        return -ENOSYS;                                                                               \
    }                                                                                                 \
    __attribute__((weak)) int64_t ros_receive(int64_t program, int64_t file, uint64_t *position, void *buffer, \
                                              uint64_t length)                                        \
    {                                                                                                 \
        (void)program, (void)file, (void)position, (void)buffer, (void)length;                        \
        return -ENOSYS;                                                                               \
    }
#endif
