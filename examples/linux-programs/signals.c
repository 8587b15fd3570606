// Signals: handlers with information, faults survived, alternate stacks, masks, registers kept.
#define _GNU_SOURCE
#include <errno.h>
#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "isa.h"

static sigjmp_buf back;
static volatile sig_atomic_t count;
static char *fence;
static char *stack;

static void fault(int signal, siginfo_t *info, void *context) {
    ucontext_t *uc = context;
    intptr_t at = (char *)info->si_addr - fence;
    char here;
    // QEMU tells another code of SIGILL than Linux on AArch64.
    printf("signal %d code %d, at the fence %d, at the pc %d, on the other stack %d\n", signal,
           signal == SIGILL ? 0 : info->si_code, at == 8, (uintptr_t)info->si_addr == PC(uc),
           &here >= stack && &here < stack + 65536);
    siglongjmp(back, 1);
}

// Goes on behind the instruction that faulted.
static void skip(int signal, siginfo_t *info, void *context) {
    ucontext_t *uc = context;
    PC(uc) += instruction_bytes(PC(uc));
    RESULT(uc) = 4711;
    count = signal;
}

static void told(int signal, siginfo_t *info, void *context) {
    count++;
    fesetround(FE_UPWARD);
    volatile double spoil = count / 3.0;
    SPOIL(spoil);
    if (info->si_code == SI_QUEUE) printf("queued %d\n", info->si_value.sival_int);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags}, old;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaction(signal, &action, NULL);
    sigaction(signal, NULL, &old);
    printf("action %d: %d %x %d\n", signal, old.sa_sigaction == handler, old.sa_flags & ~0x4000000,
           sigismember(&old.sa_mask, SIGUSR2));
}

int main(void) {
    stack = malloc(65536);
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = 65536}, NULL);
    fence = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    handle(SIGSEGV, fault, SA_ONSTACK);
    handle(SIGILL, fault, SA_ONSTACK);
    handle(SIGTRAP, fault, 0);
    if (!sigsetjmp(back, 1)) *(volatile char *)(fence + 8) = 1;
    if (!sigsetjmp(back, 1)) printf("%d\n", *(volatile char *)(fence + 8));
    munmap(fence, 4096);
    if (!sigsetjmp(back, 1)) printf("%d\n", *(volatile char *)(fence + 8));
    if (!sigsetjmp(back, 1)) asm volatile(".word 0");
    if (!sigsetjmp(back, 1)) asm volatile(BREAKPOINT);
    handle(SIGSEGV, skip, 0);
    READ_NOWHERE(result);
    long kept = result;
    printf("went on with %ld after signal %d\n", kept, (int)count);

    handle(SIGUSR1, told, SA_RESTART);
    count = 0;
    double kept1 = 1.0 / 7, kept2;
    KILL_AROUND(kept2, kept1, getpid(), SIGUSR1);
    printf("registers %d, rounding %d, handled %d\n", kept2 == 2 * kept1, fegetround(), (int)count);
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 99});
    sigpending(&set);
    printf("pending %d, handled %d\n", sigismember(&set, SIGUSR1), (int)count);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("handled %d\n", (int)count);
    int ends[2];
    char byte;
    pipe(ends);
    handle(SIGALRM, told, 0);
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, 20000}}, NULL);
    ssize_t got = read(ends[0], &byte, 1);
    printf("read %zd: %s, handled %d\n", got, got < 0 ? strerror(errno) : "", (int)count);
    handle(SIGALRM, told, SA_RESTART);
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, 20000}}, NULL);
    if (fork() == 0) {
        usleep(60000);
        write(ends[1], "x", 1);
        _exit(0);
    }
    got = read(ends[0], &byte, 1);
    printf("read %zd '%c', handled %d\n", got, byte, (int)count);
    fflush(stdout);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return 0;
}
