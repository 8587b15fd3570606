/* The file server of `message`: a process of its own that serves files by calls, and reaches them by its own
   capabilities. An open file is an endpoint with a badge that only the server can give; what a client passes is
   never more than numbers and the bytes in its own window. */
#define ros_service ros_sealed_service /* the section below is called so, and nobody asks for the other here */
#include "bootstrap.h"
#include "file_protocol.h"
#include "ipc_calls.h"
#include "note.h"

ROS_NOTE(ROS_NOTE_MECHANISM, "message");

#define SERVICE __attribute__((noinline, section(ROS_SECTION_SERVICE)))

static struct ros_message_buffer buffer __attribute__((aligned(ROS_MESSAGE_BUFFER_SIZE)));

struct file {
    uint32_t handle;   /* the kernel's, 0: free */
    uint32_t endpoint; /* the badged capability that clients' are derived from */
};

static struct file files[MAX_FILES];
static uint64_t most;

/* The data of a client's messages. */
static inline char *data_of(uint64_t client)
{
    return block.window ? (char *)block.window + (client - 1) * ROS_MESSAGE_WINDOW_SIZE : (char *)buffer.words;
}

/* Whether a request's data came with it. */
static inline int is_complete(uint64_t length, int64_t info)
{
    return length <= most && (block.window || ipc_words(info) >= with_data(length));
}

SERVICE static int64_t open_file(uint64_t client, int64_t info, struct ros_message *m)
{
    uint64_t length = m->words[3];
    if (!is_complete(length, info))
        return -EINVAL;
    uint64_t slot = 0;
    while (slot < MAX_FILES && files[slot].handle)
        slot++;
    if (slot == MAX_FILES)
        return -EMFILE;
    int64_t handle = ipc_kernel(ROS_OP_OPEN, block.root_directory, (uint64_t)data_of(client), length, m->words[1],
                                m->words[2]);
    if (handle < 0)
        return handle;
    uint64_t badge = client | (slot + 1) << ROS_MESSAGE_BADGE_FILE_SHIFT;
    int64_t endpoint = ipc_mint(block.endpoint, ROS_RIGHT_WRITE | ROS_RIGHT_GRANT, badge);
    if (endpoint < 0) {
        ipc_kernel(ROS_OP_CLOSE, (uint64_t)handle, 0, 0, 0, 0);
        return endpoint;
    }
    files[slot].handle = (uint32_t)handle;
    files[slot].endpoint = (uint32_t)endpoint;
    buffer.capabilities[0] = ipc_gift((uint32_t)endpoint, ROS_RIGHT_WRITE);
    return 0;
}

SERVICE static int64_t close_file(struct file *file)
{
    ipc_kernel(ROS_OP_DROP, file->endpoint, 0, 0, 0, 0);
    int64_t result = ipc_kernel(ROS_OP_CLOSE, file->handle, 0, 0, 0, 0);
    file->handle = 0;
    return result;
}

SERVICE static int64_t stat_path(uint64_t client, int64_t info, struct ros_message *m)
{
    struct ros_stat stat;
    uint64_t length = m->words[1];
    if (!length || !is_complete(length, info))
        return -EINVAL;
    int64_t result = ipc_kernel(ROS_OP_STAT, block.root_directory, (uint64_t)data_of(client), length, (uint64_t)&stat, 0);
    copy_bytes(&m->words[1], &stat, STAT_WORDS * 8);
    return result;
}

SERVICE static int64_t move(const struct file *file, uint64_t client, int64_t info, const struct ros_message *m)
{
    uint64_t op = m->words[0], length = m->words[1];
    if (op == ROS_OP_WRITE ? !is_complete(length, info) : length > most)
        return -EINVAL;
    return ipc_kernel(op, file->handle, (uint64_t)data_of(client), length, m->words[2], 0);
}

/* Does what a request asks for: fills the answer's words and returns its info. */
SERVICE static uint64_t serve(int64_t info, struct ros_message *m)
{
    uint64_t client = m->badge & ((1 << ROS_MESSAGE_BADGE_FILE_SHIFT) - 1);
    uint64_t number = m->badge >> ROS_MESSAGE_BADGE_FILE_SHIFT;
    uint64_t length = ANSWER_WORDS, capabilities = 0;
    int64_t result = -ENOSYS;
    /* A word that did not come is the server's own old one: not for a request to use. */
    for (uint64_t i = ipc_words(info); i < 4; i++)
        m->words[i] = 0;
    if (!ipc_words(info)) {
        result = -EINVAL;
    } else if (number) {
        struct file *file = &files[number - 1];
        switch (m->words[0]) {
        case ROS_OP_READ:
            result = move(file, client, info, m);
            if (result > 0 && !block.window)
                length = with_data((uint64_t)result);
            break;
        case ROS_OP_WRITE:
            result = move(file, client, info, m);
            break;
        case ROS_OP_CLOSE:
            result = close_file(file);
        }
    } else {
        switch (m->words[0]) {
        case ROS_OP_NULL:
            result = block.parent_process_id;
            break;
        case ROS_OP_OPEN:
            result = open_file(client, info, m);
            capabilities = result == 0;
            break;
        case ROS_OP_STAT:
            result = stat_path(client, info, m);
            length = ANSWER_WORDS + STAT_WORDS;
        }
    }
    m->words[0] = (uint64_t)result;
    return ipc_info(length, capabilities);
}

/* Capabilities that a client sends along are not wanted: they must not fill the table. */
SERVICE static void drop_gifts(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        if ((int64_t)buffer.capabilities[i] > 0)
            ipc_kernel(ROS_OP_DROP, buffer.capabilities[i], 0, 0, 0, 0);
}

MESSAGE static int64_t receive(struct ros_message *m)
{
    return ipc_trap(ROS_TRAP_MESSAGE_RECEIVE, block.endpoint, 0, 0, m);
}

/* Answers, and has the next message. An answer that cannot be sent is one that says so. */
MESSAGE static int64_t answer(uint64_t info, struct ros_message *m)
{
    int64_t next = ipc_trap(ROS_TRAP_MESSAGE_REPLY_WAIT, block.endpoint, info, 0, m);
    if (next >= 0)
        return next;
    m->words[0] = (uint64_t)-EIO;
    return ipc_trap(ROS_TRAP_MESSAGE_REPLY_WAIT, block.endpoint, ANSWER_WORDS, 0, m);
}

int ros_main(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct ros_message message = {0};
    if (acquire(ROS_BOOT_WANT_MESSAGE, 0, 0) < 0 || trap1(ROS_TRAP_MESSAGE_BUFFER, (uint64_t)&buffer) < 0)
        return 1;
    most = block.window ? ROS_MESSAGE_WINDOW_SIZE : MESSAGE_BYTES;
    int64_t info = receive(&message);
    for (;;) {
        if (info < 0) {
            info = receive(&message);
            continue;
        }
        if (ipc_capabilities(info))
            drop_gifts(ipc_capabilities(info));
        uint64_t call = (uint64_t)info & ROS_MESSAGE_INFO_CALL;
        uint64_t reply = serve(info, &message);
        info = call ? answer(reply, &message) : receive(&message);
    }
}
