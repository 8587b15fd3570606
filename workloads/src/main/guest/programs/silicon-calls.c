/* The rows of silicon-zen3.json about the kernel, run by ./rustos validate on the simulated CPU: argv[1] is
   row=NAME, the row's name in that file. Stretch 1: END counts what the row's unit divides by (operations,
   pairs). Parameters: repeats (stretches). Linux system-call ABI, x86-64 only. */
#include "linux.h"
#include "measure.h"
#include "text.h"
#include "trap.h"

enum { FILE_BUFFER = 4096 };

static char buffer[FILE_BUFFER] __attribute__((aligned(4096)));
static int right = 1;

/* --- system calls: number, what each argument is, and the result that is right */

enum argument { NONE, FILE_PATH, FILE, ZERO, NUL, BUFFER, AT_CWD, BYTES_1, BYTES_64, BYTES_4096 };

struct call {
    const char *name;
    uint64_t number;
    uint8_t arguments[4];
    int64_t result;
};

enum { ANY_SUCCESS = -1000000 };

static const struct call call_rows[] = {
    {"syscall_enosys_9999", 9999, {0}, -ENOSYS},
    {"null_syscall_getppid", LINUX_GETPPID, {0}, ANY_SUCCESS},
    {"syscall_getpid", 39, {0}, ANY_SUCCESS},
    {"syscall_gettid", 186, {0}, ANY_SUCCESS},
    {"syscall_time", 201, {0}, ANY_SUCCESS},
    {"syscall_clock_gettime", 228, {NONE, BUFFER}, 0},
    {"sched_yield", 24, {0}, 0},
    {"rt_sigprocmask", 14, {NONE, NONE, BUFFER, 8}, 0},
    {"lseek_tmpfs", 8, {FILE, NONE, NONE}, 0},
    {"fstat_tmpfs", 5, {FILE, BUFFER}, 0},
    {"stat_tmpfs", LINUX_NEWFSTATAT, {AT_CWD, FILE_PATH, BUFFER, NONE}, 0},
    {"read_devzero_1", 0, {ZERO, BUFFER, BYTES_1}, 1},
    {"read_devzero_64", 0, {ZERO, BUFFER, BYTES_64}, 64},
    {"read_devzero_4096", 0, {ZERO, BUFFER, BYTES_4096}, 4096},
    {"read_devnull_1", 0, {NUL, BUFFER, BYTES_1}, 0},
    {"write_devnull_1", LINUX_WRITE, {NUL, BUFFER, BYTES_1}, 1},
    {"write_devnull_64", LINUX_WRITE, {NUL, BUFFER, BYTES_64}, 64},
    {"write_devnull_4096", LINUX_WRITE, {NUL, BUFFER, BYTES_4096}, 4096},
    {"pread_tmpfs_1", LINUX_PREAD64, {FILE, BUFFER, BYTES_1, NONE}, 1},
    {"pread_tmpfs_64", LINUX_PREAD64, {FILE, BUFFER, BYTES_64, NONE}, 64},
    {"pread_tmpfs_4096", LINUX_PREAD64, {FILE, BUFFER, BYTES_4096, NONE}, 4096},
    {"pwrite_tmpfs_1", LINUX_PWRITE64, {FILE, BUFFER, BYTES_1, NONE}, 1},
    {"pwrite_tmpfs_64", LINUX_PWRITE64, {FILE, BUFFER, BYTES_64, NONE}, 64},
    {"pwrite_tmpfs_4096", LINUX_PWRITE64, {FILE, BUFFER, BYTES_4096, NONE}, 4096},
};

static const char FILE_NAME[] = "/tmp/silicon.bin";
enum {
    LINUX_POLL = 7,
    LINUX_MPROTECT = 10,
    LINUX_SIGACTION = 13,
    LINUX_PIPE = 22,
    LINUX_YIELD = 24,
    LINUX_MADVISE = 28,
    LINUX_DUP = 32,
    LINUX_GETPID = 39,
    LINUX_SENDTO = 44,
    LINUX_RECVFROM = 45,
    LINUX_SOCKETPAIR = 53,
    LINUX_CLONE = 56,
    LINUX_FORK = 57,
    LINUX_VFORK = 58,
    LINUX_EXIT = 60,
    LINUX_WAIT4 = 61,
    LINUX_FUTEX = 202,
    LINUX_EPOLL_WAIT = 232,
    LINUX_EPOLL_CTL = 233,
    LINUX_TGKILL = 234,
    LINUX_EVENTFD2 = 290,
    LINUX_EPOLL_CREATE1 = 291,
    CALLS = 20,
    PAGE = 4096,
    FAULTS = 512, /* pages of one stretch of a row about faults */
};

static int64_t open_path(const char *path, uint32_t flags)
{
    int64_t descriptor = trap4(LINUX_OPENAT, (uint64_t)-100, (uint64_t)path, flags, 0600);
    right &= descriptor >= 0;
    return descriptor;
}

static int64_t open_file(void)
{
    int64_t file = open_path(FILE_NAME, ROS_READ_WRITE | ROS_CREATE);
    right &= trap4(LINUX_PWRITE64, (uint64_t)file, (uint64_t)buffer, FILE_BUFFER, 0) == FILE_BUFFER;
    return file;
}

static uint64_t argument_value(uint8_t kind)
{
    switch (kind) {
    case FILE_PATH: trap1(LINUX_CLOSE, (uint64_t)open_file()); return (uint64_t)FILE_NAME;
    case FILE: return (uint64_t)open_file();
    case ZERO: return (uint64_t)open_path("/dev/zero", ROS_READ_ONLY);
    case NUL: return (uint64_t)open_path("/dev/null", ROS_READ_WRITE);
    case BUFFER: return (uint64_t)buffer;
    case AT_CWD: return (uint64_t)-100;
    case BYTES_1: return 1;
    case BYTES_64: return 64;
    case BYTES_4096: return 4096;
    case NONE: return 0;
    default: return kind;
    }
}

static void measure_call(const struct call *row, uint64_t repeats)
{
    uint64_t a = argument_value(row->arguments[0]);
    uint64_t b = argument_value(row->arguments[1]);
    uint64_t c = argument_value(row->arguments[2]);
    uint64_t d = row->number == 14 ? 8 : argument_value(row->arguments[3]);
    for (int i = 0; i < 3 * CALLS; i++) {
        int64_t result = trap4(row->number, a, b, c, d);
        right &= row->result == ANY_SUCCESS ? result >= 0 : result == row->result;
    }
    measure_baseline();
    for (uint64_t i = 0; i < repeats; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        for (int j = 0; j < CALLS; j++)
            trap4(row->number, a, b, c, d);
        marker(MARKER_END, CALLS);
    }
}

/* --- pairs of system calls */

static int64_t pair_descriptor;
static int32_t pipe_ends[2];
static uint64_t pair_bytes;
static uint32_t futex_word;

static void dup_close(void)
{
    int64_t copy = trap1(LINUX_DUP, (uint64_t)pair_descriptor);
    right &= copy >= 0 && trap1(LINUX_CLOSE, (uint64_t)copy) == 0;
}

static void open_close(void)
{
    int64_t opened = trap4(LINUX_OPENAT, (uint64_t)-100, (uint64_t)FILE_NAME, ROS_READ_ONLY, 0);
    right &= opened >= 0 && trap1(LINUX_CLOSE, (uint64_t)opened) == 0;
}

static void pipe_pair(void)
{
    right &= trap3(LINUX_WRITE, (uint64_t)pipe_ends[1], (uint64_t)buffer, pair_bytes) == (int64_t)pair_bytes;
    right &= trap3(LINUX_READ, (uint64_t)pipe_ends[0], (uint64_t)buffer, pair_bytes) == (int64_t)pair_bytes;
}

static void futex_wait(void)
{
    right &= trap4(LINUX_FUTEX, (uint64_t)&futex_word, 128, 1, 0) == -EAGAIN;
}

static void futex_wake_private(void)
{
    right &= trap3(LINUX_FUTEX, (uint64_t)&futex_word, 129, 1) == 0;
}

static void futex_wake_shared(void)
{
    right &= trap3(LINUX_FUTEX, (uint64_t)&futex_word, 1, 1) == 0;
}

static void map_unmap(void)
{
    int64_t address = trap6(LINUX_MMAP, 0, 4096, 3, 0x22, (uint64_t)-1, 0);
    right &= address > 0 && trap2(LINUX_MUNMAP, (uint64_t)address, 4096) == 0;
}

static void map_unmap_1m(void)
{
    int64_t address = trap6(LINUX_MMAP, 0, 1 << 20, 3, 0x22, (uint64_t)-1, 0);
    right &= address > 0 && trap2(LINUX_MUNMAP, (uint64_t)address, 1 << 20) == 0;
}

static void map_touch_unmap(void)
{
    int64_t address = trap6(LINUX_MMAP, 0, PAGE, 3, 0x22, (uint64_t)-1, 0);
    *(volatile char *)address = 1;
    right &= trap2(LINUX_MUNMAP, (uint64_t)address, PAGE) == 0;
}

static char *touched_page;

static void need_page(void)
{
    touched_page = (char *)trap6(LINUX_MMAP, 0, PAGE, 3, 0x22, (uint64_t)-1, 0);
    *(volatile char *)touched_page = 1;
}

static void protect_pair(void)
{
    right &= trap3(LINUX_MPROTECT, (uint64_t)touched_page, PAGE, 1) == 0;
    right &= trap3(LINUX_MPROTECT, (uint64_t)touched_page, PAGE, 3) == 0;
}

static void drop_and_touch(void)
{
    right &= trap3(LINUX_MADVISE, (uint64_t)touched_page, PAGE, 4) == 0;
    *(volatile char *)touched_page = 1;
}

static int64_t counter, interests;

static void need_counter(void)
{
    static const uint64_t one = 1;
    static const struct {
        uint32_t events;
        uint64_t data;
    } __attribute__((packed)) readable = {1, 0};
    counter = trap2(LINUX_EVENTFD2, 0, 0);
    interests = trap1(LINUX_EPOLL_CREATE1, 0);
    right &= trap3(LINUX_WRITE, (uint64_t)counter, (uint64_t)&one, 8) == 8;
    right &= trap4(LINUX_EPOLL_CTL, (uint64_t)interests, 1, (uint64_t)counter, (uint64_t)&readable) == 0;
}

static void need_no_interest(void)
{
    interests = trap1(LINUX_EPOLL_CREATE1, 0);
}

static void counter_pair(void)
{
    static const uint64_t one = 1;
    right &= trap3(LINUX_WRITE, (uint64_t)counter, (uint64_t)&one, 8) == 8;
    right &= trap3(LINUX_READ, (uint64_t)counter, (uint64_t)buffer, 8) == 8;
}

static void poll_one(void)
{
    struct {
        int32_t descriptor;
        uint16_t events, ready;
    } entry = {(int32_t)counter, 1, 0};
    right &= trap3(LINUX_POLL, (uint64_t)&entry, 1, 0) == 1;
}

static void epoll_one(void)
{
    right &= trap4(LINUX_EPOLL_WAIT, (uint64_t)interests, (uint64_t)buffer, 1, 0) == 1;
}

static void epoll_none(void)
{
    right &= trap4(LINUX_EPOLL_WAIT, (uint64_t)interests, (uint64_t)buffer, 1, 0) == 0;
}

/* --- datagrams of 64 bytes from one socket of the thread to the other */

static int32_t sockets[2];
static struct {
    uint16_t family, port;
    uint32_t address;
    uint64_t zero;
} receiver = {2, 0x0900, 0x0100007f, 0}; /* port 9 of 127.0.0.1 */

static void need_local_sockets(void)
{
    right &= trap4(LINUX_SOCKETPAIR, 1, 2, 0, (uint64_t)sockets) == 0;
}

static void need_udp_sockets(void)
{
    sockets[0] = (int32_t)trap3(LINUX_SOCKET, 2, 2, 0);
    sockets[1] = (int32_t)trap3(LINUX_SOCKET, 2, 2, 0);
    right &= trap3(LINUX_BIND, (uint64_t)sockets[1], (uint64_t)&receiver, sizeof receiver) == 0;
}

static void receive_64(void)
{
    right &= trap6(LINUX_RECVFROM, (uint64_t)sockets[1], (uint64_t)buffer, 64, 0, 0, 0) == 64;
}

static void local_datagram(void)
{
    right &= trap6(LINUX_SENDTO, (uint64_t)sockets[0], (uint64_t)buffer, 64, 0, 0, 0) == 64;
    receive_64();
}

static void udp_datagram(void)
{
    right &= trap6(LINUX_SENDTO, (uint64_t)sockets[0], (uint64_t)buffer, 64, 0, (uint64_t)&receiver, sizeof receiver)
             == 64;
    receive_64();
}

/* --- signals of the thread to itself */

static volatile uint32_t handled;
static uint64_t own_id;

static void handler(int signal)
{
    (void)signal;
    handled++;
}

__attribute__((naked)) static void signal_return(void)
{
    __asm__("mov $15, %eax\n syscall");
}

static void set_action(uint64_t how, uint64_t flags)
{
    const uint64_t action[4] = {how, flags | 0x04000000, (uint64_t)signal_return, 0};
    right &= trap4(LINUX_SIGACTION, 10, (uint64_t)action, 0, 8) == 0;
    own_id = (uint64_t)trap0(LINUX_GETPID);
}

static void need_handler(void)
{
    set_action((uint64_t)handler, 0);
}

static void need_information(void)
{
    set_action((uint64_t)handler, 4);
}

static void need_ignorance(void)
{
    set_action(1, 0);
}

static void signal_self(void)
{
    uint32_t before = handled;
    right &= trap3(LINUX_TGKILL, own_id, own_id, 10) == 0;
    right &= handled == before + 1;
}

static void signal_ignored(void)
{
    right &= trap3(LINUX_TGKILL, own_id, own_id, 10) == 0;
}

/* --- processes */

static void fork_exit_wait(void)
{
    int64_t child = trap0(LINUX_FORK);
    if (child == 0)
        trap1(LINUX_EXIT_GROUP, 0);
    right &= trap4(LINUX_WAIT4, (uint64_t)child, 0, 0, 0) == child;
}

static void vfork_exit_wait(void)
{
    int64_t child = trap0(LINUX_VFORK);
    if (child == 0)
        trap1(LINUX_EXIT_GROUP, 0);
    right &= trap4(LINUX_WAIT4, (uint64_t)child, 0, 0, 0) == child;
}

/* Turns are taken through memory; who waits yields. 0: over. */
static volatile uint32_t *turns;

static void answer_turns(void)
{
    for (uint32_t seen = 1; turns[0];) {
        if (turns[0] == seen) {
            trap0(LINUX_YIELD);
        } else {
            seen = turns[0];
            turns[16] = seen;
        }
    }
}

static void need_turns(void)
{
    turns = (uint32_t *)trap6(LINUX_MMAP, 0, PAGE, 3, 0x21, (uint64_t)-1, 0);
    turns[0] = turns[16] = 1;
}

static void need_peer_process(void)
{
    need_turns();
    if (trap0(LINUX_FORK) == 0) {
        answer_turns();
        trap1(LINUX_EXIT_GROUP, 0);
    }
}

static void need_peer_thread(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    need_turns();
    uint64_t result = LINUX_CLONE;
    register uint64_t r10 __asm__("r10") = 0;
    register void (*r12)(void) __asm__("r12") = answer_turns;
    __asm__ volatile("syscall\n test %%eax, %%eax\n jnz 1f\n call *%%r12\n mov $60, %%eax\n xor %%edi, %%edi\n"
                     "syscall\n 1:"
                     : "+a"(result)
                     : "D"(0x50f00), "S"(stack + sizeof stack), "d"(0), "r"(r10), "r"(r12)
                     : "rcx", "r11", "memory", "cc");
    right &= (int64_t)result > 0;
}

static void take_turn(void)
{
    uint32_t mine = turns[0] + 1;
    turns[0] = mine;
    while (turns[16] != mine)
        trap0(LINUX_YIELD);
}

static void end_turns(void)
{
    turns[0] = 0;
}

static void need_file(void)
{
    pair_descriptor = open_file();
}

static void need_pipe(void)
{
    right &= trap1(LINUX_PIPE, (uint64_t)pipe_ends) == 0;
}

struct pair {
    const char *name;
    void (*run)(void);
    void (*prepare)(void); /* may be none */
    uint64_t bytes;
    void (*end)(void); /* may be none */
};

static const struct pair pair_rows[] = {
    {"dup_close", dup_close, need_file, 0, 0},
    {"open_close_tmpfs", open_close, need_file, 0, 0},
    {"pipe_write_read_same_thread_1", pipe_pair, need_pipe, 1, 0},
    {"pipe_write_read_same_thread_64", pipe_pair, need_pipe, 64, 0},
    {"pipe_write_read_same_thread_4096", pipe_pair, need_pipe, 4096, 0},
    {"futex_wait_eagain_private", futex_wait, 0, 0, 0},
    {"futex_wake_no_waiter_private", futex_wake_private, 0, 0, 0},
    {"futex_wake_no_waiter_shared", futex_wake_shared, 0, 0, 0},
    {"eventfd_write_read_same_thread", counter_pair, need_counter, 0, 0},
    {"poll_1fd_ready", poll_one, need_counter, 0, 0},
    {"epoll_wait_1fd_ready", epoll_one, need_counter, 0, 0},
    {"epoll_wait_empty_timeout0", epoll_none, need_no_interest, 0, 0},
    {"unix_dgram_send_recv_nofilter", local_datagram, need_local_sockets, 0, 0},
    {"udp_loopback_send_recv_nofilter", udp_datagram, need_udp_sockets, 0, 0},
    {"mmap_munmap_4k_untouched", map_unmap, 0, 0, 0},
    {"mmap_munmap_1M_untouched", map_unmap_1m, 0, 0, 0},
    {"mmap_touch_munmap_4k", map_touch_unmap, 0, 0, 0},
    {"mprotect_pair_touched_4k_ro_rw", protect_pair, need_page, 0, 0},
    {"madvise_dontneed_refault_4k", drop_and_touch, need_page, 0, 0},
    {"signal_self_tgkill_handler_sigreturn", signal_self, need_handler, 0, 0},
    {"signal_self_siginfo", signal_self, need_information, 0, 0},
    {"tgkill_ignored", signal_ignored, need_ignorance, 0, 0},
    {"fork_exit_wait", fork_exit_wait, 0, 0, 0},
    {"vfork_exit_wait", vfork_exit_wait, 0, 0, 0},
    {"ipc_sched_yield_shm_process_samecore", take_turn, need_peer_process, 0, end_turns},
    {"ipc_sched_yield_shm_thread_samecore", take_turn, need_peer_thread, 0, end_turns},
};

static void measure_pair(const struct pair *row, uint64_t repeats)
{
    pair_bytes = row->bytes;
    if (row->prepare)
        row->prepare();
    for (int i = 0; i < 3 * CALLS; i++)
        row->run();
    measure_baseline();
    for (uint64_t i = 0; i < repeats; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        for (int j = 0; j < CALLS; j++)
            row->run();
        marker(MARKER_END, CALLS);
    }
    if (row->end)
        row->end();
}

/* --- first touches of pages: a stretch is FAULTS pages that nobody touched, one access to each */

static void touch_all(volatile char *pages, int write)
{
    for (uint64_t i = 0; i < FAULTS; i++)
        if (write)
            pages[i * PAGE] = 2;
        else
            (void)pages[i * PAGE];
}

static void measure_faults(int write, int copied, uint64_t repeats)
{
    measure_baseline();
    for (uint64_t i = 0; i <= repeats; i++) {
        int64_t pages = trap6(LINUX_MMAP, 0, FAULTS * PAGE, 3, 0x22, (uint64_t)-1, 0);
        int64_t child = 0;
        if (copied) {
            touch_all((char *)pages, 1);
            right &= trap1(LINUX_PIPE, (uint64_t)pipe_ends) == 0;
            child = trap0(LINUX_FORK);
            if (child == 0) { /* keeps its pages until it is told to go */
                trap3(LINUX_READ, (uint64_t)pipe_ends[0], (uint64_t)buffer, 1);
                trap1(LINUX_EXIT_GROUP, 0);
            }
            trap0(LINUX_YIELD);
        }
        if (i > 0)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        touch_all((char *)pages, write);
        if (i > 0)
            marker(MARKER_END, FAULTS);
        if (copied) {
            trap3(LINUX_WRITE, (uint64_t)pipe_ends[1], (uint64_t)buffer, 1);
            right &= trap4(LINUX_WAIT4, (uint64_t)child, 0, 0, 0) == child;
            trap1(LINUX_CLOSE, (uint64_t)pipe_ends[0]);
            trap1(LINUX_CLOSE, (uint64_t)pipe_ends[1]);
        }
        right &= trap2(LINUX_MUNMAP, (uint64_t)pages, FAULTS * PAGE) == 0;
    }
}

/* --- what calls leave behind: user instructions between two calls, measured without the calls. A chain of
   dependent loads through 24 KiB, each with one more instruction: 496 loads in 1000 instructions. */

enum { CHASED = 24576 / 64, NO_CALL = 0, PARENT_CALL, READ_CALL };

static char chased[24576] __attribute__((aligned(4096)));

static char *chase(char *at, uint64_t thousands)
{
    uint64_t loops = thousands * 4, count = 0;
    __asm__ volatile(".balign 64\n 1:\n .rept 124\n mov (%0), %0\n inc %2\n .endr\n dec %1\n jnz 1b"
                     : "+r"(at), "+r"(loops), "+r"(count)
                     :
                     : "memory", "cc");
    return at;
}

static void measure_pollution(uint64_t thousands, int which, uint64_t repeats)
{
    uint64_t file = (uint64_t)open_file();
    char *at = chased;
    for (uint64_t i = 0; i < CHASED; i++) /* a generator whose period is the number of lines */
        *(char **)(chased + i * 64) = chased + (i * 13 + 1) % CHASED * 64;
    for (uint64_t i = 0; i < 3 * CALLS + repeats; i++) {
        if (i == 3 * CALLS)
            measure_baseline();
        if (which == PARENT_CALL)
            trap0(LINUX_GETPPID);
        else if (which == READ_CALL)
            right &= trap4(LINUX_PREAD64, file, (uint64_t)buffer, FILE_BUFFER, 0) == FILE_BUFFER;
        if (i >= 3 * CALLS)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        at = chase(at, thousands);
        if (i >= 3 * CALLS)
            marker(MARKER_END, thousands);
    }
    right &= at != 0;
}

/* --- which row */

static int measure_indirect(const char *row, uint64_t repeats)
{
    const char *rest = behind(row, "indirect_chase_ws24K_N");
    uint64_t instructions = rest ? number(&rest) : 0;
    if (instructions != 1000 && instructions != 10000)
        return 0;
    if (!same(rest, "_none") && !same(rest, "_getppid") && !same(rest, "_pread4K"))
        return 0;
    int which = same(rest, "_getppid") ? PARENT_CALL : same(rest, "_pread4K") ? READ_CALL : NO_CALL;
    measure_pollution(instructions / 1000, which, repeats);
    return 1;
}

static int measure_touch(const char *row, uint64_t repeats)
{
    int write = same(row, "minor_fault_anon_write_4k"), copied = same(row, "cow_fault_4k_after_fork");
    if (!write && !copied && !same(row, "minor_fault_anon_read_zeropage"))
        return 0;
    measure_faults(write || copied, copied, repeats > 5 ? 5 : repeats);
    return 1;
}

static int measure_row(const char *row, uint64_t repeats)
{
    for (size_t i = 0; i < sizeof(call_rows) / sizeof(*call_rows); i++)
        if (same(row, call_rows[i].name)) {
            measure_call(&call_rows[i], repeats);
            return 1;
        }
    for (size_t i = 0; i < sizeof(pair_rows) / sizeof(*pair_rows); i++)
        if (same(row, pair_rows[i].name)) {
            measure_pair(&pair_rows[i], repeats);
            return 1;
        }
    return measure_touch(row, repeats) || measure_indirect(row, repeats);
}

int ros_main(int argc, char **argv)
{
    const char *row = argc > 1 ? behind(argv[1], "row=") : 0;
    if (!row || !measure_row(row, parameter(argc, argv, "repeats", 20))) {
        ros_print("usage: silicon-calls row=NAME [repeats=N], NAME a row of silicon-zen3.json that this program has\n");
        return 64;
    }
    return verdict(row, right);
}
