/* Pure message passing: each operation is a call to the file server, a process of its own. What is longer than a
   message goes through memory that both share, or in pieces. */
#include "bootstrap.h"
#include "file_protocol.h"
#include "ipc_calls.h"
#include "note.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "message");

static struct ros_message_buffer buffer __attribute__((aligned(ROS_MESSAGE_BUFFER_SIZE)));

struct ros_boot_block *ros_boot(void);
struct ros_message_buffer *ros_buffer(void);

/* Memory shared with the file server, or 0. */
static char *window;
static uint64_t most; /* bytes of data that go with one message */

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    int64_t result = acquire(ROS_BOOT_WANT_MESSAGE, 0, 0);
    if (result < 0)
        return result;
    window = (char *)block.window;
    most = window ? ROS_MESSAGE_WINDOW_SIZE : MESSAGE_BYTES;
    return trap1(ROS_TRAP_MESSAGE_BUFFER, (uint64_t)&buffer);
}

/* For programs of several processes (lib/peer/message.c). */
struct ros_boot_block *ros_boot(void)
{
    return &block;
}

struct ros_message_buffer *ros_buffer(void)
{
    return &buffer;
}

/* Calls; the first word of the answer, or what the kernel says. */
MESSAGE static int64_t call(uint64_t handle, uint64_t length, struct ros_message *message)
{
    int64_t info = ipc_trap(ROS_TRAP_MESSAGE_CALL, handle, length, 0, message);
    return info < 0 ? info : (int64_t)message->words[0];
}

/* Puts data where the server finds it; the length of the message. */
MESSAGE static uint64_t put(const void *data, uint64_t bytes)
{
    copy_bytes(window ? window : (char *)buffer.words, data, bytes);
    return window ? REQUEST_WORDS : with_data(bytes);
}

MESSAGE static void get(void *data, uint64_t bytes)
{
    copy_bytes(data, window ? window : (char *)buffer.words, bytes);
}

int64_t ros_null(void)
{
    struct ros_message message = {.words = {ROS_OP_NULL}};
    return call(block.endpoint, 1, &message);
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    uint64_t length = strlen(path);
    if (length > most)
        return -ENAMETOOLONG;
    struct ros_message message = {.words = {ROS_OP_OPEN, flags, mode, length}};
    int64_t result = call(block.endpoint, put(path, length), &message);
    return result < 0 ? result : (int64_t)buffer.capabilities[0];
}

int64_t ros_close(int64_t handle)
{
    struct ros_message message = {.words = {ROS_OP_CLOSE}};
    return call((uint32_t)handle, 1, &message);
}

int64_t ros_read(int64_t handle, void *data, uint64_t length, uint64_t offset)
{
    uint64_t done = 0;
    do {
        uint64_t part = length - done < most ? length - done : most;
        struct ros_message message = {.words = {ROS_OP_READ, part, offset + done}};
        int64_t bytes = call((uint32_t)handle, REQUEST_WORDS, &message);
        if (bytes < 0)
            return done ? (int64_t)done : bytes;
        if ((uint64_t)bytes > part)
            return -EIO; /* a server that answers with more than was asked for */
        get((char *)data + done, (uint64_t)bytes);
        done += (uint64_t)bytes;
        if ((uint64_t)bytes < part)
            break;
    } while (done < length);
    return (int64_t)done;
}

int64_t ros_write(int64_t handle, const void *data, uint64_t length, uint64_t offset)
{
    uint64_t done = 0;
    do {
        uint64_t part = length - done < most ? length - done : most;
        uint64_t words = put((const char *)data + done, part);
        struct ros_message message = {.words = {ROS_OP_WRITE, part, offset + done}};
        int64_t bytes = call((uint32_t)handle, words, &message);
        if (bytes < 0)
            return done ? (int64_t)done : bytes;
        if ((uint64_t)bytes > part)
            return -EIO;
        done += (uint64_t)bytes;
        if ((uint64_t)bytes < part)
            break;
    } while (done < length);
    return (int64_t)done;
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    uint64_t length = strlen(path);
    if (length > most)
        return -ENAMETOOLONG;
    struct ros_message message = {.words = {ROS_OP_STAT, length}};
    int64_t result = call(block.endpoint, put(path, length), &message);
    if (result == 0)
        copy_bytes(stat, &message.words[1], STAT_WORDS * 8);
    return result;
}

int64_t ros_map_read(int64_t handle, uint64_t offset)
{
    (void)handle, (void)offset;
    return -EOPNOTSUPP;
}

int64_t ros_unmap(int64_t handle, int64_t address, uint64_t offset)
{
    (void)handle, (void)address, (void)offset;
    return -EOPNOTSUPP;
}

int64_t ros_derive(int64_t handle, uint32_t rights, uint64_t expiry_nanos)
{
    return ipc_kernel(ROS_OP_DERIVE, (uint32_t)handle, rights, expiry_nanos, 0, 0);
}

int64_t ros_delegate(int64_t handle, int64_t process, uint32_t rights)
{
    return ipc_kernel(ROS_OP_DELEGATE, (uint32_t)handle, (uint64_t)process, rights, 0, 0);
}

int64_t ros_revoke(int64_t handle)
{
    return ipc_kernel(ROS_OP_REVOKE, (uint32_t)handle, 0, 0, 0, 0);
}

int64_t ros_drop(int64_t handle)
{
    return ipc_kernel(ROS_OP_DROP, (uint32_t)handle, 0, 0, 0, 0);
}

int64_t ros_self(void)
{
    return block.self;
}

#include "immediate_calls.h"
