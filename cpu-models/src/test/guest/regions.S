/* More of PMP: sizes of regions, fetches, locks, order, table walks, MPRV. */
#include "conformance.h"
#define R 1
#define W 2
#define X 4
#define TOR 8
#define NA4 16
#define NAPOT 24
#define LOCK 128
#define ALL (NAPOT | R | W | X)
/* Region 0 as given, everything else allowed by region 7. */
.macro REGION0 config
    li t0, (ALL << 56) | \config
    csrw pmpcfg0, t0
.endm
PROLOGUE
    li t0, -1
    csrw pmpaddr7, t0
    REGION0 0
    la s6, area
    /* 8 bytes without rights: before, inside, behind. */
    srli t0, s6, 2
    csrw pmpaddr0, t0
    REGION0 NAPOT
    LOWER SUPERVISOR
    TRAPS 1, 5, lbu a0, 7(s6)
    LOWER SUPERVISOR
    lbu a0, 8(s6)
    lbu a1, -1(s6)
    RAISE
    CHECK 2, a0, 9
    CHECK 3, a1, 0xff
    LOWER SUPERVISOR
    TRAPS 4, 5, ld a0, 4(s6)
    LOWER SUPERVISOR
    TRAPS 5, 7, sd a0, -4(s6)
    /* 64 bytes. */
    srli t0, s6, 2
    ori t0, t0, 7
    csrw pmpaddr0, t0
    LOWER SUPERVISOR
    TRAPS 6, 5, lbu a0, 63(s6)
    LOWER SUPERVISOR
    lbu a0, 64(s6)
    RAISE
    CHECK 7, a0, 65
    /* A page, with each right alone. */
    srli t0, s6, 2
    ori t0, t0, 511
    csrw pmpaddr0, t0
    REGION0 NAPOT | R
    LOWER SUPERVISOR
    lw a0, 0(s6)
    TRAPS 8, 7, sw a0, 0(s6)
    REGION0 NAPOT | X
    LOWER SUPERVISOR
    TRAPS 9, 5, lw a0, 0(s6)
    LOWER SUPERVISOR
    TRAPS 10, 7, sw a0, 0(s6)
    addi a1, s6, 128
    LOWER SUPERVISOR
    jalr a1
    RAISE
    CHECK 11, a0, 33
    REGION0 NAPOT | R | W
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 12, s2, 1
    SAME 13, s3, a1
    SAME 14, s4, a1
    /* Machine mode is not bound by what is not locked. */
    REGION0 NAPOT
    jalr a1
    CHECK 15, a0, 33
    /* With MPRV it has the rights of the privilege that it borrows; fetches do not. */
    li t0, 3 << 11
    csrc mstatus, t0
    li t0, 1 << 17
    csrs mstatus, t0
    TRAPS 16, 5, lw a0, 0(s6)
    li t0, 1 << 17
    csrc mstatus, t0
    /* TOR from 0: everything below an address. An empty range matches nothing. */
    srli t0, s6, 2
    csrw pmpaddr1, t0
    csrw pmpaddr2, t0
    li t0, (ALL << 56) | (TOR << 16)
    csrw pmpcfg0, t0
    LOWER SUPERVISOR
    lw a0, 0(s6)
    RAISE
    addi t0, s6, 4
    srli t0, t0, 2
    csrw pmpaddr2, t0
    LOWER SUPERVISOR
    TRAPS 17, 5, lw a0, 0(s6)
    LOWER SUPERVISOR
    lw a0, 4(s6)
    RAISE
    CHECK 18, a0, 0x08070605
    /* The lowest number decides. */
    li t0, (ALL << 56) | (TOR << 16) | (ALL << 8)
    csrw pmpcfg0, t0
    li t0, -1
    csrw pmpaddr1, t0
    LOWER SUPERVISOR
    lw a0, 0(s6)
    RAISE
    CHECK 19, a0, 0x04030201
    /* The walk needs to read tables, and to write them for A and D. */
    la s7, root
    li t0, (0x80000000 >> 2) | 0xcf
    sd t0, 16(s7)
    li t0, (0x80000000 >> 2) | 0x0f
    sd t0, 8(s7)
    srli t0, s7, 12
    li t1, 8 << 60
    or t0, t0, t1
    csrw satp, t0
    srli t0, s7, 2
    ori t0, t0, 511
    csrw pmpaddr0, t0
    REGION0 NAPOT | R
    sfence.vma
    la s8, area
    li t0, 0x3fffffff
    and s8, s8, t0
    li t0, 0x40000000
    or s8, s8, t0
    LOWER SUPERVISOR
    TRAPS 20, 5, lw a0, 0(s8)
    SAME 21, s3, s8
    LOWER SUPERVISOR
    TRAPS 22, 7, sw a0, 0(s8)
    REGION0 NAPOT
    sfence.vma
    la t5, 1f
    LOWER SUPERVISOR
1:  CHECK 23, s2, 1
    REGION0 NAPOT | R | W
    sfence.vma
    LOWER SUPERVISOR
    lw a0, 0(s8)
    RAISE
    CHECK 24, a0, 0x04030201
    csrw satp, zero
    /* All sixteen regions are there; the grain is four bytes. */
    li t0, -1
    csrw pmpaddr15, t0
    csrr a0, pmpaddr15
    srli a0, a0, 53
    CHECK 25, a0, 1
    csrw pmpaddr15, zero
    csrw pmpcfg2, zero
    li t0, ALL << 56
    csrw pmpcfg2, t0
    csrr a0, pmpcfg2
    SAME 26, a0, t0
    csrw pmpcfg2, zero
    csrw pmpcfg0, zero
    csrw pmpaddr0, zero
    csrr a0, pmpaddr0
    CHECK 27, a0, 0
    /* A locked range fixes the address before it, and binds machine mode; other registers stay free. */
    srli t0, s6, 2
    csrw pmpaddr3, t0
    addi t0, t0, 1
    csrw pmpaddr4, t0
    li t0, (ALL << 56) | ((TOR | LOCK | R) << 32)
    csrw pmpcfg0, t0
    csrr a1, pmpaddr3
    csrw pmpaddr3, zero
    csrr a0, pmpaddr3
    SAME 28, a0, a1
    csrr a1, pmpaddr4
    csrw pmpaddr4, zero
    csrr a0, pmpaddr4
    SAME 29, a0, a1
    csrw pmpaddr5, a1
    csrr a0, pmpaddr5
    SAME 30, a0, a1
    lw a0, 0(s6)
    CHECK 31, a0, 0x04030201
    TRAPS 32, 7, sb a0, 3(s6)
    sb a0, 4(s6)
    TRAPS 33, 7, sd a0, -4(s6)
    li a0, 0
    addi a1, s6, 4
    amoadd.w a0, a0, (a1)
    TRAPS 34, 7, amoadd.w a0, a0, (s6)
    csrw pmpcfg0, zero
    csrr a0, pmpcfg0
    srli a0, a0, 32
    CHECK 35, a0, TOR | LOCK | R
    /* A misaligned store of which the middle is forbidden has written nothing. */
    addi a1, s6, -3
    lbu a2, -1(s6)
    li a0, 0
    TRAPS 36, 7, sd a0, 0(a1)
    lbu a0, -1(s6)
    SAME 37, a0, a2
    csrr a0, mhartid
    CHECK 38, a0, 0
EPILOGUE
    .data
    .balign 4096
root: .zero 4096
    .zero 4095
    .byte 0xff
area: .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    .zero 48
    .byte 65
    .zero 63
    .option push
    .option norvc
    li a0, 33
    jr ra
    .option pop
    .zero 4096
