/* SVC to the fast path, and back: what is stored is what a thread on the other side needs when it goes on. */
    .globl stage_entry_asm, stage_exit_asm, stage_end_asm
stage_entry_asm:
    msr   tpidrro_el0, x30
    mrs   x30, tpidr_el1
    ldr   x30, [x30]              /* the thread's registers */
    stp   x0, x1, [x30]
    stp   x2, x3, [x30, #16]
    stp   x4, x5, [x30, #32]
    stp   x6, x7, [x30, #48]
    stp   x8, x9, [x30, #64]
    stp   x10, x11, [x30, #80]
    stp   x12, x13, [x30, #96]
    stp   x14, x15, [x30, #112]
    stp   x16, x17, [x30, #128]
    stp   x18, x19, [x30, #144]
    stp   x20, x21, [x30, #160]
    stp   x22, x23, [x30, #176]
    stp   x24, x25, [x30, #192]
    stp   x26, x27, [x30, #208]
    stp   x28, x29, [x30, #224]
    mrs   x21, sp_el0
    mrs   x22, elr_el1
    mrs   x23, spsr_el1
    mrs   x20, tpidrro_el0
    stp   x20, x21, [x30, #240]
    stp   x22, x23, [x30, #256]
    mrs   x24, esr_el1
    lsr   x24, x24, #26
    cmp   x24, #0x15
    b.ne  other
    cmp   x8, #1041
    b.ne  other
    b     call
stage_exit_asm:
    /* to in X0, info in X1, badge in X2 */
    mov   x30, x0
    ldp   x20, x21, [x30, #240]
    ldp   x22, x23, [x30, #256]
    msr   sp_el0, x21
    msr   elr_el1, x22
    msr   spsr_el1, x23
    mov   x0, x1
    mov   x1, x2
    ldp   x2, x3, [x30, #16]
    ldp   x4, x5, [x30, #32]
    ldp   x6, x7, [x30, #48]
    ldp   x8, x9, [x30, #64]
    ldp   x10, x11, [x30, #80]
    ldp   x12, x13, [x30, #96]
    ldp   x14, x15, [x30, #112]
    ldp   x16, x17, [x30, #128]
    ldp   x18, x19, [x30, #144]
    ldp   x20, x21, [x30, #160]
    ldp   x22, x23, [x30, #176]
    ldp   x24, x25, [x30, #192]
    ldp   x26, x27, [x30, #208]
    ldp   x28, x29, [x30, #224]
    ldr   x30, [x30, #240]
    eret
stage_end_asm:
