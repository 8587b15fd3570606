/* ECALL to the fast path, and back: what is stored is what a thread on the other side needs when it goes on. Loads and
   stores stand for those of capabilities (CLC, CSC), and cspecialrw by its number: this assembler knows no CHERI. */
    .globl stage_entry_asm, stage_exit_asm, stage_end_asm
stage_entry_asm:
    csrrw tp, sscratch, tp
    sd    sp, 16(tp)
    ld    sp, 0(tp)               /* the thread's registers */
    sd    ra, 0(sp)
    sd    gp, 16(sp)
    sd    t0, 32(sp)
    sd    t1, 40(sp)
    sd    t2, 48(sp)
    sd    s0, 56(sp)
    sd    s1, 64(sp)
    sd    a0, 72(sp)
    sd    a1, 80(sp)
    sd    a2, 88(sp)
    sd    a3, 96(sp)
    sd    a4, 104(sp)
    sd    a5, 112(sp)
    sd    a6, 120(sp)
    sd    a7, 128(sp)
    sd    s2, 136(sp)
    sd    s3, 144(sp)
    sd    s4, 152(sp)
    sd    s5, 160(sp)
    sd    s6, 168(sp)
    sd    s7, 176(sp)
    sd    s8, 184(sp)
    sd    s9, 192(sp)
    sd    s10, 200(sp)
    sd    s11, 208(sp)
    sd    t3, 216(sp)
    sd    t4, 224(sp)
    sd    t5, 232(sp)
    sd    t6, 240(sp)
    ld    t0, 16(tp)
    sd    t0, 8(sp)
    csrr  t0, sscratch
    sd    t0, 24(sp)
    csrw  sscratch, tp
    .insn r 0x5b, 0, 1, t0, zero, x31 /* cspecialrw: EPCC, moved behind the instruction and stored by CSC */
    addi  t0, t0, 4
    sd    t0, 248(sp)
    .insn r 0x5b, 0, 1, t0, zero, x1  /* cspecialrw: DDC of the thread, stored; the kernel's own goes in */
    sd    t0, 264(sp)
    ld    t0, 24(tp)
    .insn r 0x5b, 0, 1, zero, t0, x1
    csrr  t0, sstatus
    sd    t0, 256(sp)
    csrr  t0, scause
    addi  t0, t0, -8
    bnez  t0, other
    ld    sp, 8(tp)               /* the core's stack */
    li    t1, 1041
    bne   a7, t1, other
    j     call
stage_exit_asm:
    /* to in A0, info in A1, badge in A2 */
    mv    sp, a0
    mv    a0, a1
    mv    a1, a2
    ld    t0, 248(sp)
    .insn r 0x5b, 0, 1, zero, t0, x31 /* cspecialrw: EPCC */
    ld    t0, 256(sp)
    csrw  sstatus, t0
    ld    ra, 0(sp)
    ld    gp, 16(sp)
    ld    tp, 24(sp)
    ld    t0, 32(sp)
    ld    t1, 40(sp)
    ld    t2, 48(sp)
    ld    s0, 56(sp)
    ld    s1, 64(sp)
    ld    a2, 88(sp)
    ld    a3, 96(sp)
    ld    a4, 104(sp)
    ld    a5, 112(sp)
    ld    a6, 120(sp)
    ld    a7, 128(sp)
    ld    s2, 136(sp)
    ld    s3, 144(sp)
    ld    s4, 152(sp)
    ld    s5, 160(sp)
    ld    s6, 168(sp)
    ld    s7, 176(sp)
    ld    s8, 184(sp)
    ld    s9, 192(sp)
    ld    s10, 200(sp)
    ld    s11, 208(sp)
    ld    t3, 216(sp)
    ld    t4, 224(sp)
    ld    t5, 232(sp)
    ld    t6, 264(sp)
    .insn r 0x5b, 0, 1, zero, t6, x1  /* cspecialrw: DDC of the thread, last: nothing of the kernel is loaded behind */
    ld    t6, 240(sp)
    ld    sp, 8(sp)
    sret
stage_end_asm:
