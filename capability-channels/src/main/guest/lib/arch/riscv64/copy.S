/* Payload between service and user buffers: int64_t ros_copy_bytes(void *to, const void *from, uint64_t bytes).
   A fault between begin and end is the user's bad buffer; the kernel continues at the fixup, for which
   this code must leave the stack alone. Its stores are of integers, so no capability passes with the bytes. */
#include "rustos_abi.h"

    .section ros_copy,"ax",@progbits
    .balign 64
    .globl ros_copy_bytes, ros_copy_begin, ros_copy_end, ros_copy_fixup
    .type ros_copy_bytes, @function
ros_copy_bytes:
ros_copy_begin:
    andi  a3, a2, -64
    beqz  a3, 2f
    add   a3, a3, a0
1:  ld    t0, 0(a1)
    ld    t1, 8(a1)
    ld    t2, 16(a1)
    ld    t3, 24(a1)
    ld    t4, 32(a1)
    ld    t5, 40(a1)
    ld    t6, 48(a1)
    ld    a4, 56(a1)
    sd    t0, 0(a0)
    sd    t1, 8(a0)
    sd    t2, 16(a0)
    sd    t3, 24(a0)
    sd    t4, 32(a0)
    sd    t5, 40(a0)
    sd    t6, 48(a0)
    sd    a4, 56(a0)
    addi  a1, a1, 64
    addi  a0, a0, 64
    bne   a0, a3, 1b
2:  andi  a3, a2, 56
    beqz  a3, 4f
    add   a3, a3, a0
3:  ld    t0, 0(a1)
    sd    t0, 0(a0)
    addi  a1, a1, 8
    addi  a0, a0, 8
    bne   a0, a3, 3b
4:  andi  a3, a2, 7
    beqz  a3, 6f
    add   a3, a3, a0
5:  lbu   t0, 0(a1)
    sb    t0, 0(a0)
    addi  a1, a1, 1
    addi  a0, a0, 1
    bne   a0, a3, 5b
6:  li    a0, 0
ros_copy_end:
    ret
ros_copy_fixup:
    li    a0, -EFAULT
    ret
    .size ros_copy_bytes, .-ros_copy_bytes
    .section .note.GNU-stack,"",@progbits
