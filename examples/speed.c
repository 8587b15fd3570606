/* How fast the host simulates: a mix in the manner of CoreMark (list, matrix, state machine, checksum).
   clang-19 -O2 -ffreestanding -nostdlib -static -fuse-ld=lld -o /tmp/speed examples/speed.c
   ./rustos run --stats text /tmp/speed
   prints, at the end of its statistics, the host's guest MIPS; the guest itself exits with 23. */
#include "mix.h"

enum { ROUNDS = 3000 };

__attribute__((force_align_arg_pointer)) void _start(void)
{
    struct node *list = prepare();
    u32 sum = 1;
    for (int i = 0; i < ROUNDS; i++)
        sum = turn(&list, sum);
    __asm__ volatile("syscall" : : "a"(60), "D"((sum ^ sum >> 8) & 0x7f) : "rcx", "r11", "memory");
    __builtin_unreachable();
}
