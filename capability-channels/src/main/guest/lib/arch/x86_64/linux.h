/* The part of the Linux system-call ABI that differs between ISAs: numbers and struct stat. */
#ifndef ROS_LINUX_H
#define ROS_LINUX_H
#include <stdint.h>

enum {
    LINUX_READ = 0,
    LINUX_WRITE = 1,
    LINUX_CLOSE = 3,
    LINUX_MMAP = 9,
    LINUX_MUNMAP = 11,
    LINUX_PREAD64 = 17,
    LINUX_PWRITE64 = 18,
    LINUX_SOCKET = 41,
    LINUX_BIND = 49,
    LINUX_LISTEN = 50,
    LINUX_GETPPID = 110,
    LINUX_EXIT_GROUP = 231,
    LINUX_OPENAT = 257,
    LINUX_NEWFSTATAT = 262,
    LINUX_ACCEPT4 = 288,
};

struct linux_stat {
    uint64_t device;
    uint64_t inode;
    uint64_t links;
    uint32_t mode;
    uint32_t user;
    uint32_t group;
    uint32_t pad;
    uint64_t special_device;
    int64_t size;
    int64_t block_size;
    int64_t blocks;
    int64_t access_seconds;
    int64_t access_nanos;
    int64_t modify_seconds;
    int64_t modify_nanos;
    int64_t change_seconds;
    int64_t change_nanos;
    int64_t reserved[3];
};
_Static_assert(sizeof(struct linux_stat) == 144, "struct stat of x86-64");
#endif
