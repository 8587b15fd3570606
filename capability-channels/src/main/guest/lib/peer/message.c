/* Processes of `message`: a link is an endpoint; what is longer than registers goes through both message buffers. */
#include "peer.h"
#include "ipc_calls.h"

struct ros_boot_block *ros_boot(void);
struct ros_message_buffer *ros_buffer(void);

static uint32_t links[PEER_LINKS];
static uint32_t flags; /* a notification that nobody waits for */

void peer_begin(int argc, char **argv)
{
    static const char name[] = "role=";
    const char *text = argv[argc - 1];
    if (memcmp(text, name, sizeof(name) - 1))
        return;
    uint32_t role = 0;
    for (text += sizeof(name) - 1; *text; text++)
        role = role * 10 + (uint32_t)(*text - '0');
    struct ros_options options = {0};
    if (ros_start(&options) < 0)
        ros_exit(1);
    for (uint32_t i = 0; i < ros_boot()->inherited_count; i++)
        links[i] = ros_boot()->inherited[i];
    ros_exit(peer_main(role, argc, argv));
}

int64_t peer_links(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t made = ipc_create(ROS_TYPE_ENDPOINT);
        if (made < 0)
            return made;
        links[i] = (uint32_t)made;
    }
    int64_t made = ipc_create(ROS_TYPE_NOTIFICATION);
    flags = (uint32_t)made;
    return made < 0 ? made : 0;
}

int64_t peer_start(uint32_t role)
{
    uint64_t count = 0;
    for (; count < PEER_LINKS && links[count]; count++)
        ros_buffer()->capabilities[count] = ipc_gift(links[count], ROS_RIGHT_ALL);
    return trap3(ROS_TRAP_MESSAGE_SPAWN, role, count, 0);
}

/* Registers first, then the buffer. */
static inline void put(struct ros_message *m, const uint64_t *words, uint64_t count)
{
    for (uint64_t i = 0; i < ROS_MESSAGE_REGISTER_WORDS && i < count; i++)
        m->words[i] = words[i];
    if (count > ROS_MESSAGE_REGISTER_WORDS)
        copy_bytes(ros_buffer()->words, words + ROS_MESSAGE_REGISTER_WORDS, (count - ROS_MESSAGE_REGISTER_WORDS) * 8);
}

static inline void get(const struct ros_message *m, uint64_t *words, uint64_t count)
{
    for (uint64_t i = 0; i < ROS_MESSAGE_REGISTER_WORDS && i < count; i++)
        words[i] = m->words[i];
    if (count > ROS_MESSAGE_REGISTER_WORDS)
        copy_bytes(words + ROS_MESSAGE_REGISTER_WORDS, ros_buffer()->words, (count - ROS_MESSAGE_REGISTER_WORDS) * 8);
}

/* A trap that sends `out` words and receives `in`. */
static inline int64_t exchange(uint64_t trap, uint32_t link, uint64_t *words, uint64_t out, uint64_t in)
{
    struct ros_message m;
    put(&m, words, out);
    int64_t info = ipc_trap(trap, links[link], ipc_info(out, 0), 0, &m);
    if (info < 0)
        return info;
    if (ipc_words(info) != in)
        return -EPROTO;
    get(&m, words, in);
    return 0;
}

int64_t peer_send(uint32_t link, const uint64_t *words, uint64_t count)
{
    struct ros_message m;
    put(&m, words, count);
    return ipc_trap(ROS_TRAP_MESSAGE_SEND, links[link], ipc_info(count, 0), 0, &m);
}

int64_t peer_receive(uint32_t link, uint64_t *words, uint64_t count)
{
    return exchange(ROS_TRAP_MESSAGE_RECEIVE, link, words, 0, count);
}

int64_t peer_call(uint32_t link, uint64_t *words, uint64_t count)
{
    return exchange(ROS_TRAP_MESSAGE_CALL, link, words, count, count);
}

int64_t peer_next(uint32_t link, uint64_t *words, uint64_t count)
{
    return exchange(ROS_TRAP_MESSAGE_RECEIVE, link, words, 0, count);
}

int64_t peer_answer(uint32_t link, uint64_t *words, uint64_t count)
{
    return exchange(ROS_TRAP_MESSAGE_REPLY_WAIT, link, words, count, count);
}

int64_t peer_kernel_call(void)
{
    return trap2(ROS_TRAP_MESSAGE_SIGNAL, flags, 0);
}
