/* Payload between service and user buffers: int64_t ros_copy_bytes(void *to, const void *from, uint64_t bytes).
   A fault between begin and end is the user's bad buffer; the kernel continues at the fixup, for which
   this code must leave the stack alone. General registers only: service and user share no vector register. */
#include "rustos_abi.h"

    .section ros_copy,"ax",@progbits
    .balign 64
    .globl ros_copy_bytes, ros_copy_begin, ros_copy_end, ros_copy_fixup
    .type ros_copy_bytes, @function
ros_copy_bytes:
ros_copy_begin:
    ands  x3, x2, #-64
    b.eq  2f
1:  ldp   x4, x5, [x1]
    ldp   x6, x7, [x1, #16]
    ldp   x8, x9, [x1, #32]
    ldp   x10, x11, [x1, #48]
    add   x1, x1, #64
    stp   x4, x5, [x0]
    stp   x6, x7, [x0, #16]
    stp   x8, x9, [x0, #32]
    stp   x10, x11, [x0, #48]
    add   x0, x0, #64
    subs  x3, x3, #64
    b.ne  1b
2:  ands  x3, x2, #56
    b.eq  4f
3:  ldr   x4, [x1], #8
    str   x4, [x0], #8
    subs  x3, x3, #8
    b.ne  3b
4:  ands  x3, x2, #7
    b.eq  6f
5:  ldrb  w4, [x1], #1
    strb  w4, [x0], #1
    subs  x3, x3, #1
    b.ne  5b
6:  mov   x0, #0
ros_copy_end:
    ret
ros_copy_fixup:
    mov   x0, #-EFAULT
    ret
    .size ros_copy_bytes, .-ros_copy_bytes
    .section .note.GNU-stack,"",@progbits
