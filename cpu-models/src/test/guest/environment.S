/* A program in the form that public suites have ("p" environment): machine mode sets up, tries registers that may
 * not exist with a handler behind them, tests run in user mode, a call ends them through the handler and the
 * loop that writes tohost in two halves; harts other than 0 wait. -DFAILS makes test 3 fail. */
    .section .text.init, "ax"
    .globl _start
_start:
    j reset
    .balign 4
handler:
    csrr t5, mcause
    li t6, 8
    beq t5, t6, write_tohost
    li t6, 9
    beq t5, t6, write_tohost
    li t6, 11
    beq t5, t6, write_tohost
    ori gp, gp, 1337
write_tohost:
1:  la t5, tohost
    sw gp, 0(t5)
    sw zero, 4(t5)
    j 1b
reset:
    .irp r, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
    li x\r, 0
    .endr
    csrr a0, mhartid
3:  bnez a0, 3b
    /* Non-maskable interrupts, translation, protection: each may trap, and then goes on behind. */
    la t0, 1f
    csrw mtvec, t0
    csrwi 0x744, 8
    .balign 4
1:  la t0, 1f
    csrw mtvec, t0
    csrwi satp, 0
    .balign 4
1:  la t0, 1f
    csrw mtvec, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    .balign 4
1:  csrwi mie, 0
    la t0, 1f
    csrw mtvec, t0
    csrwi medeleg, 0
    csrwi mideleg, 0
    .balign 4
1:  li gp, 0
    la t0, handler
    csrw mtvec, t0
    li a0, 1
    slli a0, a0, 31
    bgez a0, 4f
4:  li a0, 0x6000
    csrs mstatus, a0
    csrwi fcsr, 0
    li t0, 0x1800
    csrc mstatus, t0
    la t0, 1f
    csrw mepc, t0
    csrr a0, mhartid
    mret
1:
    /* Tests, in user mode. */
    li gp, 2
    li a1, 21
    add a1, a1, a1
    li t2, 42
    bne a1, t2, fail
    li gp, 3
    la t0, begin_signature
    lw a1, 0(t0)
#ifdef FAILS
    li t2, 1
#else
    li t2, 0xffffffff87654321
#endif
    bne a1, t2, fail
    sw a1, 4(t0)
    li gp, 4
    fld fa0, 8(t0)
    fadd.d fa0, fa0, fa0
    fsd fa0, 8(t0)
    fence
    li gp, 1
    li a7, 93
    li a0, 0
    ecall
fail:
    fence
1:  beqz gp, 1b
    slli gp, gp, 1
    ori gp, gp, 1
    li a7, 93
    mv a0, gp
    ecall
    .section .tohost, "aw", @progbits
    .balign 64
    .globl tohost
tohost: .dword 0
    .size tohost, 8
    .balign 64
    .globl fromhost
fromhost: .dword 0
    .size fromhost, 8
    .data
    .balign 16
    .globl begin_signature
begin_signature:
    .word 0x87654321
    .word 0
    .double 1.5
    .balign 16
    .globl end_signature
end_signature:
