/* The gate of tier 1: what CInvoke of the sealed pair enters, and the only place where the reach of loads and
   stores changes. PCC is the service's already and C31 its data capability; both came unsealed out of one
   pair of one type, so nothing is left to check: no address that user code can jump to leads here, and no
   data capability but the kernel's comes with it. The way back is the sealed entry that the user made of its
   own PCC; a wrong one faults here and ends the process. */
#include "riscv-cheri.h"
#include "rustos_abi.h"

#define PCC 0
#define DDC 1
#define FRAME 48

    .section ros_header,"ax",@progbits
    .globl ros_service_header
ros_service_header:
    .quad ROS_DIRECT_MAGIC
    .quad ros_enter
    .quad ros_copy_begin
    .quad ros_copy_end
    .quad ros_copy_fixup
    .quad ros_text_end
    .quad 0
    .quad 0

    .section ros_gate,"ax",@progbits
    .balign 64
    .globl ros_enter
    .type ros_enter, @function
ros_enter:                              /* A0 operation, A1 handle, A2..A5 a0..a3: as ros_serve takes them */
    cspecialrw t5, DDC, t6              /* the user's DDC out, the service's in */
    li    t6, ROS_DIRECT_TABLES
    ld    t6, ROS_DIRECT_DATA_STACK_TOP(t6)
    addi  t6, t6, -FRAME
    sc    ra, 0, t6
    sc    t5, 16, t6
    sc    sp, 32, t6
    mv    sp, t6
    call  ros_serve                     /* checks the operation number itself */
    lc    ra, 0, sp
    lc    t5, 16, sp
    lc    sp, 32, sp                    /* the user's again; what it points to is not touched */
    cspecialrw zero, DDC, t5
    cclear 0, 0xe0                      /* T0-T2, A1-A7, T3-T6: nothing of the service's stays in a register */
    cclear 1, 0xf8
    cclear 2, 0x03
    cclear 3, 0xf0
    jalr.cap zero, ra
    .size ros_enter, .-ros_enter
    .section .note.GNU-stack,"",@progbits
