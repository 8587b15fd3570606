/* Errors of memory safety inside one program: a compromised part against memory of the honest part. On riscv64 the
   honest part gives the other a capability, or a DDC, that reaches 64 bytes; elsewhere a pointer is a number.
   way=N:
   1 a pointer made of an integer
   2 a pointer that an integer store changed (riscv64: in a slot that held a capability)
   3 bounds that are widened
   4 a load past the end of an object
   5 a length whose check overflows */
#include "attack.h"

static struct {
    char lent[64];
    char vault[64];
} memory __attribute__((aligned(64)));

#ifdef __riscv
__asm__(".include \"riscv-cheri.h\"");
#define CLOBBERS "t0", "t1", "t2", "memory"
/* DDC, then C5: what was lent. C6 and C7 are scratch. */
#define LENT "cspecialrw t0, 1, zero\n csetaddr t0, t0, %1\n csetboundsimm t0, t0, 64\n"

/* Loads one byte of the vault with a DDC that reaches what was lent; the old DDC comes back if it does not fault. */
WAY static char narrowed_load(uint64_t address)
{
    uint64_t value;
    __asm__ volatile("cspecialrw t2, 1, zero\n" LENT "cspecialrw zero, 1, t0\n"
                     "lb %0, 0(%2)\n"
                     "cspecialrw zero, 1, t2"
                     : "=&r"(value)
                     : "r"(memory.lent), "r"(address)
                     : CLOBBERS);
    return (char)value;
}

WAY static char changed_by_an_integer(uint64_t address)
{
    static uint64_t slot[2] __attribute__((aligned(16)));
    uint64_t value;
    __asm__ volatile(LENT "sc t0, 0, %3\n"
                          "sd %2, 0(%3)\n"
                          "lc t0, 0, %3\n"
                          "lb.cap %0, t0"
                     : "=&r"(value)
                     : "r"(memory.lent), "r"(address), "r"(slot)
                     : CLOBBERS);
    return (char)value;
}

WAY static char widened(uint64_t address)
{
    uint64_t value;
    __asm__ volatile(LENT "csetboundsimm t0, t0, 128\n"
                          "csetaddr t0, t0, %2\n"
                          "lb.cap %0, t0"
                     : "=&r"(value)
                     : "r"(memory.lent), "r"(address)
                     : CLOBBERS);
    return (char)value;
}

WAY static char indexed(uint64_t offset)
{
    uint64_t value;
    __asm__ volatile(LENT "cincoffset t0, t0, %2\n"
                          "lb.cap %0, t0"
                     : "=&r"(value)
                     : "r"(memory.lent), "r"(offset)
                     : CLOBBERS);
    return (char)value;
}
#else
WAY static char narrowed_load(uint64_t address)
{
    return *(volatile char *)address;
}

WAY static char changed_by_an_integer(uint64_t address)
{
    static char *volatile slot = memory.lent;
    *(volatile uint64_t *)&slot = address;
    return *(volatile char *)slot;
}

WAY static char widened(uint64_t address)
{
    struct {
        volatile char *base;
        uint64_t bytes;
    } slice = {memory.lent, 64};
    slice.bytes = 128;
    uint64_t offset = address - (uint64_t)slice.base;
    return offset < slice.bytes ? slice.base[offset] : 0;
}

WAY static char indexed(uint64_t offset)
{
    return ((volatile char *)memory.lent)[offset];
}
#endif

WAY static char checked_in_32_bits(uint32_t offset, uint32_t length)
{
    /* offset + length wraps around to a small number */
    return offset + length <= sizeof(memory.lent) ? indexed(offset) : 0;
}

WAY static void leak(uint64_t way)
{
    for (unsigned i = 0; i < SECRET_BYTES; i++) {
        uint64_t address = (uint64_t)memory.vault + i;
        uint64_t offset = sizeof(memory.lent) + i;
        loot[i] = way == 1   ? narrowed_load(address)
                  : way == 2 ? changed_by_an_integer(address)
                  : way == 3 ? widened(address)
                  : way == 4 ? indexed(offset)
                             : checked_in_32_bits((uint32_t)offset, (uint32_t)-32);
    }
    if (is_secret(loot))
        obtained_secret(loot);
    else
        say("nothing came out", "");
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    ros_read(ros_open(SECRET, ROS_READ_ONLY, 0), memory.vault, SECRET_BYTES, 0);
    uint64_t way = parameter(argc, argv, "way", 1);
    if (way == 0 || way > 5)
        return 64;
    leak(way);
    return 0;
}
