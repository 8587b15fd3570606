/* LR and SC: what makes an SC fail, what it leaves alone; faults of atomics and their order of checks. */
#include "conformance.h"
PROLOGUE
    la a1, area
    /* Without a reservation an SC fails, writes nothing and says so with 1. */
    li a2, 77
    sc.w a0, a2, (a1)
    CHECK 1, a0, 1
    lw a3, 0(a1)
    CHECK 2, a3, 5
    /* With one it succeeds, once. */
    lr.w a3, (a1)
    CHECK 3, a3, 5
    addi a3, a3, 1
    sc.w a0, a3, (a1)
    CHECK 4, a0, 0
    sc.w a0, a2, (a1)
    CHECK 5, a0, 1
    lw a3, 0(a1)
    CHECK 6, a3, 6
    /* An SC elsewhere uses the reservation up. */
    addi a4, a1, 512
    lr.d a3, (a1)
    sc.d a0, a2, (a4)
    CHECK 7, a0, 1
    sc.d a0, a2, (a1)
    CHECK 8, a0, 1
    ld a3, 0(a4)
    CHECK 9, a3, 9
    /* The last LR counts. */
    lr.d a3, (a1)
    lr.d a3, (a4)
    sc.d a0, a2, (a4)
    CHECK 10, a0, 0
    ld a3, 0(a4)
    CHECK 11, a3, 77
    /* LR.W extends the sign, SC.W writes four bytes. */
    li a0, 0x1122334480000000
    sd a0, 0(a1)
    lr.w a3, (a1)
    CHECK 12, a3, -0x80000000
    li a2, 0x5566778812345678
    sc.w a0, a2, (a1)
    CHECK 13, a0, 0
    ld a3, 0(a1)
    CHECK 14, a3, 0x1122334412345678
    /* rd and rs2 or rs1 are the same register. */
    li a0, 40
    sd a0, 0(a1)
    li a0, 2
    amoadd.d a0, a0, (a1)
    CHECK 15, a0, 40
    mv a0, a1
    amoadd.d a0, zero, (a0)
    CHECK 16, a0, 42
    amoadd.d zero, a0, (a1)
    ld a0, 0(a1)
    CHECK 17, a0, 84
    lr.d a3, (a1)
    li a3, 1
    sc.d a3, a3, (a1)
    CHECK 18, a3, 0
    ld a0, 0(a1)
    CHECK 19, a0, 1
    /* A trap leaves registers alone. */
    li a0, 123
    addi a2, a1, 4
    TRAPS 20, 6, amoswap.d a0, a1, (a2)
    CHECK 21, a0, 123
    SAME 22, s3, a2
    addi a2, a1, 2
    TRAPS 23, 6, sc.d a0, a1, (a2)
    TRAPS 24, 6, amoor.w a0, a1, (a2)
    TRAPS 25, 4, lr.d a0, (a2)
    CHECK 26, a0, 123
    /* Where no memory is: LR is a load, everything else a store. */
    li a2, 0x1000000000000
    TRAPS 27, 5, lr.w a0, (a2)
    TRAPS 28, 7, amoadd.w a0, a1, (a2)
    SAME 29, s3, a2
    /* Pages without rights: all but LR need to write, and say so. */
    la t1, root
    li t0, (0x80000000 >> 2) | 0xcf
    sd t0, 16(t1)
    la t2, area
    srli t0, t2, 30
    slli t0, t0, 28
    ori t0, t0, 0xc3
    sd t0, 8(t1)
    srli t0, t1, 12
    li t1, 8 << 60
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li t1, 0x3fffffff
    and a2, a1, t1
    li t1, 0x40000000
    or a2, a2, t1
    LOWER SUPERVISOR
    lr.d a0, (a2)
    RAISE
    CHECK 30, a0, 1
    LOWER SUPERVISOR
    TRAPS 31, 15, sc.d a0, a1, (a2)
    LOWER SUPERVISOR
    TRAPS 32, 15, amomax.w a0, a1, (a2)
    SAME 33, s3, a2
    li a3, 0x3000000000
    LOWER SUPERVISOR
    TRAPS 34, 13, lr.w a0, (a3)
    LOWER SUPERVISOR
    TRAPS 35, 15, amoadd.d a0, a1, (a3)
    csrw satp, zero
    /* aq and rl change nothing that one hart sees. */
    lr.w.aqrl a0, (a1)
    sc.w.aqrl a0, a0, (a1)
    CHECK 36, a0, 0
    li a0, 3
    amoswap.d.aqrl a0, a0, (a1)
    CHECK 37, a0, 1
EPILOGUE
    .data
    .balign 4096
root: .zero 4096
area: .dword 5
    .zero 504
    .dword 9
    .zero 512
