/* Where C programs of the board start: a stack for each hart, main(hart, device tree), the test finisher. */
    .section .text.init, "ax"
    .globl _start
_start:
    la t0, trapped
    csrw mtvec, t0
    li t0, 0x6000
    csrs mstatus, t0
    la sp, _stack
    slli t0, a0, 12
    sub sp, sp, t0
    call main
    /* Only hart 0 comes back. */
    li t0, 0x100000
    li t1, 0x3333
    slli t2, a0, 16
    or t2, t2, t1
    bnez a0, 1f
    li t2, 0x5555
1:  sw t2, 0(t0)
2:  j 2b
    .balign 4
trapped:
    csrr a0, mcause
    ori a0, a0, 64
    li t0, 0x100000
    li t1, 0x3333
    slli t2, a0, 16
    or t2, t2, t1
    sw t2, 0(t0)
3:  j 3b
