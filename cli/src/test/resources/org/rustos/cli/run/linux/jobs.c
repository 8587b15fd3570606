// Job control: process groups, sessions, stopping, continuing, waiting for it.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int children, stops;
static void chld(int s, siginfo_t *i, void *c) {
    children++;
    stops += i->si_code == CLD_STOPPED;
}
static void cont(int s) { write(1, "continued\n", 10); }

static void status(const char *what, int s) {
    printf("%s: exited %d stopped %d continued %d signal %d\n", what, WIFEXITED(s) ? WEXITSTATUS(s) : -1,
           WIFSTOPPED(s) ? WSTOPSIG(s) : 0, WIFCONTINUED(s), WIFSIGNALED(s) ? WTERMSIG(s) : 0);
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    struct sigaction a = {.sa_sigaction = chld, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SIGCHLD, &a, NULL);
    int s;

    // 1. A child that computes is stopped, continued, killed.
    pid_t child = fork();
    if (child == 0)
        for (volatile long i = 0;; i++) {
        }
    kill(child, SIGSTOP);
    printf("child %d", waitpid(child, &s, WUNTRACED) == child);
    status("", s);
    printf("nothing new: %d\n", waitpid(child, &s, WUNTRACED | WNOHANG));
    kill(child, SIGCONT);
    waitpid(child, &s, WCONTINUED);
    status("again", s);
    kill(child, SIGSTOP);
    waitpid(child, &s, WUNTRACED);
    kill(child, SIGKILL);
    waitpid(child, &s, 0);
    status("end", s);

    // 2. A child that waits in a call goes on waiting, and its handler runs.
    int p[2], q[2];
    pipe(p);
    pipe(q);
    child = fork();
    if (child == 0) {
        char c;
        setpgid(0, 0); // so that somebody could continue its group, whoever started us
        signal(SIGCONT, cont);
        write(q[1], "r", 1);
        int n = read(p[0], &c, 1);
        printf("read %d %c\n", n, c);
        _exit(7);
    }
    char c;
    read(q[0], &c, 1);
    kill(child, SIGTSTP);
    siginfo_t info;
    printf("waitid %d", waitid(P_PID, child, &info, WSTOPPED | WNOWAIT));
    printf(" code %d status %d mine %d\n", info.si_code, info.si_status, info.si_pid == child);
    waitid(P_ALL, 0, &info, WSTOPPED);
    write(p[1], "x", 1);
    usleep(2000);
    kill(child, SIGCONT);
    waitpid(child, &s, 0);
    status("reader", s);

    // 3. Groups.
    int ready[2];
    pipe(ready);
    for (int i = 0; i < 3; i++)
        if ((child = fork()) == 0) {
            pause();
            _exit(0);
        } else {
            static pid_t group;
            if (i == 0) group = child;
            printf("setpgid %d", setpgid(child, group));
            printf(" %d\n", getpgid(child) == group);
            if (i == 2) {
                killpg(group, SIGTERM);
                for (int n = 0; n < 3; n++) {
                    printf("of the group: %d", waitpid(-group, &s, 0) > 0);
                    status("", s);
                }
                printf("none left: %d", waitpid(-group, &s, 0));
                printf(" %d\n", errno == ECHILD);
            }
        }
    printf("no such group: %d", setpgid(0, 999999));
    printf(" %d\n", errno == EPERM);
    printf("not mine: %d", setpgid(1, 0));
    printf(" %d\n", errno == ESRCH);

    // 4. Sessions, and groups that nobody can continue.
    child = fork();
    if (child == 0) {
        printf("setsid %d", setsid() == getpid());
        printf(" %d %d, again %d", getsid(0) == getpid(), getpgrp() == getpid(), setsid());
        printf(" %d\n", errno == EPERM);
        raise(SIGTSTP); // orphaned: ignored
        printf("not stopped\n");
        pid_t grand = fork();
        if (grand == 0) {
            setpgid(0, 0);
            raise(SIGTTIN);
            printf("went on\n");
            _exit(4);
        }
        waitpid(grand, &s, WUNTRACED);
        status("grandchild", s);
        kill(grand, SIGCONT);
        waitpid(grand, &s, 0);
        status("grandchild", s);
        _exit(0);
    }
    waitpid(child, &s, 0);
    status("session", s);

    // 5. Those who are left behind, stopped, are hung up.
    pipe(p);
    child = fork();
    if (child == 0) {
        pid_t grand = fork();
        if (grand == 0) {
            setpgid(0, 0);
            raise(SIGSTOP);
            _exit(0);
        }
        waitpid(grand, &s, WUNTRACED);
        _exit(0);
    }
    waitpid(child, &s, 0);
    close(p[1]);
    printf("hung up: %d\n", (int)read(p[0], &c, 1));
    printf("SIGCHLD came: %d, stops told: %d\n", children > 5, stops >= 1);
    return 0;
}
