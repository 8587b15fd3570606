// Time: clocks that go forward, sleeps, timers, calendar arithmetic.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "isa.h"

static long long now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static volatile int ticks;

static void tick(int signal) { ticks += signal == SIGALRM; }

int main(void) {
    long long before = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    nanosleep(&(struct timespec){0, 10000000}, NULL);
    long long slept = now(CLOCK_MONOTONIC) - before;
    printf("slept %d, used less %d\n", slept >= 10000000, now(CLOCK_PROCESS_CPUTIME_ID) - cpu < slept);
    volatile double x = 0;
    for (int i = 0; i < 300000; i++) x += i * 0.5;
    printf("computed %.1f, time went on %d\n", x, now(CLOCK_PROCESS_CPUTIME_ID) > cpu);
    unsigned long a, b;
    asm volatile(READ_COUNTER : "=r"(a));
    nanosleep(&(struct timespec){0, 1000000}, NULL);
    asm volatile(READ_COUNTER : "=r"(b));
    printf("counter goes on %d\n", b > a);
    struct timespec step;
    printf("step %d\n", clock_getres(CLOCK_MONOTONIC, &step) == 0 && step.tv_sec == 0);
    struct timeval t;
    gettimeofday(&t, NULL);
    printf("agree %d\n", t.tv_sec - time(NULL) <= 0 && time(NULL) - t.tv_sec <= 1);
    signal(SIGALRM, tick);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 4000}, {0, 4000}}, NULL);
    while (ticks < 3) pause();
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    printf("three ticks\n");
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(timer, 0, &(struct itimerspec){{0, 0}, {0, 2000000}}, NULL);
    unsigned long long expired = 0;
    printf("timer %zd ", read(timer, &expired, 8));
    printf("%llu\n", expired);
    time_t then = 1234567890;
    struct tm broken;
    gmtime_r(&then, &broken);
    char text[64];
    strftime(text, sizeof text, "%A %Y-%m-%d %H:%M:%S week %V", &broken);
    broken.tm_mon += 14;
    printf("%s, later %ld\n", text, (long)timegm(&broken));
    return times(&(struct tms){0}) == -1;
}
