/* How an attacking program says what came of it; ./rustos attack judges by these lines and by how it ended.
     obtained secret|change|control ...   it has what it must not have; secret and change are checked outside
     refused ERRNO ...                    a check said no
     noticed ...                          somebody found out after it had happened
     lacks ...                            there is nothing of the kind to attack
     window ...                           which of the interleavings that it tried were hit
   A program that is killed needs no line: the trap says where. */
#ifndef ATTACK_H
#define ATTACK_H
#include "linux.h"
#include "measure.h"
#include "trap.h"

#define SECRET "/secret/key"    /* 20 bytes: "key:" and 16 digits that only the kernel's file holds */
#define LEDGER "/secret/ledger" /* whoever may not write it writes FORGED */
#define PUBLIC "/data/file.bin"
#define FORGED "FORGED"

/* Of a bootstrap's first grants the root directory is the second, the console the third. */
enum { SECRET_BYTES = 20, ROOT_CAPABILITY = 2, CONSOLE_CAPABILITY = 3 };

/* A function of its own, so that who is stopped in it is told by its name. */
#define WAY __attribute__((noinline))

static char loot[64] __attribute__((aligned(16)));

static inline void say(const char *kind, const char *detail)
{
    ros_print(kind);
    ros_print(detail);
    ros_print("\n");
}

static inline int is_secret(const char *bytes)
{
    return bytes[0] == 'k' && bytes[1] == 'e' && bytes[2] == 'y' && bytes[3] == ':';
}

static inline void obtained_secret(const char *bytes)
{
    char text[SECRET_BYTES + 1];
    for (int i = 0; i < SECRET_BYTES; i++)
        text[i] = bytes[i];
    text[SECRET_BYTES] = 0;
    say("obtained secret ", text);
}

static inline void refused(const char *what, int64_t result)
{
    char digits[24];
    int at = 23;
    uint64_t value = result < 0 ? (uint64_t)-result : (uint64_t)result;
    digits[at] = 0;
    do
        digits[--at] = (char)('0' + value % 10);
    while ((value /= 10));
    ros_print("refused ");
    ros_print(&digits[at]);
    say(" ", what);
}

/* A refusal, or that what the attack needs does not exist here. */
static inline void refused_or_lacking(const char *what, int64_t result)
{
    if (result == -ENOSYS || result == -EOPNOTSUPP)
        say("lacks ", what);
    else
        refused(what, result);
}

/* Reads the secret by a handle, or by the errno of what should have given one. */
static inline int read_secret(const char *what, int64_t handle)
{
    int64_t result = handle < 0 ? handle : ros_read(handle, loot, SECRET_BYTES, 0);
    if (result == SECRET_BYTES && is_secret(loot)) {
        obtained_secret(loot);
        return 1;
    }
    refused(what, result);
    return 0;
}

#ifdef __x86_64__
enum { LINUX_MPROTECT = 10, LINUX_DUP = 32 };
#else
enum { LINUX_DUP = 23, LINUX_MPROTECT = 226 };
#endif
#endif
