/* SYSCALL to the fast path, and back: what is stored is what a thread on the other side needs when it goes on. */
    .globl stage_entry_asm, stage_exit_asm, stage_end_asm
stage_entry_asm:
    swapgs
    movq  %rsp, %gs:16
    movq  %gs:0, %rsp             /* the thread's registers */
    addq  $272, %rsp
    pushq %r11
    pushq %rcx
    pushq %gs:16
    pushq %r15
    pushq %r14
    pushq %r13
    pushq %r12
    pushq %r9
    pushq %r8
    pushq %r10
    pushq %rdx
    pushq %rbp
    pushq %rbx
    movq  %gs:8, %rsp             /* the core's stack */
    cmpl  $1041, %eax
    jne   other
    jmp   call
stage_exit_asm:
    /* to in RDI, info in RSI, badge in RDX; RDX R10 R8 R9 are words */
    movq  %rsi, %rax
    movq  %rdx, %rsi
    movq  16(%rdi), %rbx
    movq  24(%rdi), %rbp
    movq  32(%rdi), %rdx
    movq  40(%rdi), %r10
    movq  48(%rdi), %r8
    movq  56(%rdi), %r9
    movq  64(%rdi), %r12
    movq  72(%rdi), %r13
    movq  80(%rdi), %r14
    movq  88(%rdi), %r15
    movq  96(%rdi), %rsp
    movq  104(%rdi), %rcx
    movq  112(%rdi), %r11
    swapgs
    sysretq
stage_end_asm:
