// Edges of sockets, signals and shared memory that servers and libraries lean on.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result < 0 ? errno : 0); }

static volatile sig_atomic_t seen;
static void handler(int number) { seen = number; }

static void handle(int number, int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigaction(number, &action, NULL);
}

static int listener(struct sockaddr_un *name, socklen_t *length) {
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    *length = 3 + sprintf(name->sun_path + 1, "edges-%d", getpid());
    int made = socket(AF_UNIX, SOCK_STREAM, 0);
    told("bind", bind(made, (void *)name, *length));
    told("listen", listen(made, 5));
    return made;
}

// A server without descriptors keeps what waits to be accepted.
static void acceptWithoutDescriptors(void) {
    struct sockaddr_un name;
    socklen_t length;
    int server = listener(&name, &length), client = socket(AF_UNIX, SOCK_STREAM, 0);
    told("connect", connect(client, (void *)&name, length));
    int spare = dup(0);
    struct rlimit old, few = {spare + 1, 0};
    getrlimit(RLIMIT_NOFILE, &old);
    few.rlim_max = old.rlim_max;
    setrlimit(RLIMIT_NOFILE, &few);
    told("accept without a descriptor", accept(server, NULL, NULL));
    close(spare);
    int end = accept(server, NULL, NULL);
    told("accept with one", end == spare);
    told("still connected", write(client, "x", 1));
    close(end);
    setrlimit(RLIMIT_NOFILE, &old);
    told("shut", shutdown(server, SHUT_RD));
    told("accept when shut", accept(server, NULL, NULL));
    close(client);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    told("connect when shut", connect(client, (void *)&name, length));
    close(client);
    close(server);
}

// Waits that end at a time end with a handler, whatever the handler asked for.
static void handlersEndTimedWaits(void) {
    struct itimerval often = {{0, 20000}, {0, 20000}}, never = {0};
    handle(SIGALRM, SA_RESTART);
    setitimer(ITIMER_REAL, &often, NULL);
    int ends[2], word = 0;
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    struct timeval long_time = {60, 0};
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &long_time, sizeof long_time);
    char byte;
    told("recv", recv(ends[0], &byte, 1, 0));
    struct timespec minute = {60, 0};
    told("futex", syscall(SYS_futex, &word, 0, 0, &minute, NULL, 0));
    int id = semget(IPC_PRIVATE, 1, 0600);
    struct sembuf take = {0, -1, 0};
    told("semop", semop(id, &take, 1));
    semctl(id, 0, IPC_RMID);
    setitimer(ITIMER_REAL, &never, NULL);
    close(ends[0]);
    close(ends[1]);
}

// Signals that a file tells are the reader's.
static void childReadsItsOwnSignals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int file = signalfd(-1, &set, 0), status;
    pid_t child = fork();
    if (child == 0) {
        struct signalfd_siginfo one;
        long got = read(file, &one, sizeof one);
        _exit(got == sizeof one && one.ssi_signo == SIGUSR1 ? 7 : 8);
    }
    usleep(30000);
    kill(child, SIGUSR1);
    usleep(30000);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    told("child's signal", WIFEXITED(status) ? WEXITSTATUS(status) : -2);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

// A signal that says it comes from a timer which sends none.
static void aForgedTimer(void) {
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    int timer = -1;
    told("timer", syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer));
    handle(SIGUSR2, SA_RESETHAND);
    siginfo_t forged = {.si_signo = SIGUSR2, .si_code = SI_TIMER};
    forged.si_timerid = timer;
    told("sent", syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR2, &forged));
    told("seen", seen == SIGUSR2);
}

// A segment that was removed keeps its users but not its key.
static void aRemovedKey(void) {
    key_t key = 0x45000000 | getpid();
    int id = shmget(key, 4096, IPC_CREAT | 0600);
    char *memory = shmat(id, NULL, 0);
    told("removed", shmctl(id, IPC_RMID, NULL));
    told("its key", shmget(key, 4096, 0600));
    int other = shmget(key, 8192, IPC_CREAT | IPC_EXCL | 0600);
    told("another", other >= 0 && other != id);
    told("old one attached again", shmat(id, NULL, 0) != (void *)-1);
    memory[0] = 1;
    shmctl(other, IPC_RMID, NULL);
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    acceptWithoutDescriptors();
    handlersEndTimedWaits();
    childReadsItsOwnSignals();
    aForgedTimer();
    aRemovedKey();
    return 0;
}
