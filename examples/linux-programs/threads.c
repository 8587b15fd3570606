// Threads: mutexes, condition variables, barriers, thread-local storage, atomics, cancellation.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, TURNS = 2000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static __thread int mine = 40;
static atomic_long total;
static _Atomic unsigned char small;
static long plain;
static int turn, prepared;

static void prepare(void) { prepared++; }

static void *work(void *number) {
    int id = (int)(long)number;
    pthread_once(&once, prepare);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < TURNS; i++) {
        atomic_fetch_add(&total, id);
        atomic_fetch_add(&small, 1);
        pthread_mutex_lock(&lock);
        plain += id;
        pthread_mutex_unlock(&lock);
    }
    for (int i = 0; i < 20; i++) {
        pthread_mutex_lock(&lock);
        while (turn % THREADS != id) pthread_cond_wait(&changed, &lock);
        turn++;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    mine += id;
    return (void *)(long)mine;
}

static void cleanup(void *text) { printf("cleanup %s\n", (char *)text); }

static void *sleeper(void *unused) {
    pthread_cleanup_push(cleanup, "done");
    for (;;) pause();
    pthread_cleanup_pop(0);
    return unused;
}

static void *poster(void *event) {
    usleep(5000);
    eventfd_write(*(int *)event, 7);
    return NULL;
}

int main(void) {
    pthread_t thread[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (long i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, work, (void *)i);
    long sum = 0;
    for (int i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(thread[i], &result);
        sum += (long)result;
    }
    printf("total %ld plain %ld small %d sum %ld turn %d mine %d prepared %d\n", total, plain, small,
           sum, turn, mine, prepared);
    pthread_create(thread, NULL, sleeper, NULL);
    usleep(1000);
    pthread_cancel(thread[0]);
    void *result;
    pthread_join(thread[0], &result);
    printf("cancelled %d\n", result == PTHREAD_CANCELED);
    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 3000000;
    if (soon.tv_nsec >= 1000000000) soon.tv_nsec -= 1000000000, soon.tv_sec++;
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    int failed = sem_timedwait(&semaphore, &soon);
    printf("timed wait: %s\n", failed ? strerror(errno) : "?");
    int event = eventfd(0, 0), set = epoll_create1(0);
    struct epoll_event wanted = {EPOLLIN, {.u64 = 0x1122334455667788}}, got;
    epoll_ctl(set, EPOLL_CTL_ADD, event, &wanted);
    pthread_create(thread, NULL, poster, &event);
    int ready = epoll_wait(set, &got, 1, -1);
    eventfd_t value;
    eventfd_read(event, &value);
    printf("epoll %d %x %llx, value %llu\n", ready, got.events, (unsigned long long)got.data.u64,
           (unsigned long long)value);
    pthread_join(thread[0], NULL);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 1 << 17);
    printf("small stack %d\n", pthread_create(thread, &attributes, work, NULL) == 0);
    fflush(stdout);
    _exit(0);
}
