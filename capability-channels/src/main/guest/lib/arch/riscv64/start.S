/* First instruction of every program: the stack is as Linux leaves it (argc, argv...), nothing else is
   defined. */
    .text
    .globl _start
    .type _start, @function
_start:
    li    s0, 0
    ld    a0, 0(sp)             /* argc */
    addi  a1, sp, 8             /* argv */
    andi  sp, sp, -16
    call  ros_main
    call  ros_exit
    unimp
    .size _start, .-_start
    .section .note.GNU-stack,"",@progbits
