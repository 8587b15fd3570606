/* A program whose control flow is bent, as by a buffer overflow; over syscall and fast-syscall. way=N:
   1 its return address is overwritten    shadow stack: SIGSEGV (139)
   2 a function pointer is overwritten, the call lands where no pad is    landing pads: SIGILL (132)
   3 the same by a jump    SIGILL (132)
   4 nothing is bent: calls, returns and calls by pointer deep inside each other    exit status 0 everywhere
   Exit status 1: the attacker's code ran. */
#include "measure.h"

static void hijacked(void) __asm__("hijacked") __attribute__((used, noreturn));
static void hijacked(void)
{
    verdict("hijack", 0);
    ros_exit(1);
}

/* Code that no pad begins, in the middle of something: all that an attacker finds. */
void gadget(void);
#ifdef __x86_64__
__asm__(".text\ngadget: jmp hijacked\n");
static __attribute__((noinline)) void jump(void *target)
{
    __asm__ volatile("jmp *%0" : : "r"(target) : "memory");
}
#else
__asm__(".text\ngadget: b hijacked\n");
static __attribute__((noinline)) void jump(void *target)
{
    __asm__ volatile("br %0" : : "r"(target) : "memory");
}
#endif

static __attribute__((noinline)) void overflow(void)
{
    /* The frame record of both ISAs: the caller's, then the return address. */
    volatile uint64_t *frame = __builtin_frame_address(0);
    frame[1] = (uint64_t)&hijacked;
}

static uint64_t leaf(uint64_t n)
{
    return n + 1;
}

static uint64_t (*volatile by_pointer)(uint64_t) = leaf;
static void (*volatile pointer)(void) = gadget;

static __attribute__((noinline)) uint64_t deep(uint64_t n)
{
    return n == 0 ? 0 : by_pointer(deep(n - 1));
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        overflow();
        break;
    case 2:
        pointer();
        break;
    case 3:
        jump((void *)pointer);
        break;
    case 4:
        return verdict("hijack", deep(1000) == 1000);
    default:
        return 64;
    }
    return verdict("hijack", 1);
}
