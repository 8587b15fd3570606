// System V IPC: shared memory, semaphores with undo, message queues.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void told(const char *what, long result) { printf("%s: %ld %d\n", what, result, result == -1 ? errno : 0); }
struct text {
    long type;
    char text[16];
};

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    key_t key = 0x52000000 | getpid();
    int id = shmget(key, 10000, IPC_CREAT | IPC_EXCL | 0600);
    told("made", id >= 0);
    told("again", shmget(key, 10000, IPC_CREAT | IPC_EXCL | 0600));
    told("found", shmget(key, 5000, 0) == id);
    told("too small", shmget(key, 20000, 0));
    told("not there", shmget(key + 100000, 10, 0));
    told("size 0", shmget(IPC_PRIVATE, 0, 0600));
    char *a = shmat(id, NULL, 0), *b = shmat(id, NULL, SHM_RDONLY);
    strcpy(a, "hello");
    printf("%s\n", b);
    struct shmid_ds d;
    told("stat", shmctl(id, IPC_STAT, &d));
    printf("size %ld users %ld mode %o mine %d\n", (long)d.shm_segsz, (long)d.shm_nattch, d.shm_perm.mode, d.shm_cpid == getpid());
    if (fork() == 0) {
        strcpy(a + 4096, "from the child");
        shmctl(id, IPC_STAT, &d);
        printf("users %ld\n", (long)d.shm_nattch);
        _exit(0);
    }
    wait(NULL);
    printf("%s\n", b + 4096);
    told("detach", shmdt(b));
    told("detach twice", shmdt(b));
    told("remove", shmctl(id, IPC_RMID, NULL));
    printf("still %s\n", a);
    told("detach", shmdt(a));
    told("gone", shmctl(id, IPC_STAT, &d));

    int s = semget(IPC_PRIVATE, 3, 0600);
    unsigned short values[3] = {1, 0, 5};
    told("set all", semctl(s, 0, SETALL, values));
    struct sembuf both[2] = {{0, -1, IPC_NOWAIT}, {1, -1, IPC_NOWAIT}};
    told("both or none", semop(s, both, 2));
    told("untouched", semctl(s, 0, GETVAL));
    struct sembuf far = {7, 1, 0};
    told("no such number", semop(s, &far, 1));
    struct sembuf large = {2, 32767, 0};
    told("too large", semop(s, &large, 1));
    struct timespec t = {0, 1000000};
    struct sembuf one = {1, -1, 0};
    told("time", semtimedop(s, &one, 1, &t));
    pid_t child = fork();
    if (child == 0) {
        struct sembuf undone[2] = {{1, 2, SEM_UNDO}, {2, -3, SEM_UNDO}};
        semop(s, undone, 2);
        struct sembuf zero = {0, 0, 0};
        told("child waits for zero", semop(s, &zero, 1));
        _exit(0);
    }
    told("got one", semop(s, &one, 1));
    while (semctl(s, 0, GETZCNT) == 0) usleep(100);
    semctl(s, 0, SETVAL, 0);
    waitpid(child, NULL, 0);
    semctl(s, 0, GETALL, values);
    printf("after the undo %d %d %d\n", values[0], values[1], values[2]);
    child = fork();
    if (child == 0) {
        struct sembuf never = {0, -5, 0};
        told("removed", semop(s, &never, 1));
        _exit(0);
    }
    while (semctl(s, 0, GETNCNT) == 0) usleep(100);
    semctl(s, 0, IPC_RMID);
    wait(NULL);
    told("gone", semctl(s, 0, GETVAL));

    int q = msgget(IPC_PRIVATE, 0600);
    struct text m = {3, "three"}, n = {1, "one"}, o = {2, "two"}, r;
    told("send", msgsnd(q, &m, 6, 0));
    msgsnd(q, &n, 4, 0);
    msgsnd(q, &o, 4, 0);
    told("up to 2", msgrcv(q, &r, 16, -2, 0));
    printf("%s\n", r.text);
    told("not 3", msgrcv(q, &r, 16, 3, MSG_EXCEPT));
    printf("%s\n", r.text);
    told("too long", msgrcv(q, &r, 2, 3, 0));
    told("cut", msgrcv(q, &r, 2, 3, MSG_NOERROR));
    told("none", msgrcv(q, &r, 16, 0, IPC_NOWAIT));
    m.type = 0;
    told("type 0", msgsnd(q, &m, 6, 0));
    if (fork() == 0) {
        told("waited", msgrcv(q, &r, 16, 9, 0));
        printf("%s\n", r.text);
        _exit(0);
    }
    usleep(2000);
    m.type = 9;
    msgsnd(q, &m, 6, 0);
    wait(NULL);
    int count = 0;
    while (msgsnd(q, &m, 16, IPC_NOWAIT) == 0) count++;
    printf("full after %d: %d\n", count, errno);
    struct msqid_ds ds;
    msgctl(q, IPC_STAT, &ds);
    printf("%ld messages\n", (long)ds.msg_qnum);
    told("remove", msgctl(q, IPC_RMID, NULL));
    told("gone", msgsnd(q, &m, 6, 0));
    return 0;
}
