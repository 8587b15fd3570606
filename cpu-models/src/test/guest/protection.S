/* PMP: kinds of regions, order, locks. */
#include "conformance.h"
PROLOGUE
    la a1, area
    /* NA4 without rights in front of the region that allows everything. */
    csrw pmpcfg0, zero
    li t0, -1
    csrw pmpaddr2, t0
    srli t0, a1, 2
    csrw pmpaddr0, t0
    li t0, 0x1f0010
    csrw pmpcfg0, t0
    lw a0, 0(a1)
    CHECK 1, a0, 1
    LOWER SUPERVISOR
    TRAPS 2, 5, lw a0, 0(a1)
    LOWER SUPERVISOR
    TRAPS 3, 7, sw a0, 0(a1)
    LOWER SUPERVISOR
    lw a0, 4(a1)
    RAISE
    CHECK 4, a0, 2
    /* An access that is only partly in the first region fails. */
    LOWER SUPERVISOR
    TRAPS 5, 5, ld a0, 0(a1)
    /* Readable. */
    li t0, 0x1f0011
    csrw pmpcfg0, t0
    LOWER USER
    lw a0, 0(a1)
    RAISE
    CHECK 6, a0, 1
    LOWER USER
    TRAPS 7, 7, amoadd.w a0, a0, (a1)
    /* W without R is reserved. */
    li t0, 0x1f0012
    csrw pmpcfg0, t0
    csrr a0, pmpcfg0
    andi a0, a0, 3
    CHECK 8, a0, 0
    /* A range, from the address before it. */
    addi t0, a1, 8
    srli t0, t0, 2
    csrw pmpaddr1, t0
    li t0, 0x1f0800
    csrw pmpcfg0, t0
    LOWER USER
    TRAPS 9, 5, lw a0, 4(a1)
    LOWER USER
    lw a0, 8(a1)
    RAISE
    CHECK 10, a0, 3
    /* A locked region binds machine mode too, and stays. */
    li t0, 0x1f8900
    csrw pmpcfg0, t0
    TRAPS 11, 7, sw a0, 4(a1)
    csrw pmpcfg0, zero
    csrr a0, pmpcfg0
    li a2, 0x8900
    SAME 12, a0, a2
    csrr a2, pmpaddr0
    csrw pmpaddr0, zero
    csrr a0, pmpaddr0
    SAME 13, a0, a2
    /* No region at all allows nothing to lower privileges. */
    la t5, 1f
    LOWER USER
1:  CHECK 14, s2, 1
EPILOGUE
    .data
    .balign 4096
area: .word 1, 2, 3, 4
