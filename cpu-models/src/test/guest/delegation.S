/* Who handles what: delegated exceptions, returns, the order of interrupts, vectored handlers, what WFI waits for. */
#include "conformance.h"
#define CLINT 0x2000000
/* A trap that supervisor mode handles: goes on at t5 there, with what it saw in a3 (cause), a4 (value), a6 (pc). */
PROLOGUE
    la t0, in_supervisor
    csrw stvec, t0
    li t0, 0xb1ff
    csrw medeleg, t0
    /* An exception of supervisor mode stays in supervisor mode; SPP and SPIE tell from where. */
    LOWER SUPERVISOR
    csrsi sstatus, 2
    la t5, 1f
2:  .word 0x0000707b
1:  csrr a7, sstatus
    RAISE
    CHECK 1, a3, 2
    CHECK 2, a4, 0x707b
    la a0, 2b
    SAME 3, a6, a0
    andi a0, a7, 0x122
    CHECK 4, a0, 0x120
    csrr a0, mcause
    /* Machine mode's registers saw only the call. */
    CHECK 5, a0, 9
    /* From user mode SPP is 0; pages, breakpoints and calls. */
    li a3, -1
    la t5, 1f
    LOWER USER
    ebreak
    j wrong
1:  csrr a7, sstatus
    RAISE
    CHECK 6, a3, 3
    andi a0, a7, 0x100
    CHECK 7, a0, 0
    la t5, 1f
    LOWER USER
    ecall
    j wrong
1:  RAISE
    CHECK 8, a3, 8
    CHECK 9, a4, 0
    li a1, 0x48000000
    la t5, 1f
    LOWER USER
    ld a0, 8(a1)
    j wrong
1:  RAISE
    CHECK 10, a3, 5
    addi a1, a1, 8
    SAME 11, a4, a1
    /* The same exceptions of machine mode are machine mode's. */
    TRAPS 12, 2, .word 0
    TRAPS 13, 5, ld a0, 0(a1)
    /* SRET to supervisor mode; it clears SPP, sets SPIE, takes SIE from it. */
    LOWER SUPERVISOR
    la t0, 1f
    csrw sepc, t0
    li t0, 0x122
    csrc sstatus, t0
    li t0, 0x100
    csrs sstatus, t0
    sret
1:  csrr a7, sstatus
    RAISE
    andi a0, a7, 0x122
    CHECK 14, a0, 0x20
    /* SRET works in machine mode; MRET leaves the least privilege in MPP, sets MPIE. */
    la t0, 1f
    csrw sepc, t0
    li t0, 0x100
    csrs mstatus, t0
    sret
1:  RAISE
    LOWER SUPERVISOR
    RAISE
    srli a0, s5, 11
    andi a0, a0, 3
    CHECK 15, a0, 1
    csrr a0, mstatus
    li a1, 0x1880
    and a0, a0, a1
    CHECK 16, a0, 0x80

    /* Interrupts: all six pending at once come in the order of their urgency. */
    csrw medeleg, zero
    li s6, CLINT
    li t0, 1
    sw t0, 0(s6)
    li t0, 0x4000
    add t0, t0, s6
    sd zero, 0(t0)
    li t0, 0x222
    csrs mip, t0
    csrw mideleg, zero
    li t0, 0xaaa
    csrw mie, t0
    la t0, vectors
    ori t0, t0, 1
    csrw mtvec, t0
    li s7, 0
    la t5, 1f
    csrsi mstatus, 8
    j wrong
1:  CHECK 20, s7, 3
    li t0, 8
    csrc mie, t0
    la t5, 1f
    csrsi mstatus, 8
    j wrong
1:  CHECK 21, s7, 7
    li t0, 0x80
    csrc mie, t0
    la t5, 1f
    csrsi mstatus, 8
    j wrong
1:  CHECK 22, s7, 9
    li t0, 0x200
    csrc mie, t0
    la t5, 1f
    csrsi mstatus, 8
    j wrong
1:  CHECK 23, s7, 1
    li t0, 2
    csrc mie, t0
    la t5, 1f
    csrsi mstatus, 8
    j wrong
1:  CHECK 24, s7, 5
    /* Exceptions go to the base even where interrupts are vectored. */
    li s7, 0
    la t5, 1f
    .word 0
    j wrong
1:  CHECK 25, s7, 100
    CHECK 26, s2, 2
    /* Enabled for machine mode it comes in lower privileges although MIE is off. */
    csrci mstatus, 8
    li t0, 0x80
    csrw mie, t0
    la t5, 1f
    LOWER USER
2:  j 2b
1:  CHECK 27, s7, 7
    csrw mie, zero
    /* Delegated: never in machine mode, in user mode always, in supervisor mode with SIE. */
    li t0, 0x222
    csrw mideleg, t0
    csrw mie, t0
    csrsi mstatus, 8
    nop
    csrci mstatus, 8
    li t0, 2
    csrc mstatus, t0
    LOWER SUPERVISOR
    nop
    nop
    RAISE
    CHECK 28, s2, 9
    li a3, 0
    la t5, 1f
    LOWER USER
2:  j 2b
1:  RAISE
    li a0, 0x8000000000000009
    SAME 29, a3, a0
    CHECK 30, a4, 0
    /* Machine mode's interrupt comes first, whatever supervisor mode waits for. */
    li t0, 0x2a2
    csrw mie, t0
    la t5, 1f
    LOWER USER
2:  j 2b
1:  CHECK 31, s7, 7
    /* WFI goes on for what is enabled one by one, although nothing is taken; and so for supervisor mode. */
    li t0, 0x80
    csrw mie, t0
    csrci mstatus, 8
    wfi
    csrw mip, zero
    csrw mideleg, zero
    li t0, 0x4000
    add t0, t0, s6
    li t1, -1
    sd t1, 0(t0)
    sw zero, 0(s6)
    csrr a0, mip
    CHECK 32, a0, 0
    /* A software interrupt of supervisor mode by its own hand. */
    li t0, 2
    csrw mideleg, t0
    LOWER SUPERVISOR
    la t5, 1f
    csrsi sie, 2
    csrsi sip, 2
    csrsi sstatus, 2
2:  j 2b
1:  csrci sip, 2
    csrr a7, sip
    RAISE
    li a0, 0x8000000000000001
    SAME 33, a3, a0
    CHECK 34, a7, 0
    csrw mie, zero
    csrw mideleg, zero
    j passed
    .balign 4
in_supervisor:
    csrr a3, scause
    csrr a4, stval
    csrr a6, sepc
    jr t5
    .balign 64
vectors:
    .option push
    .option norvc
    j exception
    j 1f
    j wrong
    j 3f
    j wrong
    j 5f
    j wrong
    j 7f
    j wrong
    j 9f
    .option pop
exception:
    li s7, 100
    j on_trap
1:  li s7, 1
    j on_trap
3:  li s7, 3
    j on_trap
5:  li s7, 5
    j on_trap
7:  li s7, 7
    j on_trap
9:  li s7, 9
    j on_trap
wrong:
    li gp, 99
    j fail
passed:
EPILOGUE
