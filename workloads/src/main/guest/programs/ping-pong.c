/* What do a call to another process and its answer cost?
   Stretch 1: there and back. Stretch 2: a call of the kernel alone. Parameters: iterations, warmup, words (0 to 120;
   up to 8 travel in registers). The other process answers each word with one more. */
#include "measure.h"
#include "peer.h"

enum { STRETCH_KERNEL = 2 };

int peer_main(uint32_t role, int argc, char **argv)
{
    uint64_t words[PEER_WORDS];
    uint64_t count = parameter(argc, argv, "words", 0);
    if (role != 1 || count > PEER_WORDS)
        return 1;
    int64_t result = peer_next(0, words, count);
    while (result == 0) {
        for (uint64_t i = 0; i < count; i++)
            words[i]++;
        result = peer_answer(0, words, count);
    }
    return 0;
}

/* One exchange; true if every word came back as it should. */
static int exchange(uint64_t *words, uint64_t count, uint64_t round, int measured)
{
    for (uint64_t i = 0; i < count; i++)
        words[i] = round << 32 | i << 8;
    if (measured)
        marker(MARKER_BEGIN, STRETCH_CROSSING);
    int64_t result = peer_call(0, words, count);
    if (measured)
        marker(MARKER_END, 1);
    int right = result == 0;
    for (uint64_t i = 0; i < count; i++)
        right &= words[i] == (round << 32 | i << 8) + 1;
    return right;
}

int ros_main(int argc, char **argv)
{
    uint64_t words[PEER_WORDS];
    peer_begin(argc, argv);
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t count = parameter(argc, argv, "words", 0);
    if (count > PEER_WORDS)
        count = PEER_WORDS;
    start(argc, argv, 1);
    int right = peer_links(1) == 0 && peer_start(1) > 0;
    for (uint64_t i = 0; right && i < warmup; i++)
        right &= exchange(words, count, i, 0) && peer_kernel_call() == 0;
    measure_baseline();
    for (uint64_t i = 0; right && i < iterations; i++)
        right &= exchange(words, count, i, 1);
    for (uint64_t i = 0; right && i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_KERNEL);
        int64_t result = peer_kernel_call();
        marker(MARKER_END, 1);
        right &= result == 0;
    }
    return verdict("ping-pong", right);
}
