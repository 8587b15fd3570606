// Futexes: every operation, robust and handed-over locks, words that a fork has copied.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }
static long futex(volatile int *w, int op, int v, void *t, volatile int *w2, int v3) { return syscall(SYS_futex, w, op, v, t, w2, v3); }
static volatile int a, b, ready;
static volatile int woken[8];
static int bits[] = {1, 2, 4, 3};

static void *waits(void *n) {
    long i = (long)n;
    __atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
    long r = futex(&a, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, bits[i]);
    woken[i] = r == 0 ? 1 : 2;
    return NULL;
}
static void start(pthread_t *t, int n) {
    ready = 0;
    for (int i = 0; i < n; i++) {
        woken[i] = 0;
        pthread_create(&t[i], NULL, waits, (void *)(long)i);
        while (ready <= i) sched_yield();
        usleep(5000);
    }
}
static void show(int n) {
    usleep(5000);
    for (int i = 0; i < n; i++) printf("%d", woken[i]);
    printf("\n");
}
static pthread_mutex_t *m;
static void *dies(void *x) {
    pthread_mutex_lock(m);
    return NULL;
}
static volatile int got, order[4];
static volatile int pi;
static void *takes(void *n) {
    futex(&pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
    order[got++] = (int)(long)n;
    futex(&pi, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
    return NULL;
}
static void *never(void *x) {
    futex(&b, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, 0);
    return NULL;
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_t t[4];
    struct timespec none = {0, 1000000}, past = {1, 0}, bad = {0, -1};
    told("other value", futex(&a, FUTEX_WAIT, 1, NULL, NULL, 0));
    told("timeout", futex(&a, FUTEX_WAIT, 0, &none, NULL, 0));
    told("past", futex(&a, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &past, NULL, -1));
    told("no time", futex(&a, FUTEX_WAIT, 0, &bad, NULL, 0));
    told("no bits", futex(&a, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0));
    told("odd", futex((int *)((char *)&a + 1), FUTEX_WAKE, 1, NULL, NULL, 0));
    told("nowhere", futex((int *)0x1000, FUTEX_WAIT, 0, NULL, NULL, 0));
    told("operation", futex(&a, 77, 0, NULL, NULL, 0));
    told("nobody", futex(&a, FUTEX_WAKE, 1, NULL, NULL, 0));

    start(t, 4);
    told("bit 4", futex(&a, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 4));
    show(4);
    told("bit 2, one", futex(&a, FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 2));
    show(4);
    told("rest", futex(&a, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0));
    show(4);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);

    start(t, 4);
    told("compare", futex(&a, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 1, (void *)2, &b, 5));
    told("requeue", futex(&a, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 1, (void *)2, &b, 0));
    show(4);
    told("old word", futex(&a, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0));
    told("new word", futex(&b, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0));
    show(4);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);

    start(t, 2);
    b = 7;
    int op = FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 6);
    told("wake op", futex(&b, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 1, (void *)1, &a, op));
    printf("a %d\n", a);
    a = 0;
    op = FUTEX_OP(FUTEX_OP_OR, 8, FUTEX_OP_CMP_LT, 6);
    told("wake op", futex(&b, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 1, (void *)1, &a, op));
    printf("a %d\n", a);
    a = 0;
    told("rest", futex(&a, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 10, NULL, NULL, 0));
    for (int i = 0; i < 2; i++) pthread_join(t[i], NULL);

    // A word that is waited for, then copied by a fork and written: the wake-up finds its waiter.
    start(t, 1);
    if (fork() == 0) _exit(0);
    wait(NULL);
    a = 1;
    told("after a fork", futex(&a, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0));
    pthread_join(t[0], NULL);
    a = 0;
    // And a child has other words than its parent, shared memory aside.
    volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();
    if (child == 0) {
        struct timespec second = {1, 0};
        long r = futex(shared, FUTEX_WAIT, 0, &second, NULL, 0);
        _exit(r == 0 ? 1 : 2);
    }
    usleep(20000);
    told("shared", futex(shared, FUTEX_WAKE, 1, NULL, NULL, 0));
    int s;
    wait(&s);
    printf("child %d\n", WEXITSTATUS(s));

    // Robust locks: over threads and over processes, at an exit and at a kill.
    m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t at;
    pthread_mutexattr_init(&at);
    pthread_mutexattr_setpshared(&at, 1);
    pthread_mutexattr_setrobust(&at, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(m, &at);
    pthread_create(&t[0], NULL, dies, NULL);
    pthread_join(t[0], NULL);
    printf("dead thread: %d\n", pthread_mutex_lock(m) == EOWNERDEAD);
    pthread_mutex_consistent(m);
    pthread_mutex_unlock(m);
    child = fork();
    if (child == 0) {
        pthread_mutex_lock(m);
        shared[1] = 1;
        pause();
    }
    while (!shared[1]) usleep(100);
    if (fork() == 0) {
        int r = pthread_mutex_lock(m);
        printf("killed: %d\n", r == EOWNERDEAD);
        pthread_mutex_consistent(m);
        pthread_mutex_unlock(m);
        _exit(0);
    }
    usleep(5000);
    kill(child, SIGKILL);
    wait(NULL);
    wait(NULL);
    printf("then: %d\n", pthread_mutex_lock(m));

    // Handed over.
    told("take", futex(&pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    printf("mine %d\n", pi == getpid());
    told("again", futex(&pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    told("try", futex(&pi, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
    for (long i = 0; i < 3; i++) {
        pthread_create(&t[i], NULL, takes, (void *)i);
        usleep(20000);
    }
    printf("waiters marked %d\n", pi < 0);
    told("give", futex(&pi, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    for (int i = 0; i < 3; i++) pthread_join(t[i], NULL);
    printf("order %d%d%d, free %d\n", order[0], order[1], order[2], pi);
    told("not mine", futex(&pi, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    pi = 999999;
    told("owner gone", futex(&pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    pthread_mutexattr_init(&at);
    pthread_mutexattr_setprotocol(&at, PTHREAD_PRIO_INHERIT);
    pthread_mutex_t inherit;
    pthread_mutex_init(&inherit, &at);
    printf("inherit %d", pthread_mutex_lock(&inherit));
    printf(" %d\n", pthread_mutex_unlock(&inherit));
    b = 0;
    pthread_create(&t[0], NULL, never, NULL);
    usleep(1000);
    return 5;
}
