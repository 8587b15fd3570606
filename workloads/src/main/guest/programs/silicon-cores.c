/* The rows of silicon-zen3.json about two cores, run by ./rustos validate on the simulated CPU: argv[1] is
   row=NAME, the row's name in that file; what stands behind its @ is where the machine puts the second core.
   Stretch 1: END counts what the row's unit divides by (round trips, lines, messages). Parameters: repeats
   (stretches). The main thread measures; its helper, a thread or a process, runs on the second core and never
   sleeps. Linux system-call ABI, x86-64 only. */
#include "linux.h"
#include "measure.h"
#include "memory.h"
#include "text.h"
#include "trap.h"

enum {
    LINES = 512,
    STRIDE = 4160, /* lines of different pages and different sets */
    SPACE = 4u << 20,
    SLOTS = 1024,
    ROUND_TRIPS = 200,
    MESSAGES = 4096,
    WARM_UP = 2,
    HELPER_STACK = 16384,
    LINUX_CLONE = 56,
    LINUX_EXIT = 60,
    LINUX_WAIT4 = 61,
    THREAD = 0x10f00, /* CLONE_VM, FS, FILES, SIGHAND, THREAD */
    PROCESS = 17,     /* nothing but SIGCHLD: a fork */
};
static const uint64_t STOP = ~0ull;

struct flag {
    uint64_t word;
    uint64_t payload;
} __attribute__((aligned(64)));

/* A ring of one producer and one consumer; each side keeps the other's index and reads it again only when the
   ring looks full or empty. */
struct ring {
    struct flag tail, head;
    struct flag producer, consumer; /* their copies of head and tail */
    struct {
        uint64_t words[8];
    } slots[SLOTS] __attribute__((aligned(64)));
};

static struct shared {
    struct flag request, reply;
    struct ring there, back;
} *shared;

static char *lines;
static int right = 1;

static uint64_t load(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static void store(uint64_t *word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }

/* Spins without PAUSE, as the rows were measured. STOP is larger than every turn. */
static uint64_t await(const uint64_t *word, uint64_t turn)
{
    uint64_t seen;
    while ((seen = load(word)) < turn)
        ;
    return seen;
}

/* --- two flags, each written by one side */

static void answer_flags(void)
{
    for (uint64_t turn = 1; await(&shared->request.word, turn) != STOP; turn++)
        store(&shared->reply.word, turn);
}

static void round_trips_of_flags(uint64_t turn)
{
    for (uint64_t i = turn * ROUND_TRIPS + 1; i <= (turn + 1) * ROUND_TRIPS; i++) {
        store(&shared->request.word, i);
        await(&shared->reply.word, i);
    }
}

/* --- a request and a reply, each with a word of payload in the flag's line */

static void answer_requests(void)
{
    for (uint64_t turn = 1; await(&shared->request.word, turn) != STOP; turn++) {
        shared->reply.payload = shared->request.payload + 1;
        store(&shared->reply.word, turn);
    }
}

static void round_trips_of_requests(uint64_t turn)
{
    for (uint64_t i = turn * ROUND_TRIPS + 1; i <= (turn + 1) * ROUND_TRIPS; i++) {
        shared->request.payload = i;
        store(&shared->request.word, i);
        await(&shared->reply.word, i);
        right &= shared->reply.payload == i + 1;
    }
}

/* --- lines that hold a cycle of pointers: modified by the helper, read by it, or left alone */

static void link_lines(void)
{
    uint64_t order[LINES], state = 0x9e3779b97f4a7c15u;
    for (uint64_t i = 0; i < LINES; i++)
        order[i] = i;
    for (uint64_t i = LINES - 1; i > 0; i--) { /* Sattolo: one cycle, every such cycle as likely */
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        uint64_t j = (state >> 20) % i, swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
    for (uint64_t i = 0; i < LINES; i++)
        *(char **)(lines + i * STRIDE) = lines + order[i] * STRIDE;
}

static void modify_lines(void)
{
    for (uint64_t turn = 1; await(&shared->request.word, turn) != STOP; turn++) {
        for (uint64_t i = 0; i < LINES; i++)
            ((uint64_t *)(lines + i * STRIDE))[1] += turn;
        store(&shared->reply.word, turn);
    }
}

static char *chase(char *at)
{
    for (int i = 0; i < LINES; i++)
        at = *(char *volatile *)at;
    return at;
}

static void read_lines(void)
{
    for (uint64_t turn = 1; await(&shared->request.word, turn) != STOP; turn++) {
        right &= chase(lines) == lines;
        store(&shared->reply.word, turn);
    }
}

static void leave_lines(void)
{
    for (uint64_t turn = 1; await(&shared->request.word, turn) != STOP; turn++)
        store(&shared->reply.word, turn);
}

static void prepare_lines(uint64_t turn)
{
    store(&shared->request.word, turn + 1);
    await(&shared->reply.word, turn + 1);
}

static void prepare_shared_lines(uint64_t turn)
{
    prepare_lines(turn);
    right &= chase(lines) == lines;
}

static void chase_lines(uint64_t turn)
{
    (void)turn;
    right &= chase(lines) == lines;
}

/* Each address is what the atomic addition of nothing found in the line before. */
static void add_to_lines(uint64_t turn)
{
    uint64_t at = (uint64_t)lines;
    (void)turn;
    for (int i = 0; i < LINES; i++) {
        uint64_t found = 0;
        __asm__ volatile("lock xadd %0, (%1)" : "+r"(found) : "r"(at) : "memory", "cc");
        at = found;
    }
    right &= at == (uint64_t)lines;
}

/* --- rings of 64-byte messages, published one by one */

static void push(struct ring *ring, uint64_t index, uint64_t message)
{
    while (index - ring->producer.word == SLOTS)
        ring->producer.word = load(&ring->head.word);
    uint64_t *words = ring->slots[index % SLOTS].words;
    for (int i = 0; i < 8; i++)
        words[i] = message;
    store(&ring->tail.word, index + 1);
}

static uint64_t pop(struct ring *ring, uint64_t index)
{
    uint64_t sum = 0;
    while (ring->consumer.word <= index)
        ring->consumer.word = load(&ring->tail.word);
    const uint64_t *words = ring->slots[index % SLOTS].words;
    for (int i = 0; i < 8; i++)
        sum += words[i];
    store(&ring->head.word, index + 1);
    return sum / 8;
}

static void answer_messages(void)
{
    for (uint64_t i = 0;; i++) {
        uint64_t message = pop(&shared->there, i);
        if (message == 0)
            return;
        push(&shared->back, i, message + 1);
    }
}

static void stop_messages(uint64_t turns) { push(&shared->there, turns * ROUND_TRIPS, 0); }

static void round_trips_of_messages(uint64_t turn)
{
    for (uint64_t i = turn * ROUND_TRIPS; i < (turn + 1) * ROUND_TRIPS; i++) {
        push(&shared->there, i, i + 1);
        right &= pop(&shared->back, i) == i + 2;
    }
}

static void take_messages(void)
{
    uint64_t sum = 0, message, i = 0;
    while ((message = pop(&shared->there, i++)) != 0)
        sum += message;
    store(&shared->reply.word, sum);
}

static void send_messages(uint64_t turn)
{
    uint64_t end = (turn + 1) * MESSAGES;
    for (uint64_t i = turn * MESSAGES; i < end; i++)
        push(&shared->there, i, i % 7 + 1);
    await(&shared->there.head.word, end);
}

static void stop_sending(uint64_t turns)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < turns * MESSAGES; i++)
        sum += i % 7 + 1;
    push(&shared->there, turns * MESSAGES, 0);
    await(&shared->reply.word, 1);
    right &= load(&shared->reply.word) == sum;
}

/* --- which row */

static void stop_requests(uint64_t turns)
{
    (void)turns;
    store(&shared->request.word, STOP);
}

static void nothing(uint64_t turn) { (void)turn; }

struct row {
    const char *name;
    void (*help)(void);
    void (*prepare)(uint64_t turn);
    void (*measured)(uint64_t turn);
    void (*stop)(uint64_t turns);
    uint64_t operations;
    uint64_t helper;
};

static const struct row rows[] = {
    {"line_pingpong_2flags", answer_flags, nothing, round_trips_of_flags, stop_requests, ROUND_TRIPS, THREAD},
    {"ipc_spin_shm_thread_crosscore", answer_requests, nothing, round_trips_of_requests, stop_requests,
     ROUND_TRIPS, THREAD},
    {"ipc_spin_shm_process_crosscore", answer_requests, nothing, round_trips_of_requests, stop_requests,
     ROUND_TRIPS, PROCESS},
    {"line_read_remote_dirty_dependent", modify_lines, prepare_lines, chase_lines, stop_requests, LINES, THREAD},
    {"line_read_local_L1L2_dependent", leave_lines, prepare_lines, chase_lines, stop_requests, LINES, THREAD},
    {"line_rfo_remote_dirty_atomic", modify_lines, prepare_lines, add_to_lines, stop_requests, LINES, THREAD},
    {"line_upgrade_shared_to_modified_atomic", read_lines, prepare_shared_lines, add_to_lines, stop_requests, LINES,
     THREAD},
    {"spsc_roundtrip_batch1", answer_messages, nothing, round_trips_of_messages, stop_messages, ROUND_TRIPS, THREAD},
    {"spsc_throughput_batch1", take_messages, nothing, send_messages, stop_sending, MESSAGES, THREAD},
};

static char helper_stack[HELPER_STACK] __attribute__((aligned(64)));

/* The helper runs on a stack of its own and ends with its function. */
static int64_t start_helper(void (*help)(void), uint64_t how)
{
    int64_t result;
    register void (*run)(void) __asm__("r12") = help;
    __asm__ volatile("syscall\n test %%rax, %%rax\n jnz 1f\n xor %%ebp, %%ebp\n call *%%r12\n"
                     "mov %[exit], %%eax\n xor %%edi, %%edi\n syscall\n 1:"
                     : "=a"(result)
                     : "a"(LINUX_CLONE), "D"(how), "S"(helper_stack + HELPER_STACK), "d"(0), "r"(run),
                       [exit] "i"(LINUX_EXIT)
                     : "rcx", "r11", "memory", "cc");
    return result;
}

static void *map(uint64_t bytes, uint64_t flags)
{
    int64_t address = trap6(LINUX_MMAP, 0, bytes, 3, flags, (uint64_t)-1, 0);
    if (address < 0) {
        ros_print("no memory for this row (2 MiB pages by MAP_HUGETLB): more RAM needed\n");
        ros_exit(1);
    }
    return (void *)address;
}

static void measure(const struct row *row, uint64_t repeats)
{
    shared = map(sizeof(*shared), 0x21); /* shared, anonymous: a process sees it too */
    lines = map(SPACE, 0x40022);
    memset(shared, 0, sizeof(*shared));
    link_lines();
    int64_t helper = start_helper(row->help, row->helper);
    right &= helper > 0;
    measure_baseline();
    for (uint64_t turn = 0; turn < WARM_UP + repeats; turn++) {
        row->prepare(turn);
        if (turn >= WARM_UP)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        row->measured(turn);
        if (turn >= WARM_UP)
            marker(MARKER_END, row->operations);
    }
    row->stop(WARM_UP + repeats);
    if (row->helper == PROCESS)
        right &= trap4(LINUX_WAIT4, (uint64_t)helper, 0, 0, 0) == helper;
}

/* Whether the row's name is `name` and a placement. */
static int placed(const char *row, const char *name)
{
    const char *rest = behind(row, name);
    return rest && (*rest == 0 || *rest == '@');
}

int ros_main(int argc, char **argv)
{
    const char *row = argc > 1 ? behind(argv[1], "row=") : 0;
    for (size_t i = 0; row && i < sizeof(rows) / sizeof(*rows); i++)
        if (placed(row, rows[i].name)) {
            measure(&rows[i], parameter(argc, argv, "repeats", 20));
            return verdict(row, right);
        }
    ros_print("usage: silicon-cores row=NAME [repeats=N], NAME a row of silicon-zen3.json that this program has\n");
    return 64;
}
