/* Connections that others open to this program. Linux-ABI mechanisms define these by sockets; for all others
   NETWORK_BY_FILES, placed in one source file, says it in the operations on files: a port is a file below /net, and who
   opens it has the next connection. */
#ifndef ROS_NETWORK_H
#define ROS_NETWORK_H
#include "rustos.h"

struct ros_listener {
    int64_t handle;
    char path[32];
};

/* Takes connections to a TCP port from now on. */
int64_t ros_listen(struct ros_listener *listener, uint32_t port);
/* Waits for the next; its handle, for the two below and ros_close. */
int64_t ros_accept(struct ros_listener *listener);
/* What has come, at least a byte; 0 at the end. */
int64_t ros_receive_bytes(int64_t connection, void *buffer, uint64_t length);
/* What could be sent, at least a byte. */
int64_t ros_send_bytes(int64_t connection, const void *buffer, uint64_t length);

#define NETWORK_BY_FILES                                                                              \
    __attribute__((weak)) int64_t ros_listen(struct ros_listener *listener, uint32_t port)            \
    {                                                                                                 \
        static const char folder[] = "/net/tcp/";                                                     \
        char digits[8];                                                                               \
        int count = 0;                                                                                \
        memcpy(listener->path, folder, sizeof(folder));                                               \
        for (; port && count < 8; port /= 10)                                                         \
            digits[count++] = (char)('0' + port % 10);                                                \
        char *end = listener->path + sizeof(folder) - 1;                                              \
        while (count)                                                                                 \
            *end++ = digits[--count];                                                                 \
        *end = 0;                                                                                     \
        return 0;                                                                                     \
    }                                                                                                 \
    __attribute__((weak)) int64_t ros_accept(struct ros_listener *listener)                           \
    {                                                                                                 \
        return ros_open(listener->path, ROS_READ_WRITE, 0);                                           \
    }                                                                                                 \
    __attribute__((weak)) int64_t ros_receive_bytes(int64_t connection, void *buffer, uint64_t length) \
    {                                                                                                 \
        return ros_read(connection, buffer, length, 0);                                               \
    }                                                                                                 \
    __attribute__((weak)) int64_t ros_send_bytes(int64_t connection, const void *buffer, uint64_t length) \
    {                                                                                                 \
        return ros_write(connection, buffer, length, 0);                                              \
    }
#endif
