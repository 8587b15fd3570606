// Programs that try to confuse or to exhaust the emulator; the first argument picks one.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int *word;

static void nap(long nanos) {
    struct timespec t = {0, nanos};
    nanosleep(&t, 0);
}

static void *wait_for_word(void *unused) {
    syscall(SYS_futex, word, FUTEX_WAIT, 0, 0, 0, 0);
    return unused;
}

// A process ends while a thread of it waits: the next wake-up is for somebody else.
static int ghost(void) {
    pthread_t thread;
    if (fork() == 0) {
        pthread_create(&thread, 0, wait_for_word, 0);
        nap(5000000);
        _exit(0);
    }
    wait(0);
    pthread_create(&thread, 0, wait_for_word, 0);
    nap(5000000);
    printf("woken %ld\n", syscall(SYS_futex, word, FUTEX_WAKE, 1, 0, 0, 0));
    fflush(stdout);
    pthread_join(thread, 0);
    return 0;
}

static int marks(void) {
    for (;;) {
        __asm__ volatile("int $0xf1" : : "D"(4), "S"(1));
    }
}

// Code that was only readable when it ran first, as a page is after a fork, changes.
static int late(void) {
    static const char harmless[] = {0x31, (char) 0xc0, (char) 0x90, (char) 0x90, (char) 0xc3};
    static const char chance[] = {0x48, 0x0f, (char) 0xc7, (char) 0xf0, (char) 0xc3};
    char *code = mmap(0, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(code, harmless, sizeof harmless);
    if (fork() == 0) {
        _exit(0);
    }
    wait(0);
    long value = ((long (*)(void)) code)();
    memcpy(code, chance, sizeof chance);
    value += ((long (*)(void)) code)();
    printf("chance %lx\n", value);
    return 0;
}

int main(int count, char **arguments) {
    word = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char *what = count > 1 ? arguments[1] : "";
    return !strcmp(what, "ghost")   ? ghost()
           : !strcmp(what, "marks") ? marks()
                                    : late();
}
