/* Software, timer and external interrupts, priority, delegation, WFI, vectored handlers. */
#include "conformance.h"
#define CLINT 0x2000000
#define PLIC 0xc000000
#define UART 0x10000000
PROLOGUE
    li s6, CLINT
    li s7, PLIC
    li s8, UART
    /* Pending but not enabled: WFI goes on, nothing is taken. */
    li t0, 8
    csrw mie, t0
    li t0, 1
    sw t0, 0(s6)
    la t5, wrong
    wfi
    csrr a0, mip
    andi a0, a0, 8
    CHECK 1, a0, 8
    /* Enabled. */
    la t5, 1f
    csrsi mstatus, 8
2:  j 2b
1:  li a0, 0x8000000000000003
    SAME 2, s2, a0
    sw zero, 0(s6)
    csrci mstatus, 8
    /* A timer that ends a sleep. */
    li t0, 0x80
    csrw mie, t0
    li t1, 0xbff8
    add t1, t1, s6
    ld t2, 0(t1)
    addi t2, t2, 1000
    li t3, 0x4000
    add t3, t3, s6
    sd t2, 0(t3)
    wfi
    ld t4, 0(t1)
    li gp, 3
    bltu t4, t2, fail
    la t5, 1f
    csrsi mstatus, 8
2:  j 2b
1:  li a0, 0x8000000000000007
    SAME 4, s2, a0
    csrci mstatus, 8
    li t0, -1
    sd t0, 0(t3)
    rdtime a0
    rdtime a1
    li gp, 5
    bltu a1, a0, fail
    /* The transmitter of the UART through the PLIC, claimed and completed. */
    li t0, 0x800
    csrw mie, t0
    li t0, 1
    sw t0, 40(s7)
    li t0, 1 << 10
    li t1, 0x2000
    add t1, t1, s7
    sw t0, 0(t1)
    li t1, 0x200000
    add s9, t1, s7
    sw zero, 0(s9)
    li t0, 2
    sb t0, 1(s8)
    la t5, 1f
    csrsi mstatus, 8
2:  j 2b
1:  li a0, 0x800000000000000b
    SAME 6, s2, a0
    csrci mstatus, 8
    lw a0, 4(s9)
    CHECK 7, a0, 10
    lbu a1, 2(s8)
    CHECK 8, a1, 0xc2
    lw a1, 4(s9)
    CHECK 9, a1, 0
    sw a0, 4(s9)
    sb zero, 1(s8)
    csrw mie, zero
    /* Delegated, vectored, in supervisor mode; machine mode does not take it. */
    li t0, 0x222
    csrw mideleg, t0
    csrw mie, t0
    la t0, table
    ori t0, t0, 1
    csrw stvec, t0
    csrsi mip, 2
    csrsi mstatus, 8
    nop
    csrci mstatus, 8
    csrr a0, mip
    CHECK 10, a0, 2
    LOWER SUPERVISOR
    csrsi sstatus, 2
3:  j 3b
    .balign 4
table:
    .option push
    .option norvc
    j wrong
    j taken
    j wrong
    .option pop
taken:
    csrr a0, scause
    csrr a1, sip
    csrci sip, 2
    csrr a2, sip
    RAISE
    li a3, 0x8000000000000001
    SAME 11, a0, a3
    CHECK 12, a1, 2
    CHECK 13, a2, 0
    j passed
wrong:
    li gp, 99
    j fail
passed:
EPILOGUE
