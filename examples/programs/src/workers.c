// gcc -O2 -static -pthread workers.c
// Producers and consumers over a bounded queue, three times: mutex and conditions, semaphores, atomics.
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

enum { ITEMS = 2000, SLOTS = 16, PAIRS = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER, not_empty = PTHREAD_COND_INITIALIZER;
static sem_t space, filled;
static int queue[SLOTS], head, tail, count;
static atomic_long sum, taken;
static atomic_int ring[SLOTS], put_at, get_at;

static void *produce_locked(void *base) {
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (count == SLOTS) {
            pthread_cond_wait(&not_full, &lock);
        }
        queue[tail++ % SLOTS] = (int) (long) base + i;
        count++;
        pthread_cond_signal(&not_empty);
        pthread_mutex_unlock(&lock);
    }
    return base;
}

static void *consume_locked(void *unused) {
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&lock);
        while (count == 0) {
            pthread_cond_wait(&not_empty, &lock);
        }
        sum += queue[head++ % SLOTS];
        count--;
        taken++;
        pthread_cond_signal(&not_full);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *produce_counted(void *base) {
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&space);
        pthread_mutex_lock(&lock);
        queue[tail++ % SLOTS] = (int) (long) base + i;
        pthread_mutex_unlock(&lock);
        sem_post(&filled);
    }
    return base;
}

static void *consume_counted(void *unused) {
    for (int i = 0; i < ITEMS; i++) {
        sem_wait(&filled);
        pthread_mutex_lock(&lock);
        sum += queue[head++ % SLOTS];
        pthread_mutex_unlock(&lock);
        taken++;
        sem_post(&space);
    }
    return unused;
}

/* A slot is empty when it holds 0. */
static void *produce_atomic(void *base) {
    for (int i = 0; i < ITEMS; i++) {
        int at = atomic_fetch_add(&put_at, 1) % SLOTS, empty = 0;
        while (!atomic_compare_exchange_weak(&ring[at], &empty, (int) (long) base + i + 1)) {
            empty = 0;
            sched_yield();
        }
    }
    return base;
}

static void *consume_atomic(void *unused) {
    for (int i = 0; i < ITEMS; i++) {
        int at = atomic_fetch_add(&get_at, 1) % SLOTS, value;
        while ((value = atomic_exchange(&ring[at], 0)) == 0) {
            sched_yield();
        }
        sum += value - 1;
        taken++;
    }
    return unused;
}

static void run(const char *name, void *(*produce)(void *), void *(*consume)(void *)) {
    pthread_t threads[2 * PAIRS];
    sum = taken = 0;
    for (long i = 0; i < PAIRS; i++) {
        pthread_create(&threads[2 * i], NULL, produce, (void *) (i * 100000));
        pthread_create(&threads[2 * i + 1], NULL, consume, (void *) i);
    }
    long returned = 0;
    for (int i = 0; i < 2 * PAIRS; i++) {
        void *value;
        pthread_join(threads[i], &value);
        returned += (long) value;
    }
    printf("%s: %ld items, sum %ld, returned %ld\n", name, taken, sum, returned);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int destroyed;

static void gone(void *value) {
    destroyed += *(int *) value;
}

static void begin(void) {
    pthread_key_create(&key, gone);
}

static void *own_data(void *value) {
    pthread_once(&once, begin);
    pthread_setspecific(key, value);
    return pthread_getspecific(key);
}

int main(void) {
    sem_init(&space, 0, SLOTS);
    sem_init(&filled, 0, 0);
    run("conditions", produce_locked, consume_locked);
    run("semaphores", produce_counted, consume_counted);
    run("atomics", produce_atomic, consume_atomic);
    int seven = 7;
    pthread_t thread;
    pthread_create(&thread, NULL, own_data, &seven);
    pthread_join(thread, NULL);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    int late = pthread_cond_timedwait(&not_empty, &lock, &until);
    printf("destroyed %d, timed out %d\n", destroyed, late == ETIMEDOUT);
    return 0;
}
