/* Payload between service and user buffers: int64_t ros_copy_bytes(void *to, const void *from, uint64_t bytes).
   A fault between begin and end is the user's bad buffer; the kernel continues at the fixup, for which
   this code must leave the stack alone. */
#include "rustos_abi.h"

    .section ros_copy,"ax",@progbits
    .balign 64
    .globl ros_copy_bytes, ros_copy_begin, ros_copy_end, ros_copy_fixup
    .type ros_copy_bytes, @function
#ifdef ROS_BATCH
/* int64_t ros_copy_words(void *to, const void *from, uint64_t words), for so few that a repeated move costs more. */
    .globl ros_copy_words
ros_copy_begin:
ros_copy_words:
    movq  (%rsi), %rax
    movq  %rax, (%rdi)
    addq  $8, %rsi
    addq  $8, %rdi
    decq  %rdx
    jnz   ros_copy_words
    xorl  %eax, %eax
    ret
    .balign 16
#endif
ros_copy_bytes:
#ifndef ROS_BATCH
ros_copy_begin:
#endif
    movq  %rdx, %rcx
    shrq  $3, %rcx
    rep movsq
    andl  $7, %edx
    jz    1f
    movl  %edx, %ecx
    rep movsb
1:  xorl  %eax, %eax
ros_copy_end:
    ret
ros_copy_fixup:
    movq  $-EFAULT, %rax
    ret
    .size ros_copy_bytes, .-ros_copy_bytes
    .section .note.GNU-stack,"",@progbits
