/* First instruction of every program: the stack is as Linux leaves it (argc, argv...), nothing else is
   defined. */
    .text
    .globl _start
    .type _start, @function
_start:
    bti   c
    mov   x29, #0
    mov   x30, #0
    ldr   x0, [sp]              /* argc */
    add   x1, sp, #8            /* argv */
    bl    ros_main
    bl    ros_exit
    udf   #0
    .size _start, .-_start
    .section .note.GNU-stack,"",@progbits
