/* First instruction of every program: the stack is as Linux leaves it (argc, argv...), nothing else is
   defined. */
    .text
    .globl _start
    .type _start, @function
_start:
    xorl  %ebp, %ebp
    movq  (%rsp), %rdi          /* argc */
    leaq  8(%rsp), %rsi         /* argv */
    andq  $-16, %rsp
    call  ros_main
    movl  %eax, %edi
    call  ros_exit
    ud2
    .size _start, .-_start
    .section .note.GNU-stack,"",@progbits
