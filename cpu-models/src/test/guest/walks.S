/* More of Sv39 and Sv48: large pages of each size, rights of both modes, marks, pages side by side, MPRV. */
#include "conformance.h"
#define V 1
#define R 2
#define W 4
#define X 8
#define U 16
#define G 32
#define A 64
#define D 128
#define RWXAD (V | R | W | X | A | D)
/* A leaf or table entry for an address in a register. */
.macro ENTRY slot, target, bits
    srli t0, \target, 2
    ori t0, t0, \bits
    sd t0, \slot
    sfence.vma
.endm
.macro MODE mode, table
    srli t0, \table, 12
    li t1, \mode << 60
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
.endm
PROLOGUE
    la s6, root
    la s7, middle
    la s8, leaves
    la s9, first
    la s10, second
    li a5, 0x80000000
    ENTRY 16(s6), a5, RWXAD
    ENTRY 8(s6), s7, V
    ENTRY 0(s7), s8, V
    MODE 8, s6
    li a1, 0x40000000

    /* User mode: its own pages only; MXR holds for it too, SUM does not. */
    li a5, 0x80000000
    ENTRY 16(s6), a5, RWXAD | U
    ENTRY 0(s8), s9, V | R | U
    LOWER USER
    ld a0, 0(a1)
    RAISE
    CHECK 1, a0, 0x1111
    LOWER USER
    TRAPS 2, 15, sd a0, 0(a1)
    ENTRY 0(s8), s9, V | X | U
    LOWER USER
    TRAPS 3, 13, ld a0, 0(a1)
    li t0, 1 << 19
    csrs mstatus, t0
    LOWER USER
    ld a0, 0(a1)
    RAISE
    CHECK 4, a0, 0x1111
    li t0, 1 << 19
    csrc mstatus, t0
    ENTRY 0(s8), s9, V | R | W
    li t0, 1 << 18
    csrs mstatus, t0
    LOWER USER
    TRAPS 5, 13, ld a0, 0(a1)
    LOWER USER
    TRAPS 6, 15, sd a0, 0(a1)
    li t0, 1 << 18
    csrc mstatus, t0
    /* Code in a user page is not for supervisor mode, even with SUM; it is for user mode. */
    ENTRY 0(s8), s9, V | R | X | U
    li t0, 1 << 18
    csrs mstatus, t0
    li a5, 0x80000000
    ENTRY 16(s6), a5, RWXAD
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 7, s2, 12
    li t0, 1 << 18
    csrc mstatus, t0
    /* A fetch sets A and not D. */
    la a3, code
    li a4, 0xfff
    and a4, a3, a4
    sub a3, a3, a4
    ENTRY 0(s8), a3, V | X
    add a4, a4, a1
    LOWER SUPERVISOR
    jalr a4
    RAISE
    CHECK 8, a0, 321
    ld a0, 0(s8)
    andi a0, a0, 0xff
    CHECK 9, a0, V | X | A
    /* A store that faults marks nothing. */
    ENTRY 0(s8), s9, V | R
    LOWER SUPERVISOR
    TRAPS 10, 15, sd a0, 0(a1)
    ld a0, 0(s8)
    andi a0, a0, 0xff
    CHECK 11, a0, V | R
    /* What software may use, and G, mean nothing to the walk. */
    ENTRY 0(s8), s9, V | R | W | G | 0x300
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    CHECK 12, a0, 0x1111
    /* A, D and U in an entry that points to a table are reserved, and so are its upper bits. */
    ENTRY 0(s7), s8, V | A
    LOWER SUPERVISOR
    TRAPS 13, 13, ld a0, 0(a1)
    ENTRY 0(s7), s8, V | D
    LOWER SUPERVISOR
    TRAPS 14, 13, ld a0, 0(a1)
    ENTRY 0(s7), s8, V | U
    LOWER SUPERVISOR
    TRAPS 15, 15, sd a0, 0(a1)
    srli t0, s8, 2
    li t1, 1 << 54 | V
    or t0, t0, t1
    sd t0, 0(s7)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 16, 13, ld a0, 0(a1)
    ENTRY 0(s7), s8, V
    srli t0, s9, 2
    li t1, 1 << 54 | V | R | W
    or t0, t0, t1
    sd t0, 0(s8)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 17, 13, ld a0, 0(a1)
    /* W and X without R is reserved. */
    ENTRY 0(s8), s9, V | W | X
    LOWER SUPERVISOR
    TRAPS 18, 13, ld a0, 0(a1)
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 19, s2, 12

    /* Two pages side by side that lie apart: misaligned accesses of each size. */
    ENTRY 0(s8), s10, V | R | W
    ENTRY 8(s8), s9, V | R | W
    li a2, 0x40000ffd
    LOWER SUPERVISOR
    ld a0, 0(a2)
    lw a3, 1(a2)
    lhu a4, 2(a2)
    RAISE
    li a5, 0x0000001111c7c6c5
    SAME 20, a0, a5
    li a5, 0x001111c7c6
    SAME 21, a3, a5
    li a5, 0x11c7
    SAME 22, a4, a5
    li a0, 0x0102030405060708
    LOWER SUPERVISOR
    sd a0, 0(a2)
    RAISE
    lbu a3, 0(s9)
    CHECK 23, a3, 5
    ld a3, 0(s9)
    li a5, 0x0000000102030405
    SAME 24, a3, a5
    li t0, 0xffd
    add t0, t0, s10
    lbu a3, 0(t0)
    CHECK 25, a3, 8
    lbu a3, 2(t0)
    CHECK 26, a3, 6
    /* The address of the fault is where the missing page begins. */
    sd zero, 8(s8)
    sfence.vma
    li a5, 0x40001000
    LOWER SUPERVISOR
    TRAPS 27, 13, ld a0, 0(a2)
    SAME 28, s3, a5
    LOWER SUPERVISOR
    TRAPS 29, 15, sd a0, 0(a2)
    SAME 30, s3, a5
    /* An instruction of which the second half is missing: pc at the first, value at the second. */
    li t0, 0xffe
    add t0, t0, s10
    li t1, 0x0513
    sh t1, 0(t0)
    ENTRY 0(s8), s10, V | R | X
    fence.i
    li a3, 0x40000ffe
    LOWER SUPERVISOR
    la t5, 1f
    jr a3
1:  CHECK 31, s2, 12
    SAME 32, s3, a5
    SAME 33, s4, a3

    /* MPRV with MPP = user uses the rights of user mode; fetches go on in machine mode. */
    ENTRY 0(s8), s9, V | R | W
    li t0, 3 << 11
    csrc mstatus, t0
    li t0, 1 << 17
    csrs mstatus, t0
    TRAPS 34, 13, ld a0, 0(a1)
    li t0, 1 << 17
    csrc mstatus, t0
    ENTRY 0(s8), s9, V | R | W | U
    li t0, 3 << 11
    csrc mstatus, t0
    li t0, 1 << 17
    csrs mstatus, t0
    ld a0, 0(a1)
    li t0, 1 << 17
    csrc mstatus, t0
    li a5, 0x0000000102030405
    SAME 35, a0, a5
    /* With MPP = machine it changes nothing. */
    li t0, 3 << 11 | 1 << 17
    csrs mstatus, t0
    TRAPS 36, 5, ld a0, 0(a1)
    li t0, 1 << 17
    csrc mstatus, t0
    /* A return to a lower privilege ends it. */
    li t0, 1 << 17
    csrs mstatus, t0
    LOWER SUPERVISOR
    RAISE
    csrr a0, mstatus
    srli a0, a0, 17
    andi a0, a0, 1
    CHECK 37, a0, 0

    /* The page of the stack of tables itself may be outside memory: an access fault of each kind. */
    li a5, 0x48000000
    ENTRY 8(s6), a5, V
    LOWER SUPERVISOR
    TRAPS 38, 5, ld a0, 0(a1)
    LOWER SUPERVISOR
    TRAPS 39, 7, sd a0, 0(a1)
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 40, s2, 1
    SAME 41, s3, a1
    /* A leaf outside memory. */
    ENTRY 8(s6), s7, V
    li a5, 0x48000000
    ENTRY 0(s8), a5, RWXAD
    LOWER SUPERVISOR
    TRAPS 42, 5, ld a0, 0(a1)
    LOWER SUPERVISOR
    TRAPS 43, 7, amoadd.d a0, a0, (a1)
    /* 1 GiB at once, elsewhere; misaligned it is reserved. */
    li a5, 0x80000000
    ENTRY 24(s6), a5, RWXAD
    la a2, first
    li t0, 0x40000000
    add a2, a2, t0
    LOWER SUPERVISOR
    ld a0, 0(a2)
    RAISE
    li a5, 0x0000000102030405
    SAME 44, a0, a5
    li a5, 0x80200000
    ENTRY 24(s6), a5, RWXAD
    LOWER SUPERVISOR
    TRAPS 45, 13, ld a0, 0(a2)
    /* The last page of the upper half. */
    li a2, -8
    li a5, 0xff8
    add a3, a5, s6
    ENTRY 0(a3), s7, V
    add a3, a5, s7
    ENTRY 0(a3), s8, V
    add a3, a5, s8
    ENTRY 0(a3), s9, V | R
    add a3, a5, s9
    sd a2, 0(a3)
    LOWER SUPERVISOR
    ld a0, 0(a2)
    RAISE
    SAME 46, a0, a2
    /* The same tables one level below in Sv48, and a leaf of 512 GiB. */
    la s11, top
    ENTRY 0(s11), s6, V
    ENTRY 8(s11), zero, RWXAD
    MODE 9, s11
    li a2, 0x8080000000
    la t0, first
    li t1, 0x7fffffff
    and t0, t0, t1
    add a2, a2, t0
    LOWER SUPERVISOR
    ld a0, 0(a2)
    sd zero, 0(a2)
    RAISE
    li a5, 0x0000000102030405
    SAME 47, a0, a5
    ld a0, 0(s9)
    CHECK 48, a0, 0
    li a5, 0x80000000
    ENTRY 8(s11), a5, RWXAD
    LOWER SUPERVISOR
    TRAPS 49, 13, ld a0, 0(a2)
    /* Fetches from addresses that are none. */
    li a2, 0x800000000000
    LOWER SUPERVISOR
    la t5, 1f
    jr a2
1:  CHECK 50, s2, 12
    SAME 51, s3, a2
    /* A change of the table is seen after SFENCE.VMA with an address too. */
    ENTRY 0(s8), s9, V | R
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    srli t0, s10, 2
    ori t0, t0, V | R
    sd t0, 0(s8)
    LOWER SUPERVISOR
    sfence.vma a1, zero
    ld a0, 0(a1)
    RAISE
    ld a5, 0(s10)
    SAME 52, a0, a5
    csrw satp, zero
EPILOGUE
    .text
    .balign 64
code:
    li a0, 321
    jr ra
    .data
    .balign 4096
root: .zero 4096
middle: .zero 4096
leaves: .zero 4096
top: .zero 4096
first: .dword 0x1111
    .zero 4088
second: .dword 0x2222
    .zero 4080
    .byte 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7
