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
enum { LINUX_READ = 0, LINUX_PIPE = 22, LINUX_DUP = 32, LINUX_FUTEX = 202, CALLS = 20 };

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

struct pair {
    const char *name;
    void (*run)(void);
    uint64_t bytes;
};

static const struct pair pair_rows[] = {
    {"dup_close", dup_close, 0},
    {"open_close_tmpfs", open_close, 0},
    {"pipe_write_read_same_thread_1", pipe_pair, 1},
    {"pipe_write_read_same_thread_64", pipe_pair, 64},
    {"pipe_write_read_same_thread_4096", pipe_pair, 4096},
    {"futex_wait_eagain_private", futex_wait, 0},
    {"futex_wake_no_waiter_private", futex_wake_private, 0},
    {"futex_wake_no_waiter_shared", futex_wake_shared, 0},
    {"mmap_munmap_4k_untouched", map_unmap, 0},
};

static void measure_pair(const struct pair *row, uint64_t repeats)
{
    pair_descriptor = open_file();
    pair_bytes = row->bytes;
    if (row->bytes)
        right &= trap1(LINUX_PIPE, (uint64_t)pipe_ends) == 0;
    for (int i = 0; i < 3 * CALLS; i++)
        row->run();
    measure_baseline();
    for (uint64_t i = 0; i < repeats; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        for (int j = 0; j < CALLS; j++)
            row->run();
        marker(MARKER_END, CALLS);
    }
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
    return 0;
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
