/* What a guest program sees of the kernel: the same functions over every mechanism. The mechanism is
   chosen at link time (lib/mechanism/NAME.c), so a program's source never says which one carries it. */
#ifndef RUSTOS_H
#define RUSTOS_H
#include <stddef.h>
#include <stdint.h>
#include "rustos_abi.h"

/* Open flags, the generic Linux numbers. */
enum { ROS_READ_ONLY = 0, ROS_WRITE_ONLY = 1, ROS_READ_WRITE = 2, ROS_CREATE = 0100, ROS_TRUNCATE = 01000 };

/* How a program wants its mechanism set up. What a mechanism does not have it ignores. */
struct ros_options {
    uint32_t depth;       /* operations in flight, 1 to 256; rounded up to a power of two */
    uint32_t poll;        /* 1: a kernel thread on another core takes submissions */
    uint32_t idle_micros; /* it sleeps after so much emptiness; 0: never */
};

/* The result of an operation that may not be there yet. Lives until it is done. */
struct ros_future {
    int64_t result;
    uint32_t done;
};

/* The program. Returns its exit status. */
int ros_main(int argc, char **argv);

/* Once, before everything else. Returns 0 or a negative errno, as every function below. */
int64_t ros_start(const struct ros_options *options);
_Noreturn void ros_exit(int status);
/* To the console, for people; never part of a measurement. */
void ros_print(const char *text);

int64_t ros_null(void);
int64_t ros_open(const char *path, uint32_t flags, uint32_t mode);
int64_t ros_close(int64_t handle);
int64_t ros_read(int64_t handle, void *buffer, uint64_t length, uint64_t offset);
int64_t ros_write(int64_t handle, const void *buffer, uint64_t length, uint64_t offset);
int64_t ros_stat(const char *path, struct ros_stat *stat);
/* One page of a file, read-only, without a copy. The address, until ros_unmap. */
int64_t ros_map_read(int64_t handle, uint64_t offset);
int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset);

/* What only mechanisms with capabilities have; the others answer -ENOSYS. */
int64_t ros_derive(int64_t handle, uint32_t rights, uint64_t expiry_nanos);
int64_t ros_delegate(int64_t handle, int64_t process, uint32_t rights);
int64_t ros_revoke(int64_t handle);
int64_t ros_drop(int64_t handle);
/* The capability of this process itself. */
int64_t ros_self(void);

/* Operations at once: submit as many as wanted, then wait. Mechanisms that cannot defer do the operation
   in ros_submit. op is one of ROS_OP_NULL, READ, WRITE; arguments as docs/guest-abi.md lists them. */
void ros_submit(struct ros_future *future, uint32_t op, int64_t handle, uint64_t a0, uint64_t a1, uint64_t a2);
int64_t ros_wait(struct ros_future *future);
void ros_wait_all(void);

/* lib/string.c */
void *memcpy(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);
#endif
