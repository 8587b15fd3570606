// Processes: fork, wait, pipes, exec, spawn, shared memory, exit codes and signals of children.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void show(const char *what, int status) {
    if (WIFEXITED(status)) printf("%s: exit %d\n", what, WEXITSTATUS(status));
    if (WIFSIGNALED(status)) printf("%s: signal %d\n", what, WTERMSIG(status));
    fflush(stdout);
}

// With an argument: programs that start programs, which qemu-user cannot do alike.
static int start(int argc, char **argv) {
    if (argc > 2) {
        printf("child of %s says %s\n", getenv("PARENT"), argv[2]);
        return 17;
    }
    char *arguments[] = {argv[0], "child", "hello", NULL};
    pid_t child;
    int status;
    setenv("PARENT", "exec", 1);
    if ((child = vfork()) == 0) {
        execve("/proc/self/exe", arguments, environ);
        _exit(99);
    }
    waitpid(child, &status, 0);
    show("exec", status);
    setenv("PARENT", "spawn", 1);
    posix_spawn(&child, "/proc/self/exe", NULL, NULL, arguments, environ);
    waitpid(child, &status, 0);
    show("spawn", status);
    printf("nowhere: %s\n",
           strerror(posix_spawn(&child, "/nowhere", NULL, NULL, arguments, environ)));
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 1) return start(argc, argv);
    struct utsname name;
    uname(&name);
    printf("%s %s\n", name.sysname, name.machine);
    fflush(stdout);
    int status, ends[2];
    pid_t child = fork();
    if (child == 0) _exit(5);
    printf("waited %d\n", waitpid(child, &status, 0) == child);
    show("fork", status);
    if ((child = fork()) == 0) *(volatile int *)0 = 1;
    waitpid(child, &status, 0);
    show("fault", status);
    if ((child = fork()) == 0) pause();
    kill(child, SIGTERM);
    waitpid(child, &status, 0);
    show("kill", status);
    pipe(ends);
    for (int i = 0; i < 4; i++)
        if (fork() == 0) {
            char line[32];
            write(ends[1], line, snprintf(line, sizeof line, "child %d\n", i));
            _exit(i);
        }
    int sum = 0;
    while (wait(&status) > 0) sum += WEXITSTATUS(status);
    char text[128] = "";
    ssize_t got = read(ends[0], text, sizeof text);
    printf("sum %d, %zd bytes\n", sum, got);
    fflush(stdout);
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int set = semget(IPC_PRIVATE, 3, 0600);
    struct semid_ds about;
    semctl(set, 0, IPC_STAT, &about);
    printf("semaphores %lu\n", (unsigned long)about.sem_nsems);
    fflush(stdout);
    semctl(set, 1, SETVAL, 1);
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            for (int n = 0; n < 200; n++) {
                semop(set, &(struct sembuf){1, -1, 0}, 1);
                ++*shared;
                semop(set, &(struct sembuf){1, 1, 0}, 1);
            }
            _exit(0);
        }
    while (wait(NULL) > 0) {}
    semctl(set, 0, IPC_RMID);
    printf("shared %d\n", *shared);
    fflush(stdout);
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    if (fork() == 0) {
        char request[8];
        ssize_t length = read(ends[1], request, sizeof request);
        for (ssize_t i = 0; i < length; i++) request[i] ^= 32;
        write(ends[1], request, length);
        _exit(0);
    }
    write(ends[0], "request", 7);
    got = read(ends[0], text, 7);
    printf("reply %.*s, no child: %s\n", (int)got, text,
           wait(NULL) > 0 && wait(NULL) < 0 ? strerror(errno) : "?");
    struct rlimit limit;
    getrlimit(RLIMIT_STACK, &limit);
    printf("stack %d\n", limit.rlim_cur >= 1 << 20);
    return 0;
}
