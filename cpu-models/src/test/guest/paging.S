/* Sv39 and Sv48: rights, accessed and dirty bits, superpages, SUM, MXR, MPRV and faults. */
#include "conformance.h"
#define V 1
#define R 2
#define W 4
#define X 8
#define U 16
#define A 64
#define D 128
PROLOGUE
    /* Root: 1 GiB at 0x80000000 as it is; 0x40000000 through two more levels. */
    la s6, root
    la s7, middle
    la s8, leaves
    la s9, page
    li t0, (0x80000000 >> 2) | V | R | W | X | A | D
    sd t0, 16(s6)
    srli t0, s7, 2
    ori t0, t0, V
    sd t0, 8(s6)
    srli t0, s8, 2
    ori t0, t0, V
    sd t0, 0(s7)
    srli t0, s6, 12
    li t1, 8 << 60
    or s10, t0, t1
    csrw satp, s10
    sfence.vma
    li a1, 0x40000000

    /* Readable: a load sets A, a store faults. */
    srli s11, s9, 2
    ori t0, s11, V | R
    sd t0, 0(s8)
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    CHECK 1, a0, 0x1234
    ld a0, 0(s8)
    andi a0, a0, 0xff
    CHECK 2, a0, V | R | A
    LOWER SUPERVISOR
    TRAPS 3, 15, sd a0, 8(a1)
    li a2, 0x40000008
    SAME 4, s3, a2
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 5, s2, 12
    SAME 6, s3, a1
    /* Writable: a store sets D as well. */
    ori t0, s11, V | R | W
    sd t0, 0(s8)
    sfence.vma
    LOWER SUPERVISOR
    sd a1, 8(a1)
    RAISE
    ld a0, 0(s8)
    andi a0, a0, 0xff
    CHECK 7, a0, V | R | W | A | D
    ld a0, 8(s9)
    SAME 8, a0, a1
    /* Execute only, readable by MXR. */
    ori t0, s11, V | X
    sd t0, 0(s8)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 9, 13, ld a0, 0(a1)
    li t0, 1 << 19
    csrs mstatus, t0
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    CHECK 10, a0, 0x1234
    li t0, 1 << 19
    csrc mstatus, t0
    /* The user's page: supervisor mode needs SUM, and never executes it. */
    ori t0, s11, V | R | W | X | U
    sd t0, 0(s8)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 11, 13, ld a0, 0(a1)
    li t0, 1 << 18
    csrs mstatus, t0
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    CHECK 12, a0, 0x1234
    LOWER SUPERVISOR
    la t5, 1f
    jr a1
1:  CHECK 13, s2, 12
    li t0, 1 << 18
    csrc mstatus, t0
    /* A page of supervisor mode is not the user's, not even to fetch from. */
    la t5, 2f
    LOWER USER
    nop
2:  CHECK 14, s2, 12
    /* Entries that mean nothing: not valid, W without R, reserved bits, no leaf at the end. */
    sd zero, 0(s8)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 15, 13, ld a0, 0(a1)
    ori t0, s11, V | W
    sd t0, 0(s8)
    LOWER SUPERVISOR
    TRAPS 16, 15, sd a0, 0(a1)
    ori t0, s11, V | R
    li t1, 1 << 54
    or t0, t0, t1
    sd t0, 0(s8)
    LOWER SUPERVISOR
    TRAPS 17, 13, ld a0, 0(a1)
    ori t0, s11, V
    sd t0, 0(s8)
    LOWER SUPERVISOR
    TRAPS 18, 13, ld a0, 0(a1)
    /* A table that points at itself ends after its levels. */
    srli t0, s8, 2
    ori t0, t0, V
    sd t0, 0(s8)
    LOWER SUPERVISOR
    TRAPS 19, 13, ld a0, 0(a1)
    /* A table outside memory is an access fault. */
    li t0, (0x1000 >> 2) | V
    sd t0, 0(s7)
    LOWER SUPERVISOR
    TRAPS 20, 5, ld a0, 0(a1)
    /* 2 MiB at once; it must be aligned. */
    li t0, (0x80000000 >> 2) | V | R
    sd t0, 0(s7)
    sfence.vma
    LOWER SUPERVISOR
    la a2, page
    li a3, 0x40000000
    add a2, a2, a3
    li a3, 0x80000000
    sub a2, a2, a3
    ld a0, 0(a2)
    RAISE
    CHECK 21, a0, 0x1234
    li t0, (0x80001000 >> 2) | V | R
    sd t0, 0(s7)
    sfence.vma
    LOWER SUPERVISOR
    TRAPS 22, 13, ld a0, 0(a1)
    /* Addresses that are not sign-extended. */
    li a2, 0x4000000000
    LOWER SUPERVISOR
    TRAPS 23, 13, ld a0, 0(a2)
    /* MPRV lends the translation of the lower privilege to machine mode. */
    srli t0, s8, 2
    ori t0, t0, V
    sd t0, 0(s7)
    ori t0, s11, V | R | W | A | D
    sd t0, 0(s8)
    sfence.vma
    li t0, 0x1800
    csrc mstatus, t0
    li t0, 1 << 17 | SUPERVISOR << 11
    csrs mstatus, t0
    ld a0, 0(a1)
    li t0, 1 << 17
    csrc mstatus, t0
    CHECK 24, a0, 0x1234
    /* A misaligned access across two pages of which one is missing changes nothing. */
    li a2, 0x40000ffc
    sd zero, 8(s8)
    sfence.vma
    li t0, -1
    sw zero, 0xffc - 0x800(s9)
    LOWER SUPERVISOR
    TRAPS 25, 15, sd a2, 0(a2)
    /* The walk of Sv48 has one level more. */
    la t1, top
    srli t0, s6, 2
    ori t0, t0, V
    sd t0, 0(t1)
    srli t0, t1, 12
    li t1, 9 << 60
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    LOWER SUPERVISOR
    ld a0, 0(a1)
    RAISE
    CHECK 26, a0, 0x1234
    li a2, 0x800000000000
    LOWER SUPERVISOR
    TRAPS 27, 13, ld a0, 0(a2)
    csrw satp, zero
EPILOGUE
    .data
    .balign 4096
root: .zero 4096
middle: .zero 4096
leaves: .zero 4096
top: .zero 4096
page: .dword 0x1234
    .zero 4088
