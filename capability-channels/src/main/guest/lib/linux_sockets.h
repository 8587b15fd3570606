/* Connections by Linux's sockets: what the Linux-ABI mechanisms share of network.h. */
#ifndef ROS_LINUX_SOCKETS_H
#define ROS_LINUX_SOCKETS_H
#include "linux.h"
#include "network.h"
#include "trap.h"

enum { AF_INET_FAMILY = 2, SOCK_STREAM_TYPE = 1, LISTEN_BACKLOG = 128 };

struct internet_address {
    uint16_t family;
    uint8_t port[2]; /* most significant first */
    uint8_t rest[12];
};

int64_t ros_listen(struct ros_listener *listener, uint32_t port)
{
    struct internet_address any = {AF_INET_FAMILY, {(uint8_t)(port >> 8), (uint8_t)port}, {0}};
    listener->handle = trap3(LINUX_SOCKET, AF_INET_FAMILY, SOCK_STREAM_TYPE, 0);
    if (listener->handle < 0)
        return listener->handle;
    int64_t result = trap3(LINUX_BIND, (uint64_t)listener->handle, (uint64_t)&any, sizeof(any));
    return result < 0 ? result : trap2(LINUX_LISTEN, (uint64_t)listener->handle, LISTEN_BACKLOG);
}

int64_t ros_accept(struct ros_listener *listener)
{
    return trap4(LINUX_ACCEPT4, (uint64_t)listener->handle, 0, 0, 0);
}
#endif
