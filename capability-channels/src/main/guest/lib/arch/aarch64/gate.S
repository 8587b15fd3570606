/* The gate of tier 1, once for each thing that the kernel may promise, and the authentication of a capability
   handle. The two gates are the only landing pads of the service; a CPU refuses other indirect branches where BTI is
   checked, which the kernel does not ask for on these pages yet. */
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
    .quad ros_door
    .quad ros_door_entered
    .quad ros_door_left

    .macro enter_service                /* X0 operation, X1 handle, X2..X5 a0..a3: as ros_serve takes them */
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
    .irp  register, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
    mov   x\register, #0                /* nothing of the service's stays in a register */
    .endr
    .endm

    .section ros_gate,"ax",@progbits
    .balign 64
    .globl ros_enter
    .type ros_enter, @function
ros_enter:                              /* the service's memory is open to user code: no trap */
    bti   c
    enter_service
    ret
    .size ros_enter, .-ros_enter

/* The service's memory is closed to user code. The kernel opens it for a thread that traps at the first SVC and at
   no other address, and closes it at the second; both leave every register alone. Whoever jumps behind the first
   has the user's view and faults at the first service address. */
    .balign 64
    .globl ros_door, ros_door_entered, ros_door_left
    .type ros_door, @function
ros_door:
    bti   c
    mov   x8, #ROS_TRAP_DIRECT_ENTER
    svc   #0
ros_door_entered:
    enter_service
    mov   x8, #ROS_TRAP_DIRECT_LEAVE
    svc   #0
ros_door_left:
    ret
    .size ros_door, .-ros_door

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
