/* What an observer learns from cycles alone; the honest part never shows the secret. way=N:
   1 the honest part compares a guess with the secret up to the first difference, or with constant-time=1 in whole;
     who sees two runs with different secrets compares their cycles
   2 the honest part reads one page for each of two digits of the secret, or with touch-all=1 every page; the
     observer times its own reads of the same file */
#include "attack.h"
#include "memory.h"

#define TABLE "/data/table" /* a page for each digit */

enum { DIGITS = 2, PAGES = 16, ROUNDS = 2, FILLER_BYTES = 5 << 19 };

static char secret[SECRET_BYTES];
static char page[ROS_PAGE_SIZE];

WAY static void compare(int constant_time)
{
    static const char guess[] = "key:0000000000000000";
    volatile int differs = 0;
    for (int i = 0; i < SECRET_BYTES; i++) {
        differs |= guess[i] != secret[i];
        if (differs && !constant_time)
            break;
    }
    say("compared", "");
}

static int value(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static uint64_t timed_read(int64_t table, int at)
{
    full_fence();
    uint64_t begin = cycle_counter();
    ros_read(table, page, sizeof(page), (uint64_t)at * ROS_PAGE_SIZE);
    full_fence();
    return cycle_counter() - begin;
}

/* Touches more lines than the caches of one core hold. */
static void forget(void)
{
    static volatile char filler[FILLER_BYTES];
    for (unsigned at = 0; at < FILLER_BYTES; at += ROS_LINE_SIZE)
        filler[at];
}

/* What reading each page takes after the honest part read by one digit of the secret. */
static void measure_pages(int64_t table, int digit, int touch_all, uint64_t *cycles)
{
    for (int round = 0; round < ROUNDS; round++) {
        forget();
        for (int i = 0; i < PAGES; i++)
            if (touch_all || i == value(secret[4 + digit]))
                ros_read(table, page, sizeof(page), (uint64_t)i * ROS_PAGE_SIZE);
        timed_read(table, PAGES); /* so that no page is the first */
        for (int i = 0; i < PAGES; i++) {
            int at = (i + round * ROUNDS) % PAGES;
            cycles[at] += timed_read(table, at);
        }
    }
}

WAY static void probe(int touch_all)
{
    char text[DIGITS + 1] = {0};
    int told = 0;
    int64_t table = ros_open(TABLE, ROS_READ_ONLY, 0);
    for (int i = 0; i <= PAGES; i++)
        timed_read(table, i); /* what a first read costs is not told apart */
    for (int digit = 0; digit < DIGITS; digit++) {
        uint64_t cycles[PAGES] = {0};
        measure_pages(table, digit, touch_all, cycles);
        int best = 0, second = 1;
        for (int i = 1; i < PAGES; i++) {
            if (cycles[i] < cycles[best]) {
                second = best;
                best = i;
            } else if (second == best || cycles[i] < cycles[second]) {
                second = i;
            }
        }
        told += cycles[second] - cycles[best] > cycles[best] / 32;
        text[digit] = (char)(best < 10 ? '0' + best : 'a' + best - 10);
    }
    if (told == DIGITS)
        say("obtained digits ", text);
    else
        refused("no page is read faster than the others", 0);
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    ros_read(ros_open(SECRET, ROS_READ_ONLY, 0), secret, sizeof(secret), 0);
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        compare((int)parameter(argc, argv, "constant-time", 0));
        break;
    case 2:
        probe((int)parameter(argc, argv, "touch-all", 0));
        break;
    default:
        return 64;
    }
    return 0;
}
