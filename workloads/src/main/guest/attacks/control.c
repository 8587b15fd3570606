/* Takes over the flow of control of its own program, as an attacker does who found an error in it. way=N:
   1 a return address overwritten past the end of a buffer
   2 code written into data, and called
   3 a forged signal frame given to sigreturn (x86-64)
   4 a pointer overwritten, so that its call lands in the middle of code */
#include "attack.h"

static void hijacked(void) __asm__("hijacked") __attribute__((noinline, used));
static void hijacked(void)
{
    say("obtained control ", "code ran that nothing calls");
    ros_exit(0);
}

/* Copies words that it was given into two, and comes back by a return address behind them. */
static __attribute__((noinline)) void victim(volatile uint64_t *input, unsigned words)
{
    uint64_t buffer[2];
    volatile uint64_t *to = buffer;
    __asm__("" : "+r"(to)); /* the compiler must not know how long it is */
    for (unsigned i = 0; i < words; i++)
        to[i] = input[i];
    ros_null(); /* so that the return address lies on the stack everywhere */
}

WAY static void overwrite_return(void)
{
    static volatile uint64_t input[12];
    for (unsigned i = 0; i < sizeof(input) / sizeof(*input); i++)
        input[i] = (uint64_t)hijacked;
    victim(input, sizeof(input) / sizeof(*input));
    say("the return address was not where it was looked for", "");
}

WAY static void inject(void)
{
    static char page[ROS_PAGE_SIZE] __attribute__((aligned(ROS_PAGE_SIZE)));
    uint64_t target = (uint64_t)hijacked;
#if defined(__x86_64__)
    static const uint8_t code[] = {0x48, 0x8b, 0x05, 9, 0, 0, 0, 0xff, 0xe0}; /* mov 9(%rip), %rax; jmp *%rax */
#elif defined(__aarch64__)
    static const uint32_t code[] = {0xd503245f, 0x58000070, 0xd61f0200, 0}; /* bti c; ldr x16, 16; br x16 */
#else
    static const uint32_t code[] = {0x00000297, 0x0102b283, 0x00028067, 0}; /* auipc t0; ld t0, 16(t0); jr t0 */
#endif
    memcpy(page, code, sizeof(code));
    memcpy(page + 16, &target, sizeof(target));
    trap3(LINUX_MPROTECT, (uint64_t)page, sizeof(page), 7); /* where the kernel lets it */
#if defined(__riscv)
    __asm__ volatile("fence.i" : : : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r"(page) : "memory");
#endif
    ((void (*)(void))page)();
}

#ifdef __x86_64__
WAY static void forge_frame(void)
{
    static uint64_t frame[64] __attribute__((aligned(64)));
    static char stack[4096] __attribute__((aligned(16)));
    enum { REGISTERS = 5, STACK_POINTER = REGISTERS + 15, PC, FLAGS, SELECTORS };
    frame[STACK_POINTER] = (uint64_t)(stack + sizeof(stack) - 8);
    frame[PC] = (uint64_t)hijacked;
    frame[FLAGS] = 0x202;
    frame[SELECTORS] = 0x2bull << 48 | 0x33; /* user code and stack segments */
    int64_t result;
    __asm__ volatile("movq %%rsp, %%rbx\n"
                     "movq %1, %%rsp\n"
                     "syscall\n"
                     "movq %%rbx, %%rsp"
                     : "=a"(result)
                     : "r"(frame), "a"(15ull /* rt_sigreturn */)
                     : "rbx", "rcx", "r11", "memory");
    refused("call sigreturn", result);
}
#else
WAY static void forge_frame(void)
{
}
#endif

/* What an attacker finds: instructions that no function begins with. */
void gadget(void);
#if defined(__x86_64__)
__asm__(".text\ngadget: jmp hijacked\n");
#elif defined(__aarch64__)
__asm__(".text\ngadget: b hijacked\n");
#else
__asm__(".text\ngadget: tail hijacked\n");
#endif

static void (*volatile pointer)(void);

WAY static void call_gadget(void)
{
    pointer = gadget;
    pointer();
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        overwrite_return();
        break;
    case 2:
        inject();
        break;
    case 3:
        forge_frame();
        break;
    case 4:
        call_gadget();
        break;
    default:
        return 64;
    }
    return 0;
}
