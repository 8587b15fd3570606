/* Exceptions: cause, value and pc, delegation, and privileges that each instruction needs. */
#include "conformance.h"
PROLOGUE
    TRAPS 1, 2, .word 0
    CHECK 2, s3, 0
    TRAPS 3, 2, .word 0x0000707b
    CHECK 4, s3, 0x707b
    TRAPS 5, 3, ebreak
    TRAPS 6, 11, ecall
    TRAPS 7, 2, csrr a0, 0x7c0
    TRAPS 8, 2, csrw mhartid, a0
    TRAPS 9, 2, csrw cycle, zero
    csrr a0, mhartid
    CHECK 10, a0, 0
    /* Memory that is not there. */
    li a1, 0x1000
    TRAPS 11, 5, lw a0, 4(a1)
    CHECK 12, s3, 0x1004
    TRAPS 13, 7, sd a0, 8(a1)
    CHECK 14, s3, 0x1008
    li a1, 0x4000000000000000
    TRAPS 15, 5, ld a0, 0(a1)
    /* Nothing is known of the first page, whatever the low bits of an address are. */
    TRAPS 71, 5, lh a0, 1(zero)
    TRAPS 72, 5, lw a0, 1(zero)
    TRAPS 73, 5, ld a0, 1(zero)
    TRAPS 74, 7, sd a0, 1(zero)
    /* Atomics must be aligned; loads and stores need not. */
    la a1, data
    addi a2, a1, 1
    TRAPS 16, 4, lr.w a0, (a2)
    TRAPS 17, 6, amoadd.d a0, a0, (a2)
    TRAPS 18, 6, sc.w a0, a0, (a2)
    SAME 19, s3, a2
    ld a0, 1(a1)
    CHECK 20, a0, 0x0908070605040302
    li a0, 0x1122334455667788
    sd a0, 3(a1)
    ld a3, 0(a1)
    CHECK 21, a3, 0x4455667788030201
    /* A device register of odd width. */
    li a1, 0x10000000
    TRAPS 22, 5, lw a0, 0(a1)
    /* A jump to nowhere faults at its target. */
    li a1, 0x1000
    la t5, 1f
    jr a1
1:  CHECK 23, s2, 1
    CHECK 24, s3, 0x1000
    CHECK 25, s4, 0x1000
    /* A reserved rounding mode, in the instruction and in frm. */
    TRAPS 26, 2, .word 0x0220d053 | 5 << 12
    li a0, 5
    fsrm a0
    TRAPS 27, 2, fadd.d fa0, fa0, fa0
    fsrm zero
    /* Floating point that is off. */
    li a0, 0x6000
    csrc mstatus, a0
    TRAPS 28, 2, fadd.d fa0, fa0, fa0
    TRAPS 29, 2, frflags a0
    TRAPS 30, 2, c.fldsp fa0, 0(sp)
    csrs mstatus, a0
    fmv.d.x fa0, zero
    csrr a0, mstatus
    srli a0, a0, 63
    CHECK 31, a0, 1

    LOWER USER
    TRAPS 40, 2, csrr a0, mstatus
    LOWER USER
    TRAPS 41, 2, csrr a0, sscratch
    LOWER USER
    TRAPS 42, 2, mret
    LOWER USER
    TRAPS 43, 2, sret
    LOWER USER
    TRAPS 44, 2, wfi
    LOWER USER
    TRAPS 45, 2, sfence.vma
    LOWER USER
    TRAPS 46, 2, rdcycle a0
    LOWER USER
    TRAPS 47, 8, ecall
    CHECK 48, s3, 0
    li a0, 7
    csrw mcounteren, a0
    csrw scounteren, a0
    LOWER USER
    rdinstret a0
    rdinstret a1
    rdtime a2
    RAISE
    sub a1, a1, a0
    CHECK 49, a1, 1
    LOWER SUPERVISOR
    TRAPS 50, 9, ecall
    LOWER SUPERVISOR
    TRAPS 51, 2, csrr a0, mepc
    LOWER SUPERVISOR
    TRAPS 52, 2, mret
    /* Kept for machine mode: TVM, TSR, TW. */
    li a0, 1 << 20 | 1 << 21 | 1 << 22
    csrs mstatus, a0
    LOWER SUPERVISOR
    TRAPS 53, 2, sfence.vma
    LOWER SUPERVISOR
    TRAPS 54, 2, csrr a0, satp
    LOWER SUPERVISOR
    TRAPS 55, 2, sret
    LOWER SUPERVISOR
    TRAPS 56, 2, wfi
    li a0, 1 << 20 | 1 << 21 | 1 << 22
    csrc mstatus, a0

    /* Delegated to supervisor mode: a call of user mode. */
    li a0, 1 << 8
    csrw medeleg, a0
    csrr a1, medeleg
    SAME 60, a1, a0
    la a0, in_supervisor
    csrw stvec, a0
    li s2, 77
    LOWER USER
    ecall
    j wrong
    .balign 4
in_supervisor:
    csrr a0, scause
    csrr a1, sstatus
    andi a1, a1, 0x100
    csrr a2, sepc
    la a3, in_supervisor
    sub a3, a3, a2
    RAISE
    CHECK 61, a0, 8
    CHECK 62, a1, 0
    /* A call of machine mode is never delegated. */
    li a0, -1
    csrw medeleg, a0
    TRAPS 63, 11, ecall
    csrw medeleg, zero
    /* sret goes back to user mode and enables what was enabled. */
    LOWER SUPERVISOR
    la a0, 1f
    csrw sepc, a0
    li a0, 0x100
    csrc sstatus, a0
    li a0, 0x20
    csrs sstatus, a0
    sret
1:  RAISE
    CHECK 64, s2, 8
    andi a0, s5, 2
    CHECK 65, a0, 2
    /* Fields that keep only what has a meaning. */
    li a0, 2 << 11
    csrs mstatus, a0
    li a0, 0x1800
    csrc mstatus, a0
    li a0, 2 << 11
    csrs mstatus, a0
    csrr a1, mstatus
    srli a1, a1, 11
    andi a1, a1, 3
    CHECK 66, a1, 0
    li a0, 5 << 60
    csrw satp, a0
    csrr a1, satp
    CHECK 67, a1, 0
    li a0, 3
    csrw mepc, a0
    csrr a1, mepc
    CHECK 68, a1, 2
    csrr a0, misa
    li a1, 0x800000000094112d
    SAME 69, a0, a1
    /* Counters can be set. */
    li a0, 1000
    csrw minstret, a0
    csrr a1, minstret
    CHECK 70, a1, 1000
    j passed
wrong:
    li gp, 99
    j fail
passed:
EPILOGUE
    .data
    .balign 8
data: .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
