/* Processes of Linux: fork, and a link is a pipe in each direction. A message of no words is one byte, because a
   pipe carries nothing else. */
#include "peer.h"
#include "linux.h"
#include "trap.h"

enum {
#ifdef __x86_64__
    LINUX_READ_NUMBER = 0,
    LINUX_CLONE_NUMBER = 56,
    LINUX_PIPE2_NUMBER = 293,
#else
    LINUX_PIPE2_NUMBER = 59,
    LINUX_READ_NUMBER = 63,
    LINUX_CLONE_NUMBER = 220,
#endif
    SIGNAL_OF_CHILD = 17,
};

/* Reading end, writing end. */
struct pipe {
    int32_t ends[2];
};

static struct pipe there[PEER_LINKS], back[PEER_LINKS];
static int arguments;
static char **texts;

void peer_begin(int argc, char **argv)
{
    arguments = argc;
    texts = argv;
}

int64_t peer_links(uint32_t count)
{
    int64_t result = 0;
    for (uint32_t i = 0; i < count && result == 0; i++) {
        result = trap2(LINUX_PIPE2_NUMBER, (uint64_t)there[i].ends, 0);
        if (result == 0)
            result = trap2(LINUX_PIPE2_NUMBER, (uint64_t)back[i].ends, 0);
    }
    return result;
}

int64_t peer_start(uint32_t role)
{
    int64_t result = trap6(LINUX_CLONE_NUMBER, SIGNAL_OF_CHILD, 0, 0, 0, 0, 0);
    if (result == 0)
        ros_exit(peer_main(role, arguments, texts));
    return result;
}

static inline uint64_t bytes_of(uint64_t count)
{
    return count ? count * 8 : 1;
}

static int64_t put(const struct pipe *pipe, const uint64_t *words, uint64_t count)
{
    int64_t result = trap3(LINUX_WRITE, (uint64_t)pipe->ends[1], (uint64_t)words, bytes_of(count));
    return result == (int64_t)bytes_of(count) ? 0 : result < 0 ? result : -EIO;
}

static int64_t get(const struct pipe *pipe, uint64_t *words, uint64_t count)
{
    uint64_t done = 0;
    while (done < bytes_of(count)) {
        int64_t result =
            trap3(LINUX_READ_NUMBER, (uint64_t)pipe->ends[0], (uint64_t)words + done, bytes_of(count) - done);
        if (result <= 0)
            return result < 0 ? result : -EPIPE;
        done += (uint64_t)result;
    }
    return 0;
}

int64_t peer_send(uint32_t link, const uint64_t *words, uint64_t count)
{
    return put(&there[link], words, count);
}

int64_t peer_receive(uint32_t link, uint64_t *words, uint64_t count)
{
    return get(&there[link], words, count);
}

int64_t peer_call(uint32_t link, uint64_t *words, uint64_t count)
{
    int64_t result = put(&there[link], words, count);
    return result < 0 ? result : get(&back[link], words, count);
}

int64_t peer_next(uint32_t link, uint64_t *words, uint64_t count)
{
    return get(&there[link], words, count);
}

int64_t peer_answer(uint32_t link, uint64_t *words, uint64_t count)
{
    int64_t result = put(&back[link], words, count);
    return result < 0 ? result : get(&there[link], words, count);
}

int64_t peer_kernel_call(void)
{
    int64_t result = trap0(LINUX_GETPPID);
    return result < 0 ? result : 0;
}
