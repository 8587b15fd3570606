/* Why: the init of a small machine that does each call warm between two markers that plugin.c looks for, so that
   the kernel instructions of one call can be counted. Prints "trace NAME" for each window in their order, and the
   kernel's symbols on the debug port. Static, no library but libc. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WARM = 24, WINDOWS = 9, ROUNDS = 60, PAGE = 4096, DEBUG_PORT = 0xe9 };

__attribute__((noinline)) void trace_begin(void)
{
    __asm__ volatile("nop" ::: "memory");
}

__attribute__((noinline)) void trace_end(void)
{
    __asm__ volatile("nop" ::: "memory");
}

static char buffer[2 * PAGE] __attribute__((aligned(4096)));
static int zero, null, file, copy, opened, pipe_ends[2], back_ends[2], event, poller, empty_poller, pairs[2], udp[2];
static uint32_t word;
static char *area;
static volatile uint32_t *shared;
static long child;
static const char NAME[] = "/tmp/silicon.bin", OTHER[] = "/tmp/other", DIRECTORY[] = "/tmp/made";
static struct pollfd polled;
static struct sockaddr_in to;

static void nothing(void) {}
static void invalid(void) { syscall(9999); }
static void parent(void) { syscall(SYS_getppid); }
static void process(void) { syscall(SYS_getpid); }
static void thread(void) { syscall(SYS_gettid); }
static void seconds(void) { syscall(SYS_time, 0); }
static void vsyscall_time(void) { ((long (*)(long *))0xffffffffff600400)(0); }
static void clock_realtime(void) { syscall(SYS_clock_gettime, 0, buffer); }
static void clock_monotonic(void) { syscall(SYS_clock_gettime, 1, buffer); }
static void yield(void) { syscall(SYS_sched_yield); }
static void mask(void) { syscall(SYS_rt_sigprocmask, 0, 0, buffer, 8); }
static void seek(void) { syscall(SYS_lseek, file, 0, 0); }
static void attributes(void) { syscall(SYS_fstat, file, buffer); }
static void attributes_by_name(void) { syscall(SYS_newfstatat, AT_FDCWD, NAME, buffer, 0); }
static void attributes_of_tmp(void) { syscall(SYS_newfstatat, AT_FDCWD, "/tmp", buffer, 0); }
static void zero_1(void) { syscall(SYS_read, zero, buffer, 1); }
static void zero_4096(void) { syscall(SYS_read, zero, buffer, PAGE); }
static void null_read(void) { syscall(SYS_read, null, buffer, 1); }
static void null_write(void) { syscall(SYS_write, null, buffer, 1); }
static void file_read_1(void) { syscall(SYS_pread64, file, buffer, 1, 0); }
static void file_read_4096(void) { syscall(SYS_pread64, file, buffer, PAGE, 0); }
static void file_read_8192(void) { syscall(SYS_pread64, file, buffer, 2 * PAGE, 0); }
static void file_write_1(void) { syscall(SYS_pwrite64, file, buffer, 1, 0); }
static void file_write_8192(void) { syscall(SYS_pwrite64, file, buffer, 2 * PAGE, 0); }
static void sync_file(void) { syscall(SYS_fsync, file); }
static void shrink(void) { syscall(SYS_ftruncate, copy, 0); }
static void grow_write(void) { syscall(SYS_pwrite64, copy, buffer, PAGE, 0); }
static void duplicate(void) { copy = (int)syscall(SYS_dup, file); }
static void close_copy(void) { syscall(SYS_close, copy); }
static void open_name(void) { opened = (int)syscall(SYS_openat, AT_FDCWD, NAME, O_RDONLY, 0); }
static void close_opened(void) { syscall(SYS_close, opened); }
static void create(void) { opened = (int)syscall(SYS_openat, AT_FDCWD, OTHER, O_RDWR | O_CREAT, 0600); }
static void remove_name(void) { syscall(SYS_unlink, OTHER); }
static void rename_name(void) { syscall(SYS_rename, OTHER, "/tmp/another"); }
static void rename_back(void) { syscall(SYS_rename, "/tmp/another", OTHER); }
static void make_directory(void) { syscall(SYS_mkdir, DIRECTORY, 0700); }
static void remove_directory(void) { syscall(SYS_rmdir, DIRECTORY); }
static void open_directory(void) { opened = open("/tmp/four", O_RDONLY | O_DIRECTORY); }
static void entries(void) { syscall(SYS_getdents64, opened, buffer, PAGE); }
static void make_pipe(void) { syscall(SYS_pipe2, pairs, 0); }
static void close_pipe(void)
{
    close(pairs[0]);
    close(pairs[1]);
}
static void pipe_write_1(void) { syscall(SYS_write, pipe_ends[1], buffer, 1); }
static void pipe_read_1(void) { syscall(SYS_read, pipe_ends[0], buffer, 1); }
static void pipe_write_4096(void) { syscall(SYS_write, pipe_ends[1], buffer, PAGE); }
static void pipe_read_4096(void) { syscall(SYS_read, pipe_ends[0], buffer, PAGE); }
static void futex_again(void) { syscall(SYS_futex, &word, 128, 1, 0); }
static void futex_wake_private(void) { syscall(SYS_futex, &word, 129, 1); }
static void futex_wake_shared(void) { syscall(SYS_futex, &word, 1, 1); }
static void event_write(void)
{
    uint64_t one = 1;
    syscall(SYS_write, event, &one, 8);
}
static void event_read(void) { syscall(SYS_read, event, buffer, 8); }
static void poll_one(void) { syscall(SYS_poll, &polled, 1, 0); }
static void epoll_one(void) { syscall(SYS_epoll_wait, poller, buffer, 1, 0); }
static void epoll_none(void) { syscall(SYS_epoll_wait, empty_poller, buffer, 1, 0); }
static void map(void) { area = (char *)syscall(SYS_mmap, 0, PAGE, 3, 0x22, -1, 0); }
static void map_untouched_1m(void) { area = (char *)syscall(SYS_mmap, 0, 1 << 20, 3, 0x22, -1, 0); }
static void unmap(void) { syscall(SYS_munmap, area, PAGE); }
static void unmap_1m(void) { syscall(SYS_munmap, area, 1 << 20); }
static void map_touched(void)
{
    map();
    *(volatile char *)area = 1;
}
static void map_touched_16(void)
{
    area = (char *)syscall(SYS_mmap, 0, 16 * PAGE, 3, 0x22, -1, 0);
    for (int i = 0; i < 16; i++)
        ((volatile char *)area)[i * PAGE] = 1;
}
static void unmap_16(void) { syscall(SYS_munmap, area, 16 * PAGE); }
static void touch(void) { *(volatile char *)area = 1; }
static void look(void) { (void)*(volatile char *)area; }
static void map_four(void) { area = (char *)syscall(SYS_mmap, 0, 4 * PAGE, 3, 0x22, -1, 0); }
static void map_four_touched(void)
{
    map_four();
    *(volatile char *)area = 1;
}
static void map_four_read(void)
{
    map_four();
    (void)*(volatile char *)area;
}
static void touch_second(void) { ((volatile char *)area)[PAGE] = 1; }
static void look_second(void) { (void)((volatile char *)area)[PAGE]; }
static void unmap_four(void) { syscall(SYS_munmap, area, 4 * PAGE); }
static void protect_read(void) { syscall(SYS_mprotect, area, PAGE, PROT_READ); }
static void protect_write(void) { syscall(SYS_mprotect, area, PAGE, PROT_READ | PROT_WRITE); }
static void protect_16(void) { syscall(SYS_mprotect, area, 16 * PAGE, PROT_READ); }
static void drop(void) { syscall(SYS_madvise, area, PAGE, MADV_DONTNEED); }
static void map_file(void) { area = (char *)syscall(SYS_mmap, 0, PAGE, 1, MAP_SHARED, file, 0); }
static void grow_break(void) { syscall(SYS_brk, syscall(SYS_brk, 0) + PAGE); }
static void key_allocate(void) { opened = (int)syscall(SYS_pkey_alloc, 0, 0); }
static void key_free(void) { syscall(SYS_pkey_free, opened); }
static void signal_ignored(void) { syscall(SYS_tgkill, getpid(), getpid(), SIGUSR2); }
static void signal_self(void) { syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1); }
static void handler(int number) { (void)number; }
static void action(void)
{
    static uint64_t old[8];
    syscall(SYS_rt_sigaction, SIGUSR2, 0, old, 8);
}
static void fork_exit_wait(void)
{
    long made = syscall(SYS_fork);
    if (made == 0)
        syscall(SYS_exit_group, 0);
    syscall(SYS_wait4, made, 0, 0, 0);
}
static void vfork_exit_wait(void)
{
    pid_t made = vfork();
    if (made == 0)
        _exit(0);
    syscall(SYS_wait4, made, 0, 0, 0);
}
static void execute(void)
{
    pid_t made = vfork();
    if (made == 0) {
        execl("/init", "init", "nothing", (char *)0);
        _exit(1);
    }
    syscall(SYS_wait4, made, 0, 0, 0);
}
static char stack[16384] __attribute__((aligned(64)));
static int thread_body(void *unused)
{
    (void)unused;
    return 0;
}
static void thread_made(void)
{
    int made = clone(thread_body, stack + sizeof stack,
                     CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM
                         | CLONE_CHILD_CLEARTID,
                     0, 0, 0, &shared[8]);
    (void)made;
    for (int i = 0; i < 3; i++)
        syscall(SYS_sched_yield);
}
/* The child answers on the other pipe: two switches, two wake-ups. */
static void pipe_round(void)
{
    syscall(SYS_write, pipe_ends[1], buffer, 1);
    syscall(SYS_read, back_ends[0], buffer, 1);
}
static void yield_round(void) { syscall(SYS_sched_yield); }
static void futex_round(void)
{
    shared[0]++;
    syscall(SYS_futex, &shared[0], 1, 1);
    for (uint32_t seen = shared[1]; seen != shared[0]; seen = shared[1])
        syscall(SYS_futex, &shared[1], 0, seen, 0);
}
static void unix_send(void) { syscall(SYS_sendto, pairs[0], buffer, 64, 0, 0, 0); }
static void unix_receive(void) { syscall(SYS_recvfrom, pairs[1], buffer, 64, 0, 0, 0); }
static void udp_send(void) { syscall(SYS_sendto, udp[0], buffer, 64, 0, &to, sizeof to); }
static void udp_receive(void) { syscall(SYS_recvfrom, udp[1], buffer, 64, 0, 0, 0); }

static void copy_on_write_start(void)
{
    map_four_touched();
    touch_second();
    child = syscall(SYS_fork);
    if (child == 0) {
        for (;;)
            pause();
    }
    for (int i = 0; i < 8; i++) /* until it sleeps */
        syscall(SYS_sched_yield);
    touch();
}
static void copy_on_write_end(void)
{
    kill((pid_t)child, SIGKILL);
    syscall(SYS_wait4, child, 0, 0, 0);
    unmap_four();
}
static void start_child(void (*body)(void))
{
    child = syscall(SYS_fork);
    if (child == 0)
        for (;;)
            body();
}
static void answer_pipe(void)
{
    static char byte[1];
    syscall(SYS_read, pipe_ends[0], byte, 1);
    syscall(SYS_write, back_ends[1], byte, 1);
}
static void answer_futex(void)
{
    uint32_t seen = shared[0];
    for (; seen == shared[1]; seen = shared[0])
        syscall(SYS_futex, &shared[0], 0, seen, 0);
    shared[1] = seen;
    syscall(SYS_futex, &shared[1], 1, 1);
}
static void start_pipe_child(void) { start_child(answer_pipe); }
static void start_yield_child(void) { start_child(yield_round); }
static void start_futex_child(void) { start_child(answer_futex); }
static void end_child(void)
{
    kill((pid_t)child, SIGKILL);
    syscall(SYS_wait4, child, 0, 0, 0);
}
static void create_closed(void)
{
    create();
    close(opened);
}
static void open_other(void) { copy = open(OTHER, O_RDWR | O_CREAT, 0600); }
static void remove_created(void)
{
    close(opened);
    remove_name();
}
static void grown(void)
{
    shrink();
}

static void show(const char *path)
{
    long length = read(open(path, O_RDONLY), buffer, 200);
    printf("%s: %.*s", path, (int)length, buffer);
}

/* How many pages fork copies: the divisor of what is done for each. */
static void show_pages(void)
{
    show("/proc/self/statm");
}

/* What runs once before all, before each, in the window, after each, once after all. */
struct window {
    const char *name;
    void (*once)(void), (*before)(void), (*run)(void), (*after)(void), (*finally)(void);
};

static const struct window windows[] = {
    {"empty", nothing, nothing, nothing, nothing, nothing},
    {"enosys", nothing, nothing, invalid, nothing, nothing},
    {"getppid", nothing, nothing, parent, nothing, nothing},
    {"getpid", nothing, nothing, process, nothing, nothing},
    {"gettid", nothing, nothing, thread, nothing, nothing},
    {"time", nothing, nothing, seconds, nothing, nothing},
    {"clock_realtime", nothing, nothing, clock_realtime, nothing, nothing},
    {"clock_monotonic", nothing, nothing, clock_monotonic, nothing, nothing},
    {"vsyscall_time", nothing, nothing, vsyscall_time, nothing, nothing},
    {"sched_yield", nothing, nothing, yield, nothing, nothing},
    {"rt_sigprocmask", nothing, nothing, mask, nothing, nothing},
    {"rt_sigaction", nothing, nothing, action, nothing, nothing},
    {"lseek", nothing, nothing, seek, nothing, nothing},
    {"fstat", nothing, nothing, attributes, nothing, nothing},
    {"stat_two", nothing, nothing, attributes_by_name, nothing, nothing},
    {"stat_one", nothing, nothing, attributes_of_tmp, nothing, nothing},
    {"read_zero_1", nothing, nothing, zero_1, nothing, nothing},
    {"read_zero_4096", nothing, nothing, zero_4096, nothing, nothing},
    {"read_null", nothing, nothing, null_read, nothing, nothing},
    {"write_null", nothing, nothing, null_write, nothing, nothing},
    {"pread_1", nothing, nothing, file_read_1, nothing, nothing},
    {"pread_4096", nothing, nothing, file_read_4096, nothing, nothing},
    {"pread_8192", nothing, nothing, file_read_8192, nothing, nothing},
    {"pwrite_1", nothing, nothing, file_write_1, nothing, nothing},
    {"pwrite_8192", nothing, nothing, file_write_8192, nothing, nothing},
    {"fsync", nothing, nothing, sync_file, nothing, nothing},
    {"pwrite_new_page", open_other, shrink, grow_write, grown, close_copy},
    {"ftruncate", open_other, grow_write, shrink, nothing, close_copy},
    {"dup", nothing, nothing, duplicate, close_copy, nothing},
    {"close_shared", nothing, duplicate, close_copy, nothing, nothing},
    {"open", nothing, nothing, open_name, close_opened, nothing},
    {"close_last", nothing, open_name, close_opened, nothing, nothing},
    {"create", remove_name, nothing, create, remove_created, nothing},
    {"unlink", nothing, create_closed, remove_name, nothing, nothing},
    {"rename", create_closed, nothing, rename_name, rename_back, nothing},
    {"mkdir", nothing, nothing, make_directory, remove_directory, nothing},
    {"rmdir", nothing, make_directory, remove_directory, nothing, nothing},
    {"getdents_6", nothing, open_directory, entries, close_opened, nothing},
    {"pipe2", nothing, nothing, make_pipe, close_pipe, nothing},
    {"pipe_write_1", nothing, nothing, pipe_write_1, pipe_read_1, nothing},
    {"pipe_read_1", nothing, pipe_write_1, pipe_read_1, nothing, nothing},
    {"pipe_write_4096", nothing, nothing, pipe_write_4096, pipe_read_4096, nothing},
    {"pipe_read_4096", nothing, pipe_write_4096, pipe_read_4096, nothing, nothing},
    {"futex_wait_again", nothing, nothing, futex_again, nothing, nothing},
    {"futex_wake_private", nothing, nothing, futex_wake_private, nothing, nothing},
    {"futex_wake_shared", nothing, nothing, futex_wake_shared, nothing, nothing},
    {"eventfd_write", nothing, nothing, event_write, event_read, nothing},
    {"eventfd_read", nothing, event_write, event_read, nothing, nothing},
    {"poll_1", event_write, nothing, poll_one, nothing, event_read},
    {"epoll_wait_1", event_write, nothing, epoll_one, nothing, event_read},
    {"epoll_wait_empty", nothing, nothing, epoll_none, nothing, nothing},
    {"mmap_4k", nothing, nothing, map, unmap, nothing},
    {"munmap_4k", nothing, map, unmap, nothing, nothing},
    {"mmap_1m", nothing, nothing, map_untouched_1m, unmap_1m, nothing},
    {"munmap_1m", nothing, map_untouched_1m, unmap_1m, nothing, nothing},
    {"munmap_touched", nothing, map_touched, unmap, nothing, nothing},
    {"munmap_touched_16", nothing, map_touched_16, unmap_16, nothing, nothing},
    {"fault_write_first", nothing, map_four, touch, unmap_four, nothing},
    {"fault_write", nothing, map_four_touched, touch_second, unmap_four, nothing},
    {"fault_read_first", nothing, map_four, look, unmap_four, nothing},
    {"fault_read", nothing, map_four_read, look_second, unmap_four, nothing},
    {"fault_file", nothing, map_file, look, unmap, nothing},
    {"mmap_file", nothing, nothing, map_file, unmap, nothing},
    {"fault_copy", nothing, copy_on_write_start, touch_second, copy_on_write_end, nothing},
    {"mprotect_read", nothing, map_touched, protect_read, unmap, nothing},
    {"mprotect_write", nothing, map_touched, protect_write, unmap, nothing},
    {"mprotect_read_write", map_touched, protect_read, protect_write, nothing, unmap},
    {"mprotect_16", nothing, map_touched_16, protect_16, unmap_16, nothing},
    {"madvise_dontneed", map, touch, drop, nothing, unmap},
    {"brk", nothing, nothing, grow_break, nothing, nothing},
    {"pkey_alloc", nothing, nothing, key_allocate, key_free, nothing},
    {"pkey_free", nothing, key_allocate, key_free, nothing, nothing},
    {"signal_ignored", nothing, nothing, signal_ignored, nothing, nothing},
    {"signal_self", nothing, nothing, signal_self, nothing, nothing},
    {"fork_exit_wait", show_pages, nothing, fork_exit_wait, nothing, nothing},
    {"vfork_exit_wait", nothing, nothing, vfork_exit_wait, nothing, nothing},
    {"vfork_exec_wait", nothing, nothing, execute, nothing, nothing},
    {"thread", nothing, nothing, thread_made, nothing, nothing},
    {"yield_round", start_yield_child, nothing, yield_round, nothing, end_child},
    {"pipe_round", start_pipe_child, nothing, pipe_round, nothing, end_child},
    {"futex_round", start_futex_child, nothing, futex_round, nothing, end_child},
    {"unix_send", nothing, nothing, unix_send, unix_receive, nothing},
    {"unix_receive", nothing, unix_send, unix_receive, nothing, nothing},
    {"udp_send", nothing, nothing, udp_send, udp_receive, nothing},
    {"udp_receive", nothing, udp_send, udp_receive, nothing, nothing},
};

/* In a process of its own: ioperm leaves a task that is slower on its way out of the kernel. */
static void symbols(void)
{
    long made = syscall(SYS_fork);
    if (made) {
        syscall(SYS_wait4, made, 0, 0, 0);
        return;
    }
    int from = open("/proc/kallsyms", O_RDONLY);
    ioperm(DEBUG_PORT, 1, 1);
    for (;;) {
        long length = read(from, buffer, sizeof buffer);
        if (length <= 0)
            _exit(0);
        const char *at = buffer;
        __asm__ volatile("rep outsb" : "+S"(at), "+c"(length) : "d"(DEBUG_PORT) : "memory");
    }
}

static void put(const char *path, const char *text)
{
    int to_file = open(path, O_WRONLY);
    if (to_file < 0 || write(to_file, text, strlen(text)) < 0)
        printf("cannot write %s\n", path);
    close(to_file);
}

static void prepare(void)
{
    mkdir("/proc", 0755);
    mkdir("/sys", 0755);
    mkdir("/tmp", 0755);
    mkdir("/dev", 0755);
    mount("proc", "/proc", "proc", 0, 0);
    mount("sysfs", "/sys", "sysfs", 0, 0);
    mount("tmpfs", "/tmp", "tmpfs", 0, 0);
    mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
    put("/proc/sys/kernel/kptr_restrict", "0");
    put("/sys/kernel/mm/lru_gen/enabled", "n");
    put("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
    show("/sys/devices/system/cpu/vulnerabilities/spectre_v2");
    show("/sys/devices/system/cpu/vulnerabilities/spec_rstack_overflow");
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
    file = open(NAME, O_RDWR | O_CREAT, 0600);
    if (write(file, buffer, sizeof buffer) < 0)
        puts("no tmpfs");
    zero = open("/dev/zero", O_RDONLY);
    null = open("/dev/null", O_RDWR);
    event = (int)syscall(SYS_eventfd2, 0, 0);
    polled = (struct pollfd){event, POLLIN, 0};
    poller = epoll_create1(0);
    empty_poller = epoll_create1(0);
    struct epoll_event interest = {.events = EPOLLIN};
    epoll_ctl(poller, EPOLL_CTL_ADD, event, &interest);
    signal(SIGUSR1, handler);
    signal(SIGUSR2, SIG_IGN);
    shared = mmap(0, PAGE, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    mkdir("/tmp/four", 0700);
    for (int i = 0; i < 4; i++) {
        char name[32];
        snprintf(name, sizeof name, "/tmp/four/%d", i);
        close(open(name, O_CREAT | O_RDWR, 0600));
    }
    if (pipe(pipe_ends) || pipe(back_ends))
        puts("no pipes");
}

static void prepare_sockets(void)
{
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pairs))
        puts("no local sockets");
    int up = socket(AF_INET, SOCK_DGRAM, 0);
    struct {
        char name[16];
        short flags;
        char rest[22];
    } loopback = {"lo", 1, {0}};
    if (syscall(SYS_ioctl, up, 0x8914, &loopback))
        puts("no loopback");
    close(up);
    to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(0x7f000001)};
    udp[0] = socket(AF_INET, SOCK_DGRAM, 0);
    udp[1] = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(udp[1], (struct sockaddr *)&to, sizeof to))
        puts("no UDP");
}

int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "nothing"))
        return 0;
    setvbuf(stdout, 0, _IOLBF, 0);
    prepare();
    symbols();
    trace_begin(); /* the first is lost: it starts the recording */
    trace_end();
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        const struct window *at = &windows[i];
        if (!strcmp(at->name, "unix_send"))
            prepare_sockets();
        at->once();
        int count = strstr(at->name, "_round") ? ROUNDS : WINDOWS;
        for (int j = 0; j < WARM + count; j++) {
            at->before();
            if (j >= WARM) {
                printf("trace %s\n", at->name);
                trace_begin();
                at->run();
                trace_end();
            } else {
                at->run();
            }
            at->after();
        }
        at->finally();
    }
    puts("trace-done");
    sync();
    reboot(RB_POWER_OFF);
    return 0;
}
