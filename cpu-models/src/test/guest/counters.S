/* Zicntr and its machine side: who may read, what writing does, counters that stand still. */
#include "conformance.h"
PROLOGUE
    /* Each instruction counts one. */
    csrr a0, minstret
    csrr a1, minstret
    sub a1, a1, a0
    CHECK 1, a1, 1
    rdinstret a0
    nop
    nop
    rdinstret a1
    sub a1, a1, a0
    CHECK 2, a1, 3
    rdcycle a0
    rdcycle a1
    li gp, 3
    bgeu a0, a1, fail
    /* A write is what the next instruction reads. */
    li a0, -2
    csrw minstret, a0
    csrr a1, minstret
    csrr a2, instret
    csrr a3, minstret
    SAME 4, a1, a0
    CHECK 5, a2, -1
    CHECK 6, a3, 0
    li a0, 5000
    csrw mcycle, a0
    csrr a1, cycle
    li gp, 7
    bltu a1, a0, fail
    csrrw a1, minstret, zero
    csrr a1, minstret
    CHECK 8, a1, 0
    /* An instruction that traps does not count. */
    csrw minstret, zero
    TRAPS 9, 2, .word 0
    csrr a0, minstret
    csrw minstret, zero
    la t5, 1f
    li s2, -1
    nop
1:  csrr a1, minstret
    /* The same without the trap has one instruction instead of those of the handler. */
    li gp, 10
    bgeu a1, a0, fail
    /* Counters that stand still. */
    csrw mcountinhibit, zero
    csrr a0, mcountinhibit
    CHECK 11, a0, 0
    csrwi mcountinhibit, 4
    csrr a0, mcountinhibit
    CHECK 12, a0, 4
    csrr a0, minstret
    nop
    csrr a1, minstret
    SAME 13, a0, a1
    rdcycle a0
    rdcycle a1
    li gp, 14
    bgeu a0, a1, fail
    li a0, 100
    csrw minstret, a0
    nop
    csrr a1, minstret
    CHECK 15, a1, 100
    csrwi mcountinhibit, 1
    csrr a1, minstret
    csrr a2, minstret
    CHECK 16, a1, 100
    CHECK 17, a2, 101
    rdcycle a0
    nop
    rdcycle a1
    SAME 18, a0, a1
    csrwi mcountinhibit, 0
    /* There is no bit for time. */
    csrwi mcountinhibit, 2
    csrr a0, mcountinhibit
    CHECK 19, a0, 0
    /* Counters of events exist and are 0. */
    csrr a0, mhpmcounter3
    CHECK 20, a0, 0
    csrr a0, mhpmevent31
    CHECK 21, a0, 0
    csrr a0, hpmcounter31
    CHECK 22, a0, 0
    /* The user's names cannot be written, not even here. */
    TRAPS 23, 2, csrw instret, zero
    TRAPS 24, 2, csrsi time, 1
    TRAPS 25, 2, csrrw a0, cycle, a0
    csrrs a0, cycle, zero
    csrrci a0, time, 0
    /* Machine mode lets supervisor mode, which lets user mode; bit by bit. */
    csrwi mcounteren, 5
    csrwi scounteren, 1
    LOWER SUPERVISOR
    rdcycle a0
    rdinstret a0
    TRAPS 26, 2, rdtime a0
    LOWER SUPERVISOR
    TRAPS 27, 2, csrr a0, hpmcounter3
    LOWER SUPERVISOR
    TRAPS 28, 2, csrr a0, mcycle
    LOWER USER
    rdcycle a0
    TRAPS 29, 2, rdinstret a0
    LOWER USER
    TRAPS 30, 2, rdtime a0
    csrwi mcounteren, 4
    csrwi scounteren, 7
    LOWER USER
    TRAPS 31, 2, rdcycle a0
    LOWER USER
    rdinstret a0
    TRAPS 32, 2, rdtime a0
    LOWER SUPERVISOR
    TRAPS 33, 2, rdcycle a0
    /* Time is the CLINT's. */
    csrwi mcounteren, 2
    li a1, 0x200bff8
    ld a2, 0(a1)
    rdtime a3
    ld a4, 0(a1)
    li gp, 34
    bltu a3, a2, fail
    bltu a4, a3, fail
    LOWER USER
    rdtime a3
    RAISE
    li gp, 35
    bltu a3, a4, fail
EPILOGUE
