/* CHERI and control: PCC, capability mode, links, sentries, CInvoke, traps that change the mode. */
#include "cheri.h"
PROLOGUE
CHERI_PROLOGUE
    cspecialrw a0, DDC, zero
    cspecialrw s10, PCC, zero
    la a1, area
    csetaddr a2, a0, a1
    csetboundsimm a3, a2, 256
    cmove sp, a3

    /* Bounds of PCC: fetch, jump, branch; the fault is at the jump. */
    la t0, compartment
    csetaddr s11, s10, t0
    la t1, compartment_end
    sub t1, t1, t0
    csetbounds s11, s11, t1
    la t5, 1f
    jalr.cap ra, s11
1:  CHECK 1, s2, 28
    CHECK 2, s3, LENGTH | R_PCC << 5
    la t4, compartment_jump
    SAME 3, s4, t4
    CHECK 4, a6, 8
    /* The link of JALR.CAP is a sentry to the instruction behind it. */
    FIELD 5, cgettype, ra, -2
    cgetaddr t4, ra
    la t3, 1b
    SAME 6, t4, t3
    la t5, 1f
    la t0, compartment_branch
    csetaddr s8, s11, t0
    jalr.cap zero, s8
1:  CHECK 7, s3, LENGTH | R_PCC << 5
    la t4, compartment_branch
    SAME 8, s4, t4
    la t5, 1f
    la t0, compartment_last
    csetaddr s8, s11, t0
    jalr.cap zero, s8
1:  CHECK 9, s3, LENGTH | R_PCC << 5
    la t4, compartment_end
    SAME 10, s4, t4
    la t5, 1f
    la t0, compartment_register
    csetaddr s8, s11, t0
    li a6, 77
    jalr.cap zero, s8
1:  CHECK 11, s3, LENGTH | R_PCC << 5
    la t4, compartment_register
    SAME 12, s4, t4
    CHECK 13, a6, 77
    la t5, 1f
    la t0, compartment_half
    csetaddr s8, s11, t0
    addi t1, t0, 2
    la t2, compartment
    csetaddr s8, s10, t2
    sub t1, t1, t2
    csetbounds s8, s8, t1
    csetaddr s8, s8, t0
    jalr.cap zero, s8
1:  CHECK 14, s3, LENGTH | R_PCC << 5
    la t4, compartment_half
    SAME 15, s4, t4

    /* Jumps through capabilities: each check. */
    la t0, target
    csetaddr a2, s10, t0
    ccleartag t3, a2
    VIOLATES 20, TAG, 28, jalr.cap zero, t3
    li t0, 5
    csetaddr s6, a0, t0
    cseal t3, a2, s6
    VIOLATES 21, SEAL, 28, jalr.cap zero, t3
    li t0, ~P_EXECUTE
    candperm t3, a2, t0
    VIOLATES 22, NO_EXECUTE, 28, jalr.cap zero, t3
    csetboundsimm t3, a2, 1
    VIOLATES 23, LENGTH, 28, jalr.cap zero, t3
    VIOLATES 24, TAG, 0, jalr.cap zero, zero
    csealentry t3, a2
    jalr.cap ra, t3
    CHECK 25, a6, 55
    cspecialrw t3, PCC, zero
    FIELD 26, cgettype, t3, -1
    /* JALR.PCC is an integer jump and link. */
    la t3, target_integer
    jalr.pcc ra, t3
    CHECK 27, a6, 66
    FIELD 28, cgethigh, ra, 0
    csetboundsimm t3, a2, 2
    la t5, 1f
    la t1, just_jalr_pcc
    csetaddr t2, s10, t1
    csetboundsimm t2, t2, 4
    jalr.cap zero, t2
1:  CHECK 29, s3, LENGTH | R_PCC << 5
    la t4, just_jalr_pcc
    SAME 30, s4, t4

    /* CInvoke: a pair of one type, unsealed only together; each check in its order. */
    la t0, invoked
    csetaddr a2, s10, t0
    cseal a4, a2, s6
    li t0, ~P_EXECUTE
    candperm t3, a3, t0
    cseal a5, t3, s6
    ccleartag t2, a4
    VIOLATES 40, TAG, 7, cinvoke t2, a5
    ccleartag t2, a5
    VIOLATES 41, TAG, 7, cinvoke a4, t2
    VIOLATES 42, SEAL, A2, cinvoke a2, a5
    VIOLATES 43, SEAL, 28, cinvoke a4, t3
    csealentry t2, a2
    VIOLATES 44, SEAL, 7, cinvoke t2, a5
    li t0, 6
    csetaddr s8, a0, t0
    cseal t2, t3, s8
    VIOLATES 45, TYPE, 14, cinvoke a4, t2
    li t0, ~P_CINVOKE
    candperm t2, a2, t0
    cseal t2, t2, s6
    VIOLATES 46, NO_CINVOKE, 7, cinvoke t2, a5
    candperm t2, t3, t0
    cseal t2, t2, s6
    VIOLATES 47, NO_CINVOKE, 7, cinvoke a4, t2
    li t0, ~P_EXECUTE
    candperm t2, a2, t0
    cseal t2, t2, s6
    VIOLATES 48, NO_EXECUTE, 7, cinvoke t2, a5
    cseal t2, a3, s6
    VIOLATES 49, NO_EXECUTE, 7, cinvoke a4, t2
    csetboundsimm t2, a2, 1
    cseal t2, t2, s6
    VIOLATES 50, LENGTH, 7, cinvoke t2, a5
    /* A jump into the pair, or a use of its data, is stopped. */
    VIOLATES 51, SEAL, 14, jalr.cap ra, a4
    VIOLATES 52, SEAL, 15, ld.cap t4, a5
    cinvoke a4, a5
invoked:
    cseqx t4, t6, t3
    CHECK 53, t4, 1
    cspecialrw t2, PCC, zero
    FIELD 54, cgettype, t2, -1

    /* Capability mode: every access goes through its register, results of jumps are sentries. */
    li t0, 1
    csetflags s8, s10, t0
    li t0, 0x1122334455667788
    sd t0, 0(a1)
    sc a3, 16, a1
    cmove a2, a3
    li t1, -1
    fmv.d.x fa1, t0
    ENTER s8
    .option arch, -c
    ld a4, 0(a2)
    lb a5, 0(a2)
    lbu a6, 1(a2)
    lh a7, 0(a2)
    lhu s6, 2(a2)
    lw s7, 4(a2)
    lwu s9, 4(a2)
    LEAVE
    SAME 60, a4, t0
    CHECK 61, a5, -120
    CHECK 62, a6, 0x77
    CHECK 63, a7, 0x7788
    CHECK 64, s6, 0x5566
    CHECK 65, s7, 0x11223344
    CHECK 66, s9, 0x11223344
    ENTER s8
    sd t1, 32(a2)
    sb zero, 32(a2)
    sh zero, 34(a2)
    sw zero, 36(a2)
    fsd fa1, 40(a2)
    fsw fa1, 48(a2)
    fld fa2, 40(a2)
    flw fa3, 48(a2)
    LEAVE
    ld t4, 32(a1)
    CHECK 67, t4, 0x0000ff00
    ld t4, 40(a1)
    SAME 68, t4, t0
    fmv.x.d t4, fa2
    SAME 69, t4, t0
    fmv.x.w t4, fa3
    CHECK 70, t4, 0x55667788
    /* Integers are no authority there; neither is DDC. */
    ENTER s8
    VIOLATES 71, TAG, A1, ld t4, 0(a1)
    ENTER s8
    VIOLATES 72, TAG, A1, sb t4, 0(a1)
    ENTER s8
    VIOLATES 73, TAG, A1, amoadd.d t4, t4, (a1)
    ENTER s8
    VIOLATES 74, LENGTH, A2, ld t4, 250(a2)
    ENTER s8
    VIOLATES 75, LENGTH, A2, lb t4, -1(a2)
    ENTER s8
    VIOLATES 76, TAG, A1, lc a4, 0, a1
    ENTER s8
    lc a4, 16, a2
    sc a3, 64, a2
    lc a5, 64, a2
    ld.ddc a6, a1
    lc.cap a7, a2
    LEAVE
    cseqx t4, a4, a3
    CHECK 77, t4, 1
    cseqx t4, a5, a3
    CHECK 78, t4, 1
    SAME 79, a6, t0
    /* Atomics. */
    li t2, 5
    li t3, 6
    ENTER s8
    sd t2, 96(a2)
    cincoffsetimm a4, a2, 96
    amoadd.d a5, t3, (a4)
    amoswap.w a6, t2, (a4)
    lr.d a7, (a4)
    sc.d s6, t3, (a4)
    ld s7, 96(a2)
    lr.b s9, a4
    sc.b s11, t2, a4
    LEAVE
    CHECK 80, a5, 5
    CHECK 81, a6, 11
    CHECK 82, a7, 5
    CHECK 83, s6, 0
    CHECK 84, s7, 6
    CHECK 85, s9, 6
    CHECK 86, s11, 0
    ENTER s8
    amoswap.c a5, a3, a4
    lr.c a6, a4
    sc.c a7, a3, a4
    sc.c s6, a3, a4
    LEAVE
    FIELD 87, cgettag, a5, 0
    FIELD 88, cgettag, a6, 1
    CHECK 89, a7, 0
    CHECK 90, s6, 1

    /* AUIPCC, CJAL, CJALR. */
    ENTER s8
here:
    auipc a4, 1
    jal a5, 1f
    nop
1:  auipc a6, 0
after:
    cincoffsetimm a6, a6, 16
    jalr a7, 4(a6)
    nop
    nop
    LEAVE
    FIELD 100, cgettag, a4, 1
    FIELD 101, cgetflags, a4, 1
    la t3, here
    li t4, 0x1000
    add t3, t3, t4
    cgetaddr t4, a4
    SAME 102, t4, t3
    FIELD 103, cgettype, a5, -2
    la t3, here
    addi t3, t3, 8
    cgetaddr t4, a5
    SAME 104, t4, t3
    FIELD 105, cgettype, a7, -2
    FIELD 106, cgetflags, a7, 1
    la t3, after
    addi t3, t3, 8
    cgetaddr t4, a7
    SAME 107, t4, t3
    csealentry a4, a6
    ENTER s8
    VIOLATES 108, SEAL, 14, jalr zero, 4(a4)
    ENTER s8
    VIOLATES 109, TAG, A1, jalr zero, 0(a1)

    /* Compressed forms: the double of integer mode is the capability here. */
    .option arch, +c
    sc a3, 16, a1
    ENTER s8
    .half 0x2a18            /* c.clc a4, 16(a2) */
    .half 0xb20c            /* c.csc a1, 32(a2) */
    c.ld a5, 0(a2)
    c.sd a5, 40(a2)
    c.lw a0, 0(a2)
    LEAVE
    cspecialrw a0, DDC, zero
    cseqx t4, a4, a3
    CHECK 120, t4, 1
    SAME 121, a5, t0
    ld t4, 32(a1)
    SAME 122, t4, a1
    ld t4, 40(a1)
    SAME 123, t4, t0
    cmove sp, a3
    sc a3, 208, a1
    ENTER s8
    .half 0x274e            /* c.clcsp a4, 208(sp) */
    .half 0xb1be            /* c.cscsp a5, 224(sp) */
    c.addi4spn s1, sp, 16
    c.addi16sp sp, 32
    cmove a7, sp
    cmove sp, a3
    c.ldsp s6, 0(sp)
    c.sdsp s6, 64(sp)
    c.lwsp s7, 4(sp)
    c.swsp s7, 72(sp)
    c.sw a5, 80(a2)
    LEAVE
    cseqx t4, a4, a3
    CHECK 124, t4, 1
    ld t4, 224(a1)
    SAME 125, t4, t0
    FIELD 126, cgettag, s1, 1
    FIELD 127, cgetoffset, s1, 16
    FIELD 128, cgetoffset, a7, 32
    SAME 129, s6, t0
    CHECK 130, s7, 0x11223344
    ld t4, 64(a1)
    SAME 131, t4, t0
    lw t4, 72(a1)
    SAME 132, t4, s7
    ENTER s8
    TRAPS 133, 2, .half 0x204e
    /* c.jr and c.jalr go through capabilities, c.j does not need one. */
    la t3, 12f
    csetaddr a4, s8, t3
    la t3, 13f
    csetaddr a5, s8, t3
    ENTER s8
    c.jalr a4
    j fail
12: c.jr a5
    j fail
13: c.j 14f
    j fail
14: c.mv s6, a5
    LEAVE
    FIELD 134, cgettype, ra, -2
    FIELD 135, cgetflags, ra, 1
    FIELD 136, cgettag, s6, 0
    ENTER s8
    VIOLATES 137, TAG, A1, c.jr a1

    /* A trap leaves capability mode for the handler and comes back to it. */
    la t0, resume
    csrw mtvec, t0
    li a4, 0
    ENTER s8
    ecall
    ld a4, 0(a2)
    LEAVE
    ld t0, 0(a1)
    SAME 140, a4, t0
    CHECK 141, s7, 0
    csrr t4, mcause
    CHECK 142, t4, 3
    /* mret opens a sentry; another seal and a missing tag fault at the target. */
    la t3, 1f
    csetaddr a4, s8, t3
    csealentry a5, a4
    cspecialrw zero, MEPCC, a5
    mret
    j fail
1:  ld s6, 0(a2)
    LEAVE
    SAME 143, s6, t0
    li t1, 5
    csetaddr s6, a0, t1
    la t3, 1f
    csetaddr a4, s10, t3
    cseal a5, a4, s6
    cspecialrw zero, MEPCC, a5
    la t5, 1f
    li s2, 0
    mret
    j fail
1:  CHECK 144, s2, 28
    CHECK 145, s3, SEAL | R_PCC << 5
    ccleartag a5, a4
    la t3, 1f
    csetaddr a5, a5, t3
    cspecialrw zero, MEPCC, a5
    la t5, 1f
    li s2, 0
    mret
    j fail
1:  CHECK 146, s3, TAG | R_PCC << 5
    la t3, 1f
    csetaddr a4, s10, t3
    li t1, ~P_EXECUTE
    candperm a5, a4, t1
    cspecialrw zero, MEPCC, a5
    la t5, 1f
    li s2, 0
    mret
    j fail
1:  CHECK 147, s3, NO_EXECUTE | R_PCC << 5

    /* Delegated: the supervisor's handler has its own capability and finds the user's. */
    li t1, 1 << 28
    csrw medeleg, t1
    csrr t4, medeleg
    SAME 150, t4, t1
    la t1, in_supervisor
    csetaddr a4, s8, t1
    csetflags a4, a4, zero
    cspecialrw zero, STCC, a4
    ccleartag a5, a3
    LOWER USER
faults:
    ld.cap t4, a5
    j fail
    .balign 4
in_supervisor:
    csrr s6, scause
    csrr s7, stval
    csrr s8, sepc
    cspecialrw a6, SEPCC, zero
    RAISE
    csrw medeleg, zero
    CHECK 151, s6, 28
    CHECK 152, s7, TAG | 15 << 5
    la t4, faults
    SAME 153, s8, t4
    FIELD 154, cgettag, a6, 1
    csrr t4, mcause
    CHECK 155, t4, 9
    j end

    .balign 4
resume:
    cspecialrw s7, PCC, zero
    cgetflags s7, s7
    csrr t6, mepc
    addi t6, t6, 4
    csrw mepc, t6
    la t6, on_cheri_trap
    csrw mtvec, t6
    mret
end:
CHERI_EPILOGUE

    /* 8 in a6, then a jump out. */
compartment:
    li a6, 8
compartment_jump:
    j outside
compartment_branch:
    beqz zero, outside
compartment_register:
    jalr a6, 0(t5)
compartment_half:
    lui a6, 0x12345
compartment_last:
    c.nop
compartment_end:
    nop
outside:
    li gp, 98
    j fail
target:
    li a6, 55
    jalr.cap zero, ra
target_integer:
    li a6, 66
    jr ra
just_jalr_pcc:
    jalr.pcc zero, zero
    .data
    .balign 64
area: .zero 512
