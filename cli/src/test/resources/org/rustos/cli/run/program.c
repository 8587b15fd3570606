// What an ordinary Linux program does, one line of output each: threads, signals, fork, pipes,
// mappings, clocks. The test compares its output with the host's.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ITEMS = 500, PLACES = 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int queue[PLACES], head, tail;
static long sum;

static void *produce(void *unused) {
    for (int i = 1; i <= ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (tail - head == PLACES) pthread_cond_wait(&changed, &lock);
        queue[tail++ % PLACES] = i;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *consume(void *unused) {
    for (int i = 1; i <= ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (tail == head) pthread_cond_wait(&changed, &lock);
        sum += queue[head++ % PLACES];
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void threads(void) {
    pthread_t producer, consumer;
    pthread_create(&producer, 0, produce, 0);
    pthread_create(&consumer, 0, consume, 0);
    pthread_join(producer, 0);
    pthread_join(consumer, 0);
    printf("sum %ld\n", sum);
}

static volatile sig_atomic_t seen;
static sigjmp_buf back;

static void note(int signal, siginfo_t *information, void *context) {
    (void)information, (void)context;
    seen = signal;
}

static void escape(int signal, siginfo_t *information, void *context) {
    (void)signal, (void)context;
    seen = (int)(long)information->si_addr;
    siglongjmp(back, 1);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *)) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    sigaction(signal, &action, 0);
}

static void signals(void) {
    handle(SIGUSR1, note);
    raise(SIGUSR1);
    printf("signal %d\n", seen);
    handle(SIGSEGV, escape);
    if (!sigsetjmp(back, 1)) *(volatile int *)0x1234 = 1;
    printf("fault at %x\n", seen);
    int ends[2];
    if (pipe(ends)) perror("pipe");
    close(ends[0]);
    handle(SIGPIPE, note);
    ssize_t written = write(ends[1], "x", 1);
    printf("pipe %zd %d %s\n", written, seen, strerror(errno));
    close(ends[1]);
}

static void processes(void) {
    int ends[2], status;
    char text[64];
    if (pipe(ends)) perror("pipe");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dprintf(ends[1], "child");
        _exit(7);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], text, sizeof text);
    struct pollfd end = {ends[0], POLLIN, 0};
    int ready = poll(&end, 1, 10);
    waitpid(child, &status, 0);
    printf("%.*s %d, poll %d %#x\n", (int)length, text, WEXITSTATUS(status), ready, end.revents);
    int *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    static int owned = 1;
    child = fork();
    if (child == 0) {
        *shared = 42;
        owned = 2;
        raise(SIGKILL);
    }
    waitpid(child, &status, 0);
    printf("shared %d own %d killed by %d\n", *shared, owned, WTERMSIG(status));
}

static void memory(void) {
    char *bytes = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(bytes, 3, 1 << 20);
    bytes = mremap(bytes, 1 << 20, 4 << 20, MREMAP_MAYMOVE);
    printf("remapped %d %d\n", bytes[1000000], bytes[3 << 20]);
    munmap(bytes, 4 << 20);
    int file = open("tmp/mapped", O_CREAT | O_RDWR | O_TRUNC, 0644);
    if (ftruncate(file, 10000)) perror("ftruncate");
    char *window = mmap(0, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    strcpy(window + 5000, "mapped");
    char text[8] = {0};
    ssize_t length = pread(file, text, 6, 5000);
    printf("%s %zd\n", text, length);
    unlink("tmp/mapped");
}

static void clocks(void) {
    struct timespec before, after, pause = {0, 5000000};
    clock_gettime(CLOCK_MONOTONIC, &before);
    nanosleep(&pause, 0);
    clock_gettime(CLOCK_MONOTONIC, &after);
    long slept = (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec;
    printf("slept long enough: %d\n", slept >= pause.tv_nsec);
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) printf("argument %s\n", arguments[i]);
    threads();
    signals();
    processes();
    memory();
    clocks();
    printf("%s\n", strerror(open("missing", 0) < 0 ? errno : 0));
    fflush(stdout);
    abort();
}
