/* Three processes that pass buffers on: what does one buffer cost from the first to the last and its sum back?
   Stretch 1: one buffer, each stage uses every word. Parameters: iterations, warmup, words (4 to 120). */
#include "measure.h"
#include "peer.h"

enum { TO_FILTER, TO_SINK, TO_SOURCE, LINKS, FILTER = 1, SINK = 2, ANSWER_WORDS = 2, STEP = 3 };

/* Doubles each word and passes the buffer on. */
static int filter(uint64_t count)
{
    uint64_t words[PEER_WORDS];
    for (;;) {
        if (peer_receive(TO_FILTER, words, count))
            return 1;
        for (uint64_t i = 0; i < count; i++)
            words[i] *= 2;
        if (peer_send(TO_SINK, words, count))
            return 1;
    }
}

/* Adds all words up and tells the source, with the number of the buffer. */
static int sink(uint64_t count)
{
    uint64_t words[PEER_WORDS], answer[ANSWER_WORDS] = {0};
    for (;;) {
        if (peer_receive(TO_SINK, words, count))
            return 1;
        answer[0] = 0;
        for (uint64_t i = 0; i < count; i++)
            answer[0] = (answer[0] << 7 | answer[0] >> 57) + words[i];
        answer[1]++;
        if (peer_send(TO_SOURCE, answer, ANSWER_WORDS))
            return 1;
    }
}

int peer_main(uint32_t role, int argc, char **argv)
{
    uint64_t count = parameter(argc, argv, "words", 64);
    if (count > PEER_WORDS)
        return 1;
    return role == FILTER ? filter(count) : role == SINK ? sink(count) : 1;
}

int ros_main(int argc, char **argv)
{
    uint64_t words[PEER_WORDS], answer[ANSWER_WORDS];
    peer_begin(argc, argv);
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t count = parameter(argc, argv, "words", 64);
    if (count > PEER_WORDS)
        count = PEER_WORDS;
    start(argc, argv, 1);
    int right = peer_links(LINKS) == 0 && peer_start(FILTER) > 0 && peer_start(SINK) > 0;
    for (uint64_t round = 1; right && round <= warmup + iterations; round++) {
        uint64_t sum = 0;
        for (uint64_t i = 0; i < count; i++) {
            words[i] = round * STEP + i;
            sum = (sum << 7 | sum >> 57) + 2 * words[i];
        }
        if (round == warmup + 1)
            measure_baseline();
        if (round > warmup)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        right &= peer_send(TO_FILTER, words, count) == 0;
        right &= peer_receive(TO_SOURCE, answer, ANSWER_WORDS) == 0;
        if (round > warmup)
            marker(MARKER_END, 1);
        right &= answer[0] == sum && answer[1] == round;
    }
    return verdict("pipeline", right);
}
