/* Numbers and struct stat of the ISAs to which Linux came late (asm-generic/unistd.h, asm-generic/stat.h). */
#ifndef ROS_GENERIC_LINUX_H
#define ROS_GENERIC_LINUX_H
#include <stdint.h>

enum {
    LINUX_OPENAT = 56,
    LINUX_CLOSE = 57,
    LINUX_READ = 63,
    LINUX_WRITE = 64,
    LINUX_PREAD64 = 67,
    LINUX_PWRITE64 = 68,
    LINUX_NEWFSTATAT = 79,
    LINUX_EXIT_GROUP = 94,
    LINUX_GETPPID = 173,
    LINUX_SOCKET = 198,
    LINUX_BIND = 200,
    LINUX_LISTEN = 201,
    LINUX_MUNMAP = 215,
    LINUX_MMAP = 222,
    LINUX_ACCEPT4 = 242,
};

struct linux_stat {
    uint64_t device;
    uint64_t inode;
    uint32_t mode;
    uint32_t links;
    uint32_t user;
    uint32_t group;
    uint64_t special_device;
    uint64_t pad1;
    int64_t size;
    int32_t block_size;
    int32_t pad2;
    int64_t blocks;
    int64_t access_seconds;
    uint64_t access_nanos;
    int64_t modify_seconds;
    uint64_t modify_nanos;
    int64_t change_seconds;
    uint64_t change_nanos;
    uint32_t reserved[2];
};
_Static_assert(sizeof(struct linux_stat) == 128, "asm-generic struct stat");
#endif
