/* 500 pieces of 20 instructions that differ in registers' values, offsets and constants; two
   branches in each, one of them hard to foresee. a0: 512 words, a1: seed; the result is in a0. */
    .text
    .balign 4
    .globl flat_body
    .type flat_body, @function
flat_body:
    li t3, 0x9e37
    mv a2, a1
    mv a3, a1
    .set n, 0
    .rept 500
    ld t0, (n * 8 % 2048)(a0)
    addi a2, a2, n % 1000 + 1
    xor t1, t0, a2
    slli t2, a3, n % 13 + 1
    add a3, a3, t1
    srli t4, t1, n % 29 + 3
    mul t5, t4, t3
    andi t6, a3, 64
    beqz t6, 1f
    xor a2, a2, t2
    addi a3, a3, n % 77
1:  add t0, t0, t5
    sub t2, t2, t4
    sd t0, (n * 24 % 2048)(a0)
    sltu t6, t2, t0
    or a4, t2, t6
    lw a5, (n * 4 % 2048)(a0)
    bltz zero, 2f
    addw a4, a4, a5
2:  xor a2, a2, a4
    .set n, n + 1
    .endr
    add a0, a2, a3
    ret
    .size flat_body, . - flat_body
    .section .note.GNU-stack, "", @progbits
