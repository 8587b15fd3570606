/* Frame of the conformance programs: each check has a number, and the first that fails is the exit status. */
#define MACHINE 3
#define SUPERVISOR 1
#define USER 0

/* Traps of machine mode go to on_trap: cause, value and pc are kept, and execution goes on at t5. */
.macro PROLOGUE
    .section .text.init, "ax"
    .globl _start
_start:
    la t0, on_trap
    csrw mtvec, t0
    li t0, 0x6000
    csrs mstatus, t0
    /* Everything is allowed to everybody. */
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    j begin
    .balign 4
on_trap:
    csrr s2, mcause
    csrr s3, mtval
    csrr s4, mepc
    csrr s5, mstatus
    csrw mepc, t5
    /* Back in machine mode, with interrupts off. */
    li t6, 0x80
    csrc mstatus, t6
    li t6, 0x1800
    csrs mstatus, t6
    mret
begin:
.endm

/* Fails with a number unless a register holds a value. */
.macro CHECK number, register, value
    li gp, \number
    li t6, \value
    bne \register, t6, fail
.endm

.macro SAME number, register, other
    li gp, \number
    bne \register, \other, fail
.endm

/* Executes one instruction that must trap. */
.macro TRAPS number, cause, instruction:vararg
    la t5, 7f
    li s2, -1
6:  \instruction
    li gp, \number
    j fail
7:  CHECK \number, s2, \cause
    la t6, 6b
    bne s4, t6, fail
.endm

/* Goes on in a lower privilege, in the next instruction. */
.macro LOWER privilege
    li t0, 0x1800
    csrc mstatus, t0
    li t0, \privilege << 11
    csrs mstatus, t0
    la t0, 5f
    csrw mepc, t0
    mret
5:
.endm

/* Comes back to machine mode by a call. */
.macro RAISE
    la t5, 4f
    ecall
4:
.endm

.macro EPILOGUE
    li gp, 0
fail:
    TELL
.endm

/* Exits with the number in gp. */
.macro TELL
    slli gp, gp, 1
    ori gp, gp, 1
    la t0, tohost
    sd gp, 0(t0)
8:  j 8b
    .section .tohost, "aw"
    .balign 64
    .globl tohost
    .type tohost, @object
    .size tohost, 8
tohost: .dword 0
    .balign 64
    .globl fromhost
    .type fromhost, @object
    .size fromhost, 8
fromhost: .dword 0
.endm
