// Signals: what a handler is told, what it may change, which stack it has, who waits for whom.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static volatile int count, code, depth;
static void *volatile address;
static sigjmp_buf back;

static void set(int sig, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction a = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    sigemptyset(&a.sa_mask);
    sigaction(sig, &a, NULL);
}

// Uses vector and x87 registers on purpose.
static void floats(int sig, siginfo_t *info, void *context) {
    ucontext_t *u = context;
    volatile double d = 1.0;
    volatile long double l = 3.0L;
    for (int i = 0; i < 20; i++) {
        d = d * 1.5 + i;
        l = l / 1.25L + i;
    }
    asm volatile("pxor %%xmm0,%%xmm0; pxor %%xmm1,%%xmm1; pxor %%xmm7,%%xmm7; pxor %%xmm15,%%xmm15; fninit" ::: "xmm0",
                 "xmm1", "xmm7", "xmm15");
    uint32_t *marks = (uint32_t *)((char *)u->uc_mcontext.fpregs + 464);
    if (marks[0] != 0x46505853) printf("no mark in the state\n");
    if (*(uint32_t *)((char *)u->uc_mcontext.fpregs + marks[1] - 4) != 0x46505845) printf("no mark behind it\n");
    count++;
}

static void fault(int sig, siginfo_t *info, void *context) {
    code = info->si_code;
    address = info->si_addr;
    siglongjmp(back, sig);
}

static void expect(const char *what, void (*run)(void), void *where) {
    int sig = sigsetjmp(back, 1);
    if (sig == 0) {
        run();
        printf("%s: nothing\n", what);
    } else {
        printf("%s: signal %d code %d address %s\n", what, sig, code, address == where ? "right" : "wrong");
    }
}

static char *none, *readonly, *mapped;
static volatile int zero;
static void read_none(void) { *(volatile char *)none; }
static void write_ro(void) { *(volatile char *)readonly = 1; }
static void past_end(void) { *(volatile char *)(mapped + 8192); }
static void divide(void) { count = 5 / zero; }
static void illegal(void) { asm volatile("ud2"); }

static void trap(int sig, siginfo_t *info, void *context) { printf("trap code %d\n", info->si_code); }

static void nested(int sig, siginfo_t *info, void *context) {
    int here = ++depth;
    if (here < 3) raise(sig);
    printf("depth %d leaves\n", here);
}

static void once(int sig, siginfo_t *info, void *context) { printf("once\n"); }
static void ordered(int sig, siginfo_t *info, void *context) {
    printf("signal %d code %d value %d\n", sig, info->si_code, info->si_code == SI_QUEUE ? info->si_value.sival_int : -1);
}

static char other[65536];
static void on_other(int sig, siginfo_t *info, void *context) {
    char here;
    stack_t now;
    sigaltstack(NULL, &now);
    printf("on the other stack: %d %d\n", &here > other && &here < other + sizeof other, now.ss_flags == SS_ONSTACK);
    siglongjmp(back, 1);
}

static int overflow(int n) {
    volatile char room[4096];
    room[0] = n;
    return overflow(n + 1) + room[0];
}

static void change(int sig, siginfo_t *info, void *context) {
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = 77;
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    // 1. The state of the interrupted code survives.
    set(SIGALRM, floats, SA_RESTART);
    struct itimerval every = {{0, 200}, {0, 200}};
    setitimer(ITIMER_REAL, &every, NULL);
    double d = 0;
    long double l = 0;
    for (int i = 1; count < 20; i++) {
        double a = 1.0 / i, b = a * i;
        long double c = 1.0L / i;
        c = c * i;
        if (b < 0.999999 || b > 1.000001 || c < 0.999999L || c > 1.000001L) {
            printf("broken at %d\n", i);
            return 1;
        }
        d += b;
        l += c;
    }
    every.it_value.tv_usec = every.it_interval.tv_usec = 0;
    setitimer(ITIMER_REAL, &every, NULL);
    printf("floats %s\n", d > 0 && l > 0 ? "kept" : "lost");

    // 2. What a fault tells.
    int sigs[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (int i = 0; i < 4; i++) set(sigs[i], fault, 0);
    readonly = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int file = open("/tmp/short", O_RDWR | O_CREAT | O_TRUNC, 0600);
    ftruncate(file, 100);
    mapped = mmap(NULL, 12288, PROT_READ, MAP_SHARED, file, 0);
    none = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(none, 4096);
    expect("unmapped", read_none, none);
    expect("read-only", write_ro, readonly);
    expect("past the end", past_end, mapped + 8192);
    expect("division", divide, address);
    expect("illegal", illegal, illegal);
    set(SIGTRAP, trap, 0);
    asm volatile("int3");
    printf("behind the trap\n");

    // 3. Flags.
    set(SIGUSR1, nested, SA_NODEFER);
    raise(SIGUSR1);
    set(SIGUSR1, once, SA_RESETHAND);
    raise(SIGUSR1);
    struct sigaction now;
    sigaction(SIGUSR1, NULL, &now);
    printf("back to default: %d\n", now.sa_handler == SIG_DFL);

    // 4. Order and values.
    sigset_t all, old, waiting;
    sigfillset(&all);
    for (int s = SIGUSR1; s <= SIGRTMIN + 2; s++)
        if (s == SIGUSR1 || s == SIGUSR2 || s >= SIGRTMIN) set(s, ordered, 0);
    sigprocmask(SIG_BLOCK, &all, &old);
    for (int i = 0; i < 3; i++) {
        sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = 10 + i});
        sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = 20 + i});
    }
    kill(getpid(), SIGUSR1);
    sigpending(&waiting);
    printf("pending %d %d %d\n", sigismember(&waiting, SIGUSR1), sigismember(&waiting, SIGUSR2), sigismember(&waiting, SIGALRM));
    sigprocmask(SIG_SETMASK, &old, NULL);

    // 5. Waiting for a blocked one.
    sigprocmask(SIG_BLOCK, &all, &old);
    struct timespec shortly = {0, 1000000};
    siginfo_t info;
    printf("wait: %d", sigtimedwait(&all, &info, &shortly));
    printf(" %d\n", errno == EAGAIN);
    pid_t child = fork();
    if (child == 0) {
        usleep(2000);
        kill(getppid(), SIGUSR2);
        _exit(3);
    }
    sigset_t two;
    sigemptyset(&two);
    sigaddset(&two, SIGUSR2);
    int got = sigwaitinfo(&two, &info);
    printf("got %d from the child: %d\n", got, info.si_pid == child);
    sigaddset(&two, SIGCHLD);
    sigdelset(&two, SIGUSR2);
    got = sigwaitinfo(&two, &info);
    printf("got %d code %d status %d of the child: %d\n", got, info.si_code, info.si_status, info.si_pid == child);
    waitpid(child, NULL, 0);
    sigprocmask(SIG_SETMASK, &old, NULL);

    // 6. Another stack.
    stack_t stack = {.ss_sp = other, .ss_size = sizeof other};
    sigaltstack(&stack, NULL);
    set(SIGSEGV, on_other, SA_ONSTACK);
    if (sigsetjmp(back, 1) == 0) overflow(0);

    // 7. A handler may change what it returns to.
    set(SIGILL, change, 0);
    long result = 5;
    asm volatile("ud2" : "+a"(result));
    printf("changed: %ld\n", result);

    // 8. Refusals.
    struct sigaction dfl = {.sa_handler = SIG_IGN};
    printf("kill: %d", sigaction(SIGKILL, &dfl, NULL));
    printf(" %d\n", errno == EINVAL);
    stack.ss_size = 100;
    printf("small stack: %d", sigaltstack(&stack, NULL));
    printf(" %d\n", errno == ENOMEM);
    printf("bad signal: %d", kill(getpid(), 65));
    printf(" %d, nobody: %d", errno == EINVAL, kill(999999, 0));
    printf(" %d\n", errno == ESRCH);
    unlink("/tmp/short");
    raise(SIGTERM);
    return 0;
}
