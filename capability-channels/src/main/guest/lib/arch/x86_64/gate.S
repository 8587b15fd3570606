/* The call gate of tier 1: the only place where the protection domain changes, after ERIM (Vahldiek-Oberwagner
   et al., USENIX Security 2019). Each WRPKRU is followed by a comparison of its value, because user code may
   jump to it with a value of its own: it then stops at UD2 before any other instruction. A jump behind the
   first WRPKRU runs with the user's rights and faults at the first service address. */
#include "rustos_abi.h"

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
ros_enter:
    movl  %eax, %r11d                   /* the operation: EAX is needed */
    xorl  %ecx, %ecx
    xorl  %edx, %edx
    movl  $ROS_DIRECT_PKRU_SERVICE, %eax
    wrpkru
    cmpl  $ROS_DIRECT_PKRU_SERVICE, %eax
    jne   1f
    movq  %rsp, %rax
    movq  ROS_DIRECT_TABLES + ROS_DIRECT_DATA_STACK_TOP, %rsp
    pushq %rax                          /* two words: the stack stays aligned for the call */
    pushq %rax
    cld
    movq  %rsi, %rdx                    /* a0 */
    movl  %edi, %esi                    /* handle */
    movl  %r11d, %edi                   /* operation */
    movq  %r8, %rcx                     /* a1 */
    movq  %r9, %r8                      /* a2 */
    movq  %r10, %r9                     /* a3 */
    call  ros_serve                   /* checks the operation number itself */
    movq  %rax, %r11
    popq  %rsp                          /* the user's again; what it points to is not touched yet */
    xorl  %esi, %esi                    /* nothing of the service's stays in a register */
    xorl  %edi, %edi
    xorl  %r8d, %r8d
    xorl  %r9d, %r9d
    xorl  %r10d, %r10d
    xorl  %ecx, %ecx
    xorl  %edx, %edx
    movl  $ROS_DIRECT_PKRU_USER, %eax
    wrpkru
    cmpl  $ROS_DIRECT_PKRU_USER, %eax
    jne   1f
    movq  %r11, %rax
    ret
1:  ud2
    .size ros_enter, .-ros_enter
    .section .note.GNU-stack,"",@progbits
