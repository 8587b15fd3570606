/* Keeps notes in a journal and an index, as small programs do: what the workload's log notes.strace was written of.
   gcc -O2 -static -o notes examples/traces/notes.c && strace -f -y -o notes.strace ./notes FOLDER */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOTES = 24, ROUNDS = 3, PAGE = 4096 };

static char page[PAGE];

static void check(int right, const char *what)
{
    if (!right) {
        perror(what);
        exit(1);
    }
}

/* One note: a line in the journal, a page of its own, an entry in the index. */
static void add(int journal, int index, int number)
{
    char name[32], line[64];
    int length = snprintf(line, sizeof(line), "note %d of %d\n", number, NOTES);
    snprintf(name, sizeof(name), "note-%02d.txt", number);
    check(write(journal, line, (size_t)length) == length, "journal");
    int note = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    check(note >= 0, name);
    memset(page, 'a' + number % 26, PAGE);
    size_t bytes = (size_t)(100 + number * 150);
    check(write(note, page, bytes) == (ssize_t)bytes, name);
    check(fdatasync(note) == 0 && close(note) == 0, name);
    check(pwrite(index, name, sizeof(name), number * (off_t)sizeof(name)) == sizeof(name), "index");
}

/* Looks every note up in the index and reads it to its end. */
static void search(int index)
{
    char name[32];
    struct stat stat_of;
    for (int i = 0; i < NOTES; i++) {
        check(pread(index, name, sizeof(name), i * (off_t)sizeof(name)) == sizeof(name), "index");
        check(stat(name, &stat_of) == 0, name);
        int note = open(name, O_RDONLY);
        check(note >= 0, name);
        while (read(note, page, 1000) > 0)
            ;
        close(note);
    }
}

int main(int argc, char **argv)
{
    check(argc == 2 && chdir(argv[1]) == 0, "usage: notes FOLDER");
    check(access("notes.conf", R_OK) != 0, "notes.conf is there");
    check(mkdir("old", 0755) == 0, "old");
    int journal = open("journal", O_WRONLY | O_CREAT | O_APPEND, 0644);
    int index = open("index.new", O_RDWR | O_CREAT | O_EXCL, 0644);
    for (int i = 0; i < NOTES; i++)
        add(journal, index, i);
    check(fsync(index) == 0 && rename("index.new", "index") == 0, "index");
    for (int i = 0; i < ROUNDS; i++)
        search(index);
    if (fork() == 0) { /* another process reads what this one wrote */
        int again = open("journal", O_RDONLY);
        while (read(again, page, 256) > 0)
            ;
        _exit(close(again));
    }
    wait(0);
    check(rename("note-00.txt", "old/note-00.txt") == 0 && access("note-00.txt", F_OK) != 0, "note-00.txt");
    check(unlink("note-01.txt") == 0, "note-01.txt");
    close(index);
    return close(journal);
}
