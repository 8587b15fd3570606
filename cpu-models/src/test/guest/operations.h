/* What operations.S needs: where it starts, how a result is mixed in, where numbers go. */
.macro MIX register
    xor s3, s3, \register
    mul s3, s3, s4
    srli t6, s3, 29
    xor s3, s3, t6
.endm

.macro PROLOGUE
#ifdef LINUX
    .text
#else
    .section .text.init, "ax"
#endif
    .globl _start
_start:
#ifndef LINUX
    li t0, 0x6000
    csrs mstatus, t0
#endif
    li s3, 0
    li s4, 0x9e3779b97f4a7c15
.endm

#ifdef LINUX
.macro EMIT
    la t1, cell
    sd s3, 0(t1)
    li a0, 1
    mv a1, t1
    li a2, 8
    li a7, 64
    ecall
.endm

.macro EPILOGUE
    li a0, 0
    li a7, 93
    ecall
.endm
#else
.macro EMIT
    li t1, 0x10000000
    mv t2, s3
    li t3, 8
9:  sb t2, 0(t1)
    srli t2, t2, 8
    addi t3, t3, -1
    bnez t3, 9b
.endm

.macro EPILOGUE
    la t1, tohost
    li t0, 1
    sd t0, 0(t1)
8:  j 8b
.endm

.section .tohost, "aw"
.balign 64
.globl tohost
tohost: .dword 0
.globl fromhost
fromhost: .dword 0
#endif

.data
.balign 64
cell: .dword 0, 0, 0
