/* CHERI between registers: fields, bounds, permissions, seals, rebuilding, special registers. */
#include "cheri.h"
PROLOGUE
CHERI_PROLOGUE
    /* What reset gives: everything, in DDC; nothing, in a register. */
    cspecialrw a0, DDC, zero
    FIELD 1, cgettag, a0, 1
    FIELD 2, cgetbase, a0, 0
    FIELD 3, cgetlen, a0, -1
    FIELD 4, cgettop, a0, -1
    FIELD 5, cgetperm, a0, 0x78fff
    FIELD 6, cgettype, a0, -1
    FIELD 7, cgetflags, a0, 0
    FIELD 8, cgetsealed, a0, 0
    FIELD 9, cgethigh, a0, 0xffff000000000000
    FIELD 10, cgetaddr, a0, 0
    FIELD 11, cgettag, zero, 0
    FIELD 12, cgetlen, zero, -1
    FIELD 13, cgetperm, zero, 0
    FIELD 14, cgettype, zero, -1
    FIELD 15, cgethigh, zero, 0

    /* Bounds only shrink; what would grow them loses the tag and traps nowhere. */
    la a1, area
    csetaddr a2, a0, a1
    csetboundsimm a3, a2, 256
    FIELD 20, cgettag, a3, 1
    cgetbase t4, a3
    SAME 21, t4, a1
    FIELD 22, cgetlen, a3, 256
    FIELD 23, cgetoffset, a3, 0
    addi t3, a1, 256
    cgettop t4, a3
    SAME 24, t4, t3
    csetboundsimm a4, a3, 257
    FIELD 25, cgettag, a4, 0
    FIELD 26, cgetlen, a4, 257
    li t0, 255
    cincoffsetimm a4, a3, 1
    csetbounds a5, a4, t0
    FIELD 27, cgettag, a5, 1
    csetboundsexact a5, a4, t0
    FIELD 28, cgettag, a5, 1
    cincoffsetimm a4, a3, -1
    csetboundsimm a5, a4, 16
    FIELD 29, cgettag, a5, 0
    /* A megabyte and a byte needs rounding. */
    cincoffsetimm a4, a2, 1
    li t0, 0x100001
    csetbounds a5, a4, t0
    FIELD 30, cgettag, a5, 1
    cgetbase t4, a5
    sltu t4, a1, t4
    CHECK 31, t4, 0
    csetboundsexact a5, a4, t0
    FIELD 32, cgettag, a5, 0
    cram t4, t0
    CHECK 33, t4, -0x800
    crrl t4, t0
    CHECK 34, t4, 0x100800
    cram t4, zero
    CHECK 35, t4, -1

    /* An address may leave the bounds a little, not far. */
    cincoffsetimm a4, a3, 257
    FIELD 40, cgettag, a4, 1
    FIELD 41, cgetoffset, a4, 257
    li t0, 1 << 40
    cincoffset a4, a3, t0
    FIELD 42, cgettag, a4, 0
    add t3, a1, t0
    cgetaddr t4, a4
    SAME 43, t4, t3
    csetaddr a4, a3, t0
    FIELD 44, cgettag, a4, 0
    li t0, 32
    csetoffset a4, a3, t0
    FIELD 45, cgettag, a4, 1
    FIELD 46, cgetoffset, a4, 32
    cgetbase t4, a4
    SAME 47, t4, a1

    /* Permissions only go. */
    li t0, P_GLOBAL | P_LOAD | 1 << 15
    candperm a4, a3, t0
    FIELD 50, cgetperm, a4, P_GLOBAL | P_LOAD | 1 << 15
    FIELD 51, cgettag, a4, 1
    li t0, -1
    candperm a4, a4, t0
    FIELD 52, cgetperm, a4, P_GLOBAL | P_LOAD | 1 << 15
    csetflags a4, a3, t0
    FIELD 53, cgetflags, a4, 1
    FIELD 54, cgettag, a4, 1
    ccleartag a4, a3
    FIELD 55, cgettag, a4, 0
    cmove a4, a3
    cseqx t4, a4, a3
    CHECK 56, t4, 1
    /* An integer result leaves nothing of a capability. */
    addi a4, a4, 0
    FIELD 57, cgettag, a4, 0
    FIELD 58, cgethigh, a4, 0
    cgetaddr t4, a4
    SAME 59, t4, a1
    cmove a4, a3
    fcvt.l.d a4, fa0
    FIELD 60, cgettag, a4, 0
    cmove a4, a3
    csrr a4, mscratch
    FIELD 61, cgettag, a4, 0
    cmove a4, a3
    la t0, area
    lw a4, 0(t0)
    FIELD 62, cgettag, a4, 0
    cmove a4, a3
    lr.w a4, (t0)
    FIELD 63, cgethigh, a4, 0
    cmove a4, a3
    jal a4, 9f
9:  FIELD 64, cgethigh, a4, 0
    cmove a4, a3
    mul a4, a4, t0
    FIELD 65, cgethigh, a4, 0
    cmove a4, a3
    rev8 a4, a4
    FIELD 66, cgethigh, a4, 0
    cmove a4, a3
    cgetaddr a4, a4
    FIELD 67, cgettag, a4, 0
    /* A float does not touch the register of the same number. */
    cmove a4, a3
    fmv.d.x fa4, zero
    FIELD 68, cgettag, a4, 1

    /* Seals: the type is the address of an authority that may seal. */
    li t0, 5
    csetaddr s6, a0, t0
    csetboundsimm s6, s6, 1
    cseal s7, a3, s6
    FIELD 70, cgettag, s7, 1
    FIELD 71, cgetsealed, s7, 1
    FIELD 72, cgettype, s7, 5
    cgetbase t4, s7
    SAME 73, t4, a1
    cseal a4, s7, s6
    FIELD 74, cgettag, a4, 0
    cincoffsetimm a4, s7, 0
    FIELD 75, cgettag, a4, 0
    li t0, -1
    candperm a4, s7, t0
    FIELD 76, cgettag, a4, 0
    csetflags a4, s7, zero
    FIELD 77, cgettag, a4, 0
    csetboundsimm a4, s7, 1
    FIELD 78, cgettag, a4, 0
    csetaddr a4, s7, a1
    FIELD 79, cgettag, a4, 0
    csetoffset a4, s7, zero
    FIELD 80, cgettag, a4, 0
    cmove a4, s7
    FIELD 81, cgettag, a4, 1
    cunseal a4, s7, s6
    cseqx t4, a4, a3
    CHECK 82, t4, 1
    /* Another type, no right, out of bounds, sealed authority, not sealed at all. */
    li t0, 6
    csetaddr s8, a0, t0
    cunseal a4, s7, s8
    FIELD 83, cgettag, a4, 0
    li t0, ~P_UNSEAL
    candperm s8, s6, t0
    cunseal a4, s7, s8
    FIELD 84, cgettag, a4, 0
    li t0, ~P_SEAL
    candperm s8, s6, t0
    cseal a4, a3, s8
    FIELD 85, cgettag, a4, 0
    cincoffsetimm s8, s6, 1
    cseal a4, a3, s8
    FIELD 86, cgettag, a4, 0
    cseal a4, a3, s7
    FIELD 87, cgettag, a4, 0
    cunseal a4, a3, s6
    FIELD 88, cgettag, a4, 0
    li t0, 0x3fffc
    csetaddr s8, a0, t0
    cseal a4, a3, s8
    FIELD 89, cgettag, a4, 0
    li t0, ~P_GLOBAL
    candperm s8, s6, t0
    cunseal a4, s7, s8
    FIELD 90, cgetperm, a4, 0x78ffe
    FIELD 91, cgettag, a4, 1
    csealentry a4, a3
    FIELD 92, cgettype, a4, -2
    FIELD 93, cgettag, a4, 1
    csealentry a4, s7
    FIELD 94, cgettag, a4, 0
    cunseal a4, a4, s6
    FIELD 95, cgettag, a4, 0
    /* CCSeal seals where it can, passes what is sealed or has no type to get, and else clears. */
    ccseal a4, a3, s6
    cseqx t4, a4, s7
    CHECK 100, t4, 1
    ccseal a4, s7, s6
    cseqx t4, a4, s7
    CHECK 101, t4, 1
    ccseal a4, a3, zero
    cseqx t4, a4, a3
    CHECK 102, t4, 1
    cincoffsetimm s8, s6, 1
    ccseal a4, a3, s8
    cseqx t4, a4, a3
    CHECK 103, t4, 1
    li t0, -1
    csetaddr s8, a0, t0
    ccseal a4, a3, s8
    cseqx t4, a4, a3
    CHECK 104, t4, 1
    li t0, ~P_SEAL
    candperm s8, s6, t0
    ccseal a4, a3, s8
    FIELD 105, cgettag, a4, 0

    /* Rebuilding what has lost its tag. */
    ccleartag a4, a3
    cbuildcap a5, a0, a4
    cseqx t4, a5, a3
    CHECK 110, t4, 1
    cbuildcap a5, zero, a4
    cseqx t4, a5, a3
    CHECK 111, t4, 1
    csetboundsimm s8, a3, 16
    cbuildcap a5, s8, a4
    FIELD 112, cgettag, a5, 0
    li t0, ~P_STORE
    candperm s8, a0, t0
    cbuildcap a5, s8, a4
    FIELD 113, cgettag, a5, 0
    ccleartag a4, s7
    cbuildcap a5, a0, a4
    FIELD 114, cgettag, a5, 1
    FIELD 115, cgettype, a5, -1
    csealentry a4, a3
    ccleartag s8, a4
    cbuildcap a5, a0, s8
    cseqx t4, a5, a4
    CHECK 116, t4, 1
    cbuildcap a5, s7, a3
    FIELD 117, cgettag, a5, 0
    cbuildcap a5, a4, a3
    FIELD 118, cgettag, a5, 0
    ccleartag a4, a0
    cbuildcap a5, a0, a4
    cseqx t4, a5, a0
    CHECK 119, t4, 1
    li t0, -1
    csethigh a4, a3, t0
    FIELD 120, cgettag, a4, 0
    FIELD 121, cgethigh, a4, -1
    cbuildcap a5, a0, a4
    FIELD 122, cgettag, a5, 0
    /* Reserved bits are not what deriving gives. */
    cgethigh t0, a3
    li t1, 3 << 46
    or t0, t0, t1
    csethigh a4, a3, t0
    cbuildcap a5, a0, a4
    FIELD 128, cgettag, a5, 0
    ccopytype a4, a0, s7
    FIELD 123, cgettag, a4, 1
    FIELD 124, cgetaddr, a4, 5
    ccopytype a4, a0, a3
    FIELD 125, cgettag, a4, 0
    FIELD 126, cgetaddr, a4, -1
    ccopytype a4, a3, s7
    FIELD 127, cgettag, a4, 0

    /* Pointers and comparison; register 0 is DDC where a capability is meant. */
    ctestsubset t4, a0, a3
    CHECK 130, t4, 1
    ctestsubset t4, a3, a0
    CHECK 131, t4, 0
    ctestsubset t4, zero, a3
    CHECK 132, t4, 1
    ccleartag a4, a3
    ctestsubset t4, a0, a4
    CHECK 133, t4, 0
    cseqx t4, a4, a3
    CHECK 134, t4, 0
    cincoffsetimm a4, a3, 8
    ctoptr t4, a4, a3
    CHECK 135, t4, 8
    ctoptr t4, a4, zero
    addi t3, a1, 8
    SAME 136, t4, t3
    ccleartag a4, a4
    ctoptr t4, a4, a3
    CHECK 137, t4, 0
    li t0, 24
    cfromptr a4, a3, t0
    FIELD 138, cgetoffset, a4, 24
    FIELD 139, cgettag, a4, 1
    cfromptr a4, a3, zero
    FIELD 140, cgethigh, a4, 0
    cfromptr a4, zero, a1
    cgetaddr t4, a4
    SAME 141, t4, a1
    FIELD 142, cgettag, a4, 1
    cfromptr a4, s7, t0
    FIELD 143, cgettag, a4, 0
    cincoffsetimm a4, a3, 40
    csub t4, a4, a3
    CHECK 144, t4, 40

    /* Clearing: registers 8 to 15 by the second quarter; bit 0 of the first is DDC. */
    cmove a4, a3
    cmove a5, a3
    cclear 1, 0x40
    FIELD 150, cgettag, a4, 0
    FIELD 151, cgetaddr, a4, 0
    FIELD 152, cgettag, a5, 1
    li t0, 1
    fmv.d.x fs0, t0
    fmv.d.x fs1, t0
    fpclear 1, 0x01
    fmv.x.d t4, fs0
    CHECK 153, t4, 0
    fmv.x.d t4, fs1
    CHECK 154, t4, 1
    cspecialrw s9, DDC, zero
    cclear 0, 0x01
    cspecialrw a4, DDC, s9
    FIELD 155, cgettag, a4, 0
    FIELD 156, cgethigh, a4, 0
    li t0, 0x6000
    csrc mstatus, t0
    TRAPS 157, 2, fpclear 1, 1
    csrs mstatus, t0

    /* Special registers: which there are, who may touch them. */
    TRAPS 160, 2, cspecialrw a4, 2, zero
    TRAPS 161, 2, cspecialrw a4, 4, zero
    TRAPS 162, 2, cspecialrw a4, PCC, a0
    cspecialrw a4, PCC, zero
    la t3, 9f
9:  FIELD 163, cgettag, a4, 1
    cspecialrw a4, MSCRATCHC, a3
    FIELD 164, cgettag, a4, 0
    cspecialrw a4, MSCRATCHC, zero
    cseqx t4, a4, a3
    CHECK 165, t4, 1
    csrr t4, mscratch
    CHECK 166, t4, 0
    cspecialrw zero, MEPCC, a3
    csrr t4, mepc
    SAME 167, t4, a1
    addi t3, a1, 9
    csrw mepc, t3
    cspecialrw a4, MEPCC, zero
    FIELD 168, cgettag, a4, 1
    FIELD 169, cgetoffset, a4, 8
    li t3, 1 << 40
    csrw mepc, t3
    cspecialrw a4, MEPCC, zero
    FIELD 170, cgettag, a4, 0
    cspecialrw zero, MEPCC, s7
    csrw mepc, t3
    cspecialrw a4, MEPCC, zero
    FIELD 171, cgettag, a4, 0
    cspecialrw zero, MEPCC, a0
    cincoffsetimm a4, a3, 3
    cspecialrw zero, STCC, a4
    csrr t4, stvec
    addi t3, a1, 1
    SAME 172, t4, t3
    cspecialrw a4, STCC, zero
    FIELD 173, cgettag, a4, 1
    li t3, 1 << 40
    csrw stvec, t3
    cspecialrw a4, STCC, zero
    FIELD 174, cgettag, a4, 0
    LOWER SUPERVISOR
    TRAPS 175, 2, cspecialrw a4, MTCC, zero
    LOWER SUPERVISOR
    cspecialrw zero, STDC, a3
    cspecialrw a4, STDC, zero
    cspecialrw zero, SSCRATCHC, a0
    cspecialrw a5, SSCRATCHC, zero
    RAISE
    cseqx t4, a4, a3
    CHECK 176, t4, 1
    cseqx t4, a5, a0
    CHECK 177, t4, 1
    LOWER USER
    TRAPS 178, 2, cspecialrw a4, STCC, zero
    LOWER USER
    cspecialrw a4, DDC, zero
    RAISE
    FIELD 179, cgettag, a4, 1
    cspecialrw zero, MTDC, a3
    cspecialrw a4, MTDC, zero
    cseqx t4, a4, a3
    CHECK 180, t4, 1

    /* Control registers that say what is there. */
    csrr t4, misa
    srli t4, t4, 23
    andi t4, t4, 1
    CHECK 190, t4, 1
    csrr t4, 0xbc0
    CHECK 191, t4, 0x33
    li t0, -1
    csrw 0x9c0, t0
    csrr t4, 0x9c0
    CHECK 192, t4, 0x3f
    csrw 0x9c0, zero
    csrr t4, 0x8c0
    CHECK 193, t4, 0x33

    /* Without the right to system registers, in machine mode. */
    cspecialrw s10, PCC, zero
    li t0, ~P_SYSTEM
    candperm s11, s10, t0
    ENTER s11
    VIOLATES 200, NO_SYSTEM, R_PCC, csrr a4, mstatus
    ENTER s11
    VIOLATES 201, NO_SYSTEM, 60, cspecialrw a4, MTCC, zero
    ENTER s11
    VIOLATES 202, NO_SYSTEM, R_PCC, mret
    ENTER s11
    VIOLATES 203, NO_SYSTEM, R_PCC, sret
    ENTER s11
    VIOLATES 204, NO_SYSTEM, R_PCC, csrr a4, 0x8c0
    ENTER s11
    rdinstret a4
    frflags a5
    cspecialrw a4, DDC, zero
    LEAVE
    FIELD 205, cgettag, a4, 1
CHERI_EPILOGUE
    .data
    .balign 16
area: .zero 512
