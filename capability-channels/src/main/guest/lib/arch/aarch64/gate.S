/* The gate of tier 1, and the authentication of a capability handle. BTI lets an indirect branch of user code land
   at the gate and nowhere else in the service; where the service's pages are closed to user code, the kernel
   brings it here. */
#include "rustos_abi.h"

#define FRAME 32

    .section ros_header,"ax",@progbits
    .globl ros_service_header
ros_service_header:
    .quad ROS_DIRECT_MAGIC
    .quad ros_enter
    .quad ros_copy_begin
    .quad ros_copy_end
    .quad ros_copy_fixup
    .quad ros_text_end
    .quad ros_authenticate
    .quad ros_authenticate_fixup

    .section ros_gate,"ax",@progbits
    .balign 64
    .globl ros_enter
    .type ros_enter, @function
ros_enter:                              /* X0 operation, X1 handle, X2..X5 a0..a3: as ros_serve takes them */
    bti   c
    movz  x16, #(ROS_DIRECT_TABLES & 0xffff)
    movk  x16, #(ROS_DIRECT_TABLES >> 16), lsl #16
    ldr   x16, [x16, #ROS_DIRECT_DATA_STACK_TOP]
    mov   x17, sp
    sub   x16, x16, #FRAME
    stp   x29, x30, [x16]
    str   x17, [x16, #16]
    mov   sp, x16
    bl    ros_serve                     /* checks the operation number itself */
    ldp   x29, x30, [sp]
    ldr   x17, [sp, #16]
    mov   sp, x17                       /* the user's again; what it points to is not touched */
    mov   x1, #0                        /* nothing of the service's stays in a register */
    mov   x2, #0
    mov   x3, #0
    mov   x4, #0
    mov   x5, #0
    mov   x6, #0
    mov   x7, #0
    mov   x8, #0
    mov   x9, #0
    mov   x10, #0
    mov   x11, #0
    mov   x12, #0
    mov   x13, #0
    mov   x14, #0
    mov   x15, #0
    mov   x16, #0
    mov   x17, #0
    ret
    .size ros_enter, .-ros_enter

/* int64_t ros_authenticate(uint64_t pointer, uint64_t modifier, int64_t to_entry): the capability entry that an
   authentic handle points to, or -EBADF. With FEAT_FPAC the first instruction faults, without it the load does,
   because no addition takes the poison out of the pointer's upper bits. The kernel counts either and continues at
   the fixup. */
    .section ros_capcheck,"ax",@progbits
    .balign 16
    .globl ros_authenticate, ros_authenticate_fixup
    .type ros_authenticate, @function
ros_authenticate:
    autda x0, x1
    add   x0, x0, x2
    ldr   wzr, [x0]
    ret
ros_authenticate_fixup:
    mov   x0, #-EBADF
    ret
    .size ros_authenticate, .-ros_authenticate
    .section .note.GNU-stack,"",@progbits
