/* Compute kernels that run as the same machine code on the simulated CPU and, started by ./rustos validate, on a
   Linux host: what does the timing model get wrong?
   argv[1] is kernel=NAME. Parameters: samples (measured runs), host (1: a Linux host runs it, so no markers).
   Stretch 1: one run; END counts its operations. Each run works on data of its own, made from the sample's
   number, and returns a checksum on which both sides must agree.
   A host has no cycle counter for user code: each run stands between chains of dependent additions, one core
   cycle each, and the same time-stamp counter measures both. Prints "kernel NAME operations N chain LENGTH",
   then a line "sample CHECKSUM TICKS TICKS-OF-THE-CHAIN" for each run. Linux system-call ABI, x86-64 only. */
#include "linux.h"
#include "measure.h"
#include "trap.h"

enum {
    WARM_RUNS = 3,
    MOST_SAMPLES = 256,
    CHAIN = 20000,
    KIB = 1024,
    ARENA = 4096 * KIB,
    LINUX_MADVISE = 28,
    NO_HUGE_PAGE = 15,
    LINE = 64,
};

static uint64_t arena[ARENA / 8] __attribute__((aligned(4096)));
static uint64_t *const second_half = arena + ARENA / 16;
static uint64_t state;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x9e3779b97f4a7c15u;
}

/* --- chase: each load's address is the result of the one before; a random cycle through all lines */

enum { CHASE_LOADS = 16384 };
static char *position;

static void prepare_chase(uint64_t sample, uint64_t bytes)
{
    static uint32_t order[ARENA / LINE];
    uint32_t lines = (uint32_t)(bytes / LINE);
    if (sample)
        return;
    for (uint32_t i = 0; i < lines; i++)
        order[i] = i;
    for (uint32_t i = lines - 1; i > 0; i--) { /* Sattolo: one cycle, every such cycle as likely */
        uint32_t j = (uint32_t)(next_random() >> 20) % i;
        uint32_t swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
    for (uint64_t i = 0; i < lines; i++)
        arena[i * LINE / 8] = (uint64_t)(arena + order[i] * LINE / 8);
    position = (char *)arena;
    for (uint32_t i = 0; i < lines; i++)
        position = *(char **)position;
}

static void prepare_chase_l1(uint64_t sample) { prepare_chase(sample, 16 * KIB); }
static void prepare_chase_l2(uint64_t sample) { prepare_chase(sample, 256 * KIB); }
static void prepare_chase_l3(uint64_t sample) { prepare_chase(sample, 2048 * KIB); }

static uint64_t chase(void)
{
    char *at = position;
    for (int i = 0; i < CHASE_LOADS; i++)
        at = *(char **)at;
    position = at;
    return (uint64_t)(at - (char *)arena);
}

/* --- loads: random addresses that no load waits for */

enum { LOADS = 32768 };

static void fill(uint64_t words)
{
    for (uint64_t i = 0; i < words; i++)
        arena[i] = next_random();
}

static void prepare_loads_l2(uint64_t sample) { if (!sample) fill(256 * KIB / 8); }
static void prepare_loads_l3(uint64_t sample) { if (!sample) fill(2048 * KIB / 8); }

static inline __attribute__((always_inline)) uint64_t load_all(uint64_t words)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < LOADS; i++)
        sum += arena[i * 0x9e3779b97f4a7c15u >> 32 & (words - 1)];
    return sum;
}

static uint64_t loads_l2(void) { return load_all(256 * KIB / 8); }
static uint64_t loads_l3(void) { return load_all(2048 * KIB / 8); }

/* --- copy: word by word, in order; the compiler makes 16-byte moves of it */

enum { COPY_L2 = 96 * KIB, COPY_L3 = 1536 * KIB };

static inline __attribute__((always_inline, no_builtin("memcpy"))) uint64_t copy(uint64_t words)
{
    for (uint64_t i = 0; i < words; i++)
        second_half[i] = arena[i];
    return second_half[words / 3] + second_half[words - 1];
}

__attribute__((no_builtin("memcpy"))) static uint64_t copy_l2(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += copy(COPY_L2 / 8);
        __asm__ volatile("" : : : "memory");
    }
    return sum;
}

__attribute__((no_builtin("memcpy"))) static uint64_t copy_l3(void) { return copy(COPY_L3 / 8); }
static void prepare_copy_l2(uint64_t sample) { if (!sample) fill(COPY_L2 / 8); }
static void prepare_copy_l3(uint64_t sample) { if (!sample) fill(COPY_L3 / 8); }

/* --- sort: quicksort of random numbers, insertion below sixteen: half of its branches are a coin's toss */

enum { SORTED = 4096, SMALL_SORT = 16 };
static uint32_t *const numbers = (uint32_t *)arena;

static void prepare_sort(uint64_t sample)
{
    (void)sample;
    for (int i = 0; i < SORTED; i++)
        numbers[i] = (uint32_t)(next_random() >> 17);
}

static void insertion_sort(uint32_t *a, int64_t count)
{
    for (int64_t i = 1; i < count; i++) {
        uint32_t value = a[i];
        int64_t j = i;
        for (; j > 0 && a[j - 1] > value; j--)
            a[j] = a[j - 1];
        a[j] = value;
    }
}

static void quicksort(uint32_t *a, int64_t count)
{
    while (count > SMALL_SORT) {
        uint32_t pivot = a[count / 2];
        int64_t low = 0, high = count - 1;
        while (low <= high) {
            while (a[low] < pivot)
                low++;
            while (a[high] > pivot)
                high--;
            if (low > high)
                break;
            uint32_t swapped = a[low];
            a[low++] = a[high];
            a[high--] = swapped;
        }
        quicksort(a, high + 1);
        a += low;
        count -= low;
    }
    insertion_sort(a, count);
}

static uint64_t sort(void)
{
    uint64_t sum = 0;
    quicksort(numbers, SORTED);
    for (int i = 1; i < SORTED; i++) {
        if (numbers[i - 1] > numbers[i])
            return 0;
        sum = sum * 31 + numbers[i];
    }
    return sum;
}

/* --- matrices: the integer one row by column (a chain of additions), the double one in vectors of two */

enum { SIDE = 48, CELLS = SIDE * SIDE };
static double *const doubles = (double *)arena;

static void prepare_matrix_int(uint64_t sample) { (void)sample; fill(2 * CELLS); }

static uint64_t matrix_int(void)
{
    const uint64_t *a = arena, *b = arena + CELLS;
    uint64_t *c = arena + 2 * CELLS, sum = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            uint64_t cell = 0;
            for (int k = 0; k < SIDE; k++)
                cell += a[i * SIDE + k] * b[k * SIDE + j];
            c[i * SIDE + j] = cell;
            sum ^= cell;
        }
    return sum;
}

static void prepare_matrix_double(uint64_t sample)
{
    (void)sample;
    for (int i = 0; i < 2 * CELLS; i++)
        doubles[i] = (double)(int64_t)(next_random() >> 44) / 1024.0;
}

static uint64_t matrix_double(void)
{
    const double *a = doubles, *b = doubles + CELLS;
    double *restrict c = doubles + 2 * CELLS, sum = 0;
    for (int i = 0; i < CELLS; i++)
        c[i] = 0;
    for (int i = 0; i < SIDE; i++)
        for (int k = 0; k < SIDE; k++)
            for (int j = 0; j < SIDE; j++)
                c[i * SIDE + j] += a[i * SIDE + k] * b[k * SIDE + j];
    for (int i = 0; i < CELLS; i++)
        sum += c[i];
    return (uint64_t)sum;
}

/* --- hash: a chain of multiplications over bytes, and a table of linear probing */

enum { HASHED = 64 * KIB, KEYS = 2048, SLOTS = 4096, LOOKUPS = 8192 };

static void prepare_hash_bytes(uint64_t sample) { (void)sample; fill(HASHED / 8); }

static uint64_t hash_bytes(void)
{
    const unsigned char *text = (const unsigned char *)arena;
    uint64_t hash = 0xcbf29ce484222325u;
    for (int i = 0; i < HASHED; i++)
        hash = (hash ^ text[i]) * 0x100000001b3u;
    return hash;
}

/* Keys first, then what is looked up (half of it there), then the slots. */
static void prepare_hash_table(uint64_t sample)
{
    (void)sample;
    fill(KEYS);
    for (int i = 0; i < LOOKUPS; i++)
        arena[KEYS + i] = next_random() & 1 ? arena[next_random() >> 20 & (KEYS - 1)] : next_random();
    for (int i = 0; i < SLOTS; i++)
        arena[KEYS + LOOKUPS + i] = 0;
}

static uint64_t hash_table(void)
{
    uint64_t *slots = arena + KEYS + LOOKUPS, found = 0;
    for (int i = 0; i < KEYS; i++) {
        uint64_t at = arena[i] * 0x9e3779b97f4a7c15u >> 52;
        while (slots[at])
            at = (at + 1) & (SLOTS - 1);
        slots[at] = arena[i];
    }
    for (int i = 0; i < LOOKUPS; i++) {
        uint64_t key = arena[KEYS + i], at = key * 0x9e3779b97f4a7c15u >> 52;
        while (slots[at] && slots[at] != key)
            at = (at + 1) & (SLOTS - 1);
        found += slots[at] == key ? at : 0;
    }
    return found;
}

/* --- search: words of a text of six letters, character by character */

enum { TEXT = 32 * KIB, WORDS = 8, WORD = 6 };

static void prepare_search(uint64_t sample)
{
    char *text = (char *)arena;
    (void)sample;
    for (int i = 0; i < TEXT + WORDS * WORD; i++)
        text[i] = (char)('a' + (next_random() >> 20) % 6);
}

static uint64_t search(void)
{
    const char *text = (const char *)arena;
    uint64_t sum = 0;
    for (int w = 0; w < WORDS; w++) {
        const char *word = text + TEXT + w * WORD;
        for (int i = 0; i < TEXT; i++) {
            int j = 0;
            while (j < WORD && text[i + j] == word[j])
                j++;
            if (j == WORD)
                sum = mix(sum, (uint64_t)i);
        }
    }
    return sum;
}

/* --- division: a chain of 64-bit ones (Euclid), and 32-bit ones that no other waits for */

enum { PAIRS = 1024, MODULI = 16384 };

static void prepare_divide(uint64_t sample) { (void)sample; fill(MODULI); }

static uint64_t divide_gcd(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < PAIRS; i++) {
        uint64_t a = arena[2 * i], b = arena[2 * i + 1] | 1;
        while (b) {
            uint64_t rest = a % b;
            a = b;
            b = rest;
        }
        sum = sum * 31 + a;
    }
    return sum;
}

static uint64_t divide_modulo(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < MODULI; i++)
        sum += (uint32_t)arena[i] % ((uint32_t)(arena[i] >> 40) | 1);
    return sum;
}

/* --- store to load: a word is read soon after it was written, at an address that comes from data and at one
   that is known early */

enum { COUNTED = 65536, CHAINED = 65536 };

static void prepare_forward(uint64_t sample) { (void)sample; fill(COUNTED / 8); }

static uint64_t forward_histogram(void)
{
    static uint32_t counts[16];
    const unsigned char *text = (const unsigned char *)arena;
    uint64_t sum = 0;
    for (int i = 0; i < 16; i++)
        counts[i] = 0;
    for (int i = 0; i < COUNTED; i++)
        counts[text[i] & 15]++;
    for (int i = 0; i < 16; i++)
        sum = sum * 31 + counts[i];
    return sum;
}

static uint64_t forward_chain(void)
{
    volatile uint64_t slot[4] = {1, 2, 3, 4};
    for (uint64_t i = 0; i < CHAINED; i++)
        slot[i & 3] = slot[(i + 3) & 3] + i;
    return slot[(CHAINED - 1) & 3];
}

/* --- calls: a recursion over a binary tree, and a small interpreter that calls through a table, its program
   short and repeating or long and random */

enum { DEPTH = 14, CALLS = 32768, REPEATED = 24 };

__attribute__((noinline)) static uint64_t visit(uint64_t node, int depth)
{
    if (!depth)
        return node * 0x9e3779b97f4a7c15u >> 32;
    uint64_t left = visit(2 * node, depth - 1);
    return (left ^ visit(2 * node + 1, depth - 1)) + node;
}

static uint64_t calls_tree(void) { return visit(1, DEPTH); }
static void prepare_nothing(uint64_t sample) { (void)sample; }

static uint64_t op_add(uint64_t x) { return x + 0x1234567; }
static uint64_t op_rotate(uint64_t x) { return x << 7 | x >> 57; }
static uint64_t op_flip(uint64_t x) { return ~x; }
static uint64_t op_multiply(uint64_t x) { return x * 0x9e3779b97f4a7c15u; }
static uint64_t op_swap(uint64_t x) { return __builtin_bswap64(x); }
static uint64_t op_shift(uint64_t x) { return x ^ x >> 29; }
static uint64_t op_less(uint64_t x) { return x - (x >> 3); }
static uint64_t op_odd(uint64_t x) { return x & 1 ? x + 3 : x - 5; }

static uint64_t (*const operations[8])(uint64_t) = {op_add,  op_rotate, op_flip, op_multiply,
                                                    op_swap, op_shift,  op_less, op_odd};
static unsigned char *const program = (unsigned char *)arena;

static void prepare_calls_random(uint64_t sample)
{
    (void)sample;
    for (int i = 0; i < CALLS; i++)
        program[i] = next_random() >> 20 & 7;
}

static void prepare_calls_pattern(uint64_t sample)
{
    (void)sample;
    for (int i = 0; i < CALLS; i++)
        program[i] = i < REPEATED ? next_random() >> 20 & 7 : program[i - REPEATED];
}

static uint64_t interpret(void)
{
    uint64_t x = 1;
    for (int i = 0; i < CALLS; i++)
        x = operations[program[i]](x);
    return x;
}

/* --- the driver */

struct kernel {
    const char *name;
    void (*prepare)(uint64_t sample);
    uint64_t (*run)(void);
    uint64_t operations;
};

static const struct kernel kernels[] = {
    {"chase_l1", prepare_chase_l1, chase, CHASE_LOADS},
    {"chase_l2", prepare_chase_l2, chase, CHASE_LOADS},
    {"chase_l3", prepare_chase_l3, chase, CHASE_LOADS},
    {"loads_l2", prepare_loads_l2, loads_l2, LOADS},
    {"loads_l3", prepare_loads_l3, loads_l3, LOADS},
    {"copy_l2", prepare_copy_l2, copy_l2, 4 * COPY_L2 / LINE},
    {"copy_l3", prepare_copy_l3, copy_l3, COPY_L3 / LINE},
    {"sort", prepare_sort, sort, SORTED},
    {"matrix_int", prepare_matrix_int, matrix_int, CELLS * SIDE},
    {"matrix_double", prepare_matrix_double, matrix_double, CELLS * SIDE},
    {"hash_bytes", prepare_hash_bytes, hash_bytes, HASHED},
    {"hash_table", prepare_hash_table, hash_table, KEYS + LOOKUPS},
    {"search", prepare_search, search, TEXT * WORDS},
    {"divide_gcd", prepare_divide, divide_gcd, PAIRS},
    {"divide_modulo", prepare_divide, divide_modulo, MODULI},
    {"forward_histogram", prepare_forward, forward_histogram, COUNTED},
    {"forward_chain", prepare_nothing, forward_chain, CHAINED},
    {"calls_tree", prepare_nothing, calls_tree, 2u << DEPTH},
    {"calls_pattern", prepare_calls_pattern, interpret, CALLS},
    {"calls_random", prepare_calls_random, interpret, CALLS},
};

static struct {
    uint64_t checksum, ticks, chain;
} taken[MOST_SAMPLES];

static uint64_t ticks(void)
{
    uint32_t low, high;
    __asm__ volatile("lfence\n rdtsc\n lfence" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/* The least of three: an interrupt in a chain would make the run look faster than it was. */
static uint64_t chain_ticks(void)
{
    uint64_t least = ~0ull;
    for (int i = 0; i < 3; i++) {
        uint64_t loops = CHAIN / 100, sum = 1, start = ticks();
        __asm__ volatile(".balign 64\n 1:\n .rept 100\n add %1, %1\n .endr\n dec %0\n jnz 1b"
                         : "+r"(loops), "+r"(sum)
                         :
                         : "cc");
        uint64_t spent = ticks() - start;
        least = spent < least ? spent : least;
    }
    return least;
}

static void mark(uint64_t on_host, uint32_t kind, uint64_t value)
{
    if (!on_host)
        marker(kind, value);
}

static void measure(const struct kernel *kernel, uint64_t samples, uint64_t on_host)
{
    for (uint64_t i = 0; i < WARM_RUNS + samples; i++) {
        state = (i + 1) * 0x9e3779b97f4a7c15u;
        kernel->prepare(i);
        if (i < WARM_RUNS) {
            kernel->run();
            continue;
        }
        uint64_t before = chain_ticks();
        uint64_t start = ticks();
        mark(on_host, MARKER_BEGIN, STRETCH_CROSSING);
        uint64_t checksum = kernel->run();
        mark(on_host, MARKER_END, kernel->operations);
        uint64_t spent = ticks() - start;
        uint64_t after = chain_ticks();
        taken[i - WARM_RUNS].checksum = checksum;
        taken[i - WARM_RUNS].ticks = spent;
        taken[i - WARM_RUNS].chain = before < after ? before : after;
    }
}

static void print_number(const char *before, uint64_t value)
{
    char digits[24];
    char *at = digits + sizeof(digits) - 1;
    *at = 0;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    ros_print(before);
    ros_print(at);
}

static void print(const struct kernel *kernel, uint64_t samples)
{
    ros_print("kernel ");
    ros_print(kernel->name);
    print_number(" operations ", kernel->operations);
    print_number(" chain ", CHAIN);
    for (uint64_t i = 0; i < samples; i++) {
        print_number("\nsample ", taken[i].checksum);
        print_number(" ", taken[i].ticks);
        print_number(" ", taken[i].chain);
    }
    ros_print("\n");
}

static int names(const char *argument, const char *name)
{
    static const char option[] = "kernel=";
    size_t length = strlen(name);
    return strlen(argument) == sizeof(option) - 1 + length && memcmp(argument, option, sizeof(option) - 1) == 0 &&
           memcmp(argument + sizeof(option) - 1, name, length) == 0;
}

int ros_main(int argc, char **argv)
{
    uint64_t samples = parameter(argc, argv, "samples", 3);
    for (size_t i = 0; argc > 1 && i < sizeof(kernels) / sizeof(*kernels); i++)
        if (names(argv[1], kernels[i].name) && samples && samples <= MOST_SAMPLES) {
            /* Pages of 4 KiB on both sides, whatever the host prefers. */
            trap3(LINUX_MADVISE, (uint64_t)arena, ARENA, NO_HUGE_PAGE);
            measure(&kernels[i], samples, parameter(argc, argv, "host", 0));
            print(&kernels[i], samples);
            return 0;
        }
    ros_print("usage: kernels kernel=NAME [samples=1..256] [host=1]\n");
    return 64;
}
