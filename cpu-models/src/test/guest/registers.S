/* Zicsr: the six instructions; and of each control register what it keeps. */
#include "conformance.h"
/* Writes a value and reads what stayed; restores 0. */
.macro KEEPS number, register, value, kept
    li a0, \value
    csrw \register, a0
    csrrw a1, \register, zero
    CHECK \number, a1, \kept
.endm
PROLOGUE
    li a0, 0xf0
    csrrw a1, mscratch, a0
    li a2, 0x3c
    csrrs a1, mscratch, a2
    CHECK 1, a1, 0xf0
    csrrc a1, mscratch, a0
    CHECK 2, a1, 0xfc
    csrrwi a1, mscratch, 21
    CHECK 3, a1, 0x0c
    csrrsi a1, mscratch, 10
    CHECK 4, a1, 21
    csrrci a1, mscratch, 3
    CHECK 5, a1, 31
    csrrs a1, mscratch, zero
    CHECK 6, a1, 28
    csrrc a1, mscratch, zero
    csrrsi a1, mscratch, 0
    csrrci a1, mscratch, 0
    CHECK 7, a1, 28
    csrrw zero, mscratch, a0
    csrrw a0, mscratch, a0
    CHECK 8, a0, 0xf0
    /* Register 0 as a source writes for CSRRW and only for it. */
    csrrw a1, mscratch, zero
    csrr a0, mscratch
    CHECK 9, a0, 0
    csrrs a0, mvendorid, zero
    CHECK 10, a0, 0
    csrrci a0, mhartid, 0
    CHECK 11, a0, 0
    TRAPS 12, 2, csrrw zero, mvendorid, zero
    TRAPS 13, 2, csrrsi a0, marchid, 1
    li a2, 0
    /* The register that holds 0 is not register 0. */
    TRAPS 14, 2, csrrs a0, mimpid, a2
    SAME 15, zero, a2
    csrr a0, mconfigptr
    CHECK 16, a0, 0
    /* Numbers that are nobody's, and what RV64 does not have. */
    TRAPS 17, 2, csrr a0, 0x3a1
    TRAPS 18, 2, csrr a0, 0xc80
    TRAPS 19, 2, csrr a0, 0xb80
    TRAPS 20, 2, csrr a0, 0xb01
    TRAPS 21, 2, csrr a0, 0x310
    TRAPS 22, 2, csrw 0x800, zero
    /* What stays. */
    la s8, on_trap
    KEEPS 30, mscratch, -1, -1
    KEEPS 31, mepc, -1, -2
    KEEPS 32, sepc, -1, -2
    KEEPS 33, sscratch, 0x123456789abcdef0, 0x123456789abcdef0
    KEEPS 34, stval, -1, -1
    KEEPS 35, mtval, -1, -1
    KEEPS 36, stvec, 0x80000101, 0x80000101
    KEEPS 37, mie, -1, 0xaaa
    KEEPS 38, mideleg, -1, 0x222
    li a0, -1
    csrw medeleg, a0
    csrr a1, medeleg
    csrw medeleg, zero
    /* Calls of machine mode stay in it; pages and calls of user mode may go. */
    srli a2, a1, 11
    andi a2, a2, 1
    CHECK 39, a2, 0
    li a3, 0xb1ff
    and a1, a1, a3
    SAME 40, a1, a3
    KEEPS 41, satp, 0x8000000000080000, 0x8000000000080000
    KEEPS 42, satp, 0x9000000000080000, 0x9000000000080000
    li a0, 0x8000000000080000
    csrw satp, a0
    li a0, 0xf000000000080001
    csrw satp, a0
    csrrw a1, satp, zero
    CHECK 43, a1, 0x8000000000080000
    /* sie, sip: what is delegated, seen and set. */
    csrw mideleg, zero
    li a0, -1
    csrw sie, a0
    csrr a0, mie
    CHECK 44, a0, 0
    li a0, 0x222
    csrw mideleg, a0
    li a0, -1
    csrw sie, a0
    csrr a0, mie
    CHECK 45, a0, 0x222
    csrr a0, sie
    CHECK 46, a0, 0x222
    csrw mie, zero
    li a0, 0x222
    csrs mip, a0
    csrr a0, sip
    CHECK 47, a0, 0x222
    li a0, -1
    csrc sip, a0
    csrr a0, sip
    CHECK 48, a0, 0x220
    csrw mip, zero
    csrw mideleg, zero
    /* sstatus is a view of mstatus. */
    li a0, 0xc0122
    csrs mstatus, a0
    csrr a1, sstatus
    li a2, 0xc0122
    and a1, a1, a2
    SAME 49, a1, a2
    li a2, 0x721888
    csrr a3, mstatus
    and a3, a3, a2
    li a0, -1
    csrw sstatus, a0
    csrr a0, mstatus
    and a1, a0, a2
    SAME 50, a1, a3
    srli a1, a0, 63
    CHECK 51, a1, 1
    csrr a0, sstatus
    srli a1, a0, 63
    CHECK 52, a1, 1
    srli a1, a0, 32
    andi a1, a1, 3
    CHECK 53, a1, 2
    csrw sstatus, zero
    csrr a0, mstatus
    srli a1, a0, 63
    CHECK 54, a1, 0
    srli a1, a0, 32
    andi a1, a1, 15
    CHECK 55, a1, 10
    li a0, 0x6000
    csrs mstatus, a0
    /* Flags and rounding mode, apart and together. */
    li a0, -1
    csrw fcsr, a0
    csrr a0, fflags
    CHECK 56, a0, 31
    csrr a0, frm
    CHECK 57, a0, 7
    csrr a0, fcsr
    CHECK 58, a0, 0xff
    csrwi fflags, 10
    csrwi frm, 1
    csrr a0, fcsr
    CHECK 59, a0, 0x2a
    csrw fcsr, zero
    csrr a0, misa
    csrw misa, zero
    csrr a1, misa
    SAME 60, a1, a0
    KEEPS 61, menvcfg, 1, 1
    KEEPS 62, senvcfg, 1, 1
    /* The lowest bits of mtvec say how; a reserved way is not kept. */
    csrr s8, mtvec
    li a0, 0x80000102
    csrw mtvec, a0
    csrr a1, mtvec
    csrw mtvec, s8
    andi a1, a1, 2
    CHECK 63, a1, 0
EPILOGUE
