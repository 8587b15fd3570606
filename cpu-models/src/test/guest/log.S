/* An instruction of each kind that the commit log writes in its own way. */
#include "conformance.h"
PROLOGUE
    .option push
    .option norvc
    csrw fcsr, zero
    li t0, 0x4000
    csrc mstatus, t0
    la a1, area
    .globl logged
logged:
    add x0, a1, a1
    .option rvc
    c.addi a1, 1
    c.addi a1, -1
    .option norvc
    lb a0, 1(a1)
    sh a1, 2(a1)
    flw fa0, 8(a1)
    fadd.s f1, fa0, fa0
    fmv.w.x f3, zero
    fdiv.s fa1, fa0, f3
    fdiv.s fa1, fa0, f3
    fcvt.w.s a0, fa1
    fsw fa0, 12(a1)
    fsd fa0, 16(a1)
    csrrw a0, mscratch, a1
    csrr a0, mscratch
    csrsi sstatus, 2
    csrw fcsr, zero
    csrrwi x9, frm, 1
    lr.w a0, (a1)
    sc.w a0, a1, (a1)
    sc.w a0, a1, (a1)
    sc.d x0, a1, (a1)
    amoadd.w a0, a1, (a1)
    amoswap.d x0, x0, (a1)
    beq x0, x0, 1f
1:  fence
    la t5, 2f
    ecall
2:  nop
    .option pop
EPILOGUE
    .data
    .balign 16
area: .dword 0x8182838485868788
    .float 1.5, 0
    .dword 0, 0
