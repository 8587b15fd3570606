// Limits, clocks of processor time, and timers that count it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int got[65];
static void count(int s, siginfo_t *i, void *c) { got[s]++; }
static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }
static void set(int which, long soft, long hard) {
    struct rlimit l = {soft, hard};
    told("set", setrlimit(which, &l));
}
static double on(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}
static void burn(double seconds) {
    double until = on(CLOCK_PROCESS_CPUTIME_ID) + seconds;
    while (on(CLOCK_PROCESS_CPUTIME_ID) < until)
        for (volatile int i = 0; i < 10000; i++) {
        }
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    struct sigaction a = {.sa_sigaction = count, .sa_flags = SA_SIGINFO};
    for (int s = 10; s < 35; s++)
        if (s != SIGSTOP && s != SIGCHLD && s != 32 && s != 33) sigaction(s, &a, NULL);

    struct rlimit l;
    set(RLIMIT_NOFILE, 10, 20);
    int n = 0;
    while (open("/dev/null", O_RDONLY) >= 0) n++;
    printf("files until %d: %d\n", n < 10, errno);
    told("dup2 past the limit", dup2(0, 10));
    told("fcntl past the limit", fcntl(0, F_DUPFD, 10));
    set(RLIMIT_NOFILE, 15, 20);
    told("one more", open("/dev/null", O_RDONLY) >= 0);
    set(RLIMIT_NOFILE, 21, 20);
    for (int d = 3; d < 20; d++) close(d);
    told("prlimit", prlimit(0, RLIMIT_NOFILE, NULL, &l));
    printf("%ld %ld\n", (long)l.rlim_cur, (long)l.rlim_max);
    told("no such limit", getrlimit(16, &l));
    told("nobody", prlimit(999999, RLIMIT_NOFILE, NULL, &l));

    set(RLIMIT_FSIZE, 5000, RLIM_INFINITY);
    int f = open("/tmp/limited", O_RDWR | O_CREAT | O_TRUNC, 0600);
    static char block[4000];
    told("within", write(f, block, 4000));
    told("up to it", write(f, block, 4000));
    told("past it", write(f, block, 4000));
    printf("SIGXFSZ %d\n", got[SIGXFSZ]);
    told("truncate", ftruncate(f, 6000));
    printf("SIGXFSZ %d\n", got[SIGXFSZ]);
    told("pwrite", pwrite(f, block, 10, 4995));
    set(RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY);
    unlink("/tmp/limited");

    if (fork() == 0) {
        set(RLIMIT_AS, 64 << 20, 64 << 20);
        printf("AS: %d %d\n", mmap(NULL, 128 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED, errno);
        printf("malloc: %d\n", malloc(100 << 20) == NULL);
        printf("less: %d\n", mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
        _exit(0);
    }
    wait(NULL);

    // Processor time goes on while we compute, not while we sleep.
    double cpu = on(CLOCK_PROCESS_CPUTIME_ID), thread = on(CLOCK_THREAD_CPUTIME_ID);
    struct timespec nap = {0, 20000000};
    nanosleep(&nap, NULL);
    printf("asleep: %d %d\n", on(CLOCK_PROCESS_CPUTIME_ID) - cpu < 0.01, on(CLOCK_THREAD_CPUTIME_ID) - thread < 0.01);
    burn(0.01);
    printf("awake: %d %d\n", on(CLOCK_PROCESS_CPUTIME_ID) - cpu >= 0.01, on(CLOCK_THREAD_CPUTIME_ID) - thread >= 0.009);
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("usage: %d\n", u.ru_utime.tv_sec * 1000000 + u.ru_utime.tv_usec + u.ru_stime.tv_usec >= 10000);
    if (fork() == 0) {
        burn(0.03);
        _exit(0);
    }
    getrusage(RUSAGE_CHILDREN, &u);
    long before = u.ru_utime.tv_usec + u.ru_stime.tv_usec;
    struct tms t;
    wait4(-1, NULL, 0, &u);
    printf("child: %d", u.ru_utime.tv_usec + u.ru_stime.tv_usec >= 30000);
    getrusage(RUSAGE_CHILDREN, &u);
    times(&t);
    printf(" %d %d\n", u.ru_utime.tv_usec + u.ru_stime.tv_usec - before >= 30000, t.tms_cutime + t.tms_cstime >= 2);
    clockid_t of;
    told("clock of a process", clock_getcpuclockid(getpid(), &of));
    printf("%d\n", on(of) > 0);
    told("sleep on the own clock", clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &nap, NULL));
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    now.tv_nsec += 1000000;
    if (now.tv_nsec >= 1000000000) now.tv_sec++, now.tv_nsec -= 1000000000;
    told("absolute", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &now, NULL));
    told("in the past", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &now, NULL));
    nap.tv_nsec = 1000000000;
    told("no time", clock_nanosleep(CLOCK_MONOTONIC, 0, &nap, NULL));

    struct itimerval i = {{0, 0}, {0, 10000}};
    setitimer(ITIMER_VIRTUAL, &i, NULL);
    setitimer(ITIMER_PROF, &i, NULL);
    burn(0.2);
    printf("SIGVTALRM %d SIGPROF %d\n", got[SIGVTALRM], got[SIGPROF]);
    told("no such timer", setitimer(3, &i, NULL));

    timer_t timer;
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value = {.sival_int = 9}};
    told("create", timer_create(CLOCK_MONOTONIC, &e, &timer));
    struct itimerspec s = {{0, 1000000}, {0, 1000000}}, left;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &one, NULL);
    told("start", timer_settime(timer, 0, &s, NULL));
    nap.tv_nsec = 20000000;
    nanosleep(&nap, NULL);
    siginfo_t info;
    told("waited", sigwaitinfo(&one, &info) == SIGRTMIN);
    printf("code %d value %d missed %d %d\n", info.si_code, info.si_value.sival_int, info.si_overrun >= 10, timer_getoverrun(timer) >= 10);
    timer_gettime(timer, &left);
    printf("left %d every %ld\n", left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 1000000, left.it_interval.tv_nsec);
    told("delete", timer_delete(timer));
    told("deleted", timer_delete(timer));
    e.sigev_signo = SIGUSR1;
    told("on processor time", timer_create(CLOCK_PROCESS_CPUTIME_ID, &e, &timer));
    s.it_interval.tv_nsec = 0;
    s.it_value.tv_nsec = 10000000;
    timer_settime(timer, 0, &s, NULL);
    burn(0.2);
    printf("SIGUSR1 %d\n", got[SIGUSR1]);
    told("bad clock", timer_create(77, &e, &timer));

    return 0;
}
