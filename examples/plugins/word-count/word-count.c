/* What does it cost to count the words of a text file?
   Stretch 1: one read and the counting of what it brought. Parameters: iterations, warmup, words. */
#include "measure.h"

static char page[ROS_PAGE_SIZE];
static int in_word; /* a word may go on in the next page */

static uint64_t count(int64_t bytes)
{
    uint64_t begun = 0;
    for (int64_t i = 0; i < bytes; i++) {
        int letter = page[i] > ' ';
        begun += letter && !in_word;
        in_word = letter;
    }
    return begun;
}

static int64_t count_file(int64_t handle, int measured)
{
    int64_t words = 0, bytes;
    uint64_t offset = 0;
    in_word = 0;
    do {
        if (measured)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        bytes = ros_read(handle, page, sizeof(page), offset);
        if (bytes < 0)
            return bytes;
        words += (int64_t)count(bytes);
        if (measured)
            marker(MARKER_END, 1);
        offset += (uint64_t)bytes;
    } while (bytes > 0);
    return words;
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 20);
    uint64_t warmup = parameter(argc, argv, "warmup", 2);
    int64_t words = (int64_t)parameter(argc, argv, "words", 2000);
    start(argc, argv, 1);
    int64_t handle = ros_open("/data/text", ROS_READ_ONLY, 0);
    int right = handle >= 0;
    for (uint64_t i = 0; i < warmup; i++)
        right &= count_file(handle, 0) == words;
    measure_baseline();
    for (uint64_t i = 0; i < iterations; i++)
        right &= count_file(handle, 1) == words;
    return verdict("word-count", right);
}
