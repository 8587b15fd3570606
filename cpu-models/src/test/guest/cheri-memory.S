/* CHERI and memory: tags, what clears them, explicit authorities, DDC, atomics of capabilities, every violation. */
#include "cheri.h"

/* Puts the capability of a3 into the first granule of the area, does something, and looks for its tag. */
.macro CLEARS number, instruction:vararg
    sc a3, 0, a1
    \instruction
    lc a4, 0, a1
    FIELD \number, cgettag, a4, 0
.endm

PROLOGUE
CHERI_PROLOGUE
    cspecialrw a0, DDC, zero
    la a1, area
    csetaddr a2, a0, a1
    csetboundsimm a3, a2, 256
    /* A capability comes back whole; its bits lie there as data. */
    sc a3, 0, a1
    lc a4, 0, a1
    cseqx t4, a4, a3
    CHECK 1, t4, 1
    ld t4, 0(a1)
    SAME 2, t4, a1
    ld t4, 8(a1)
    cgethigh t3, a3
    SAME 3, t4, t3
    /* Loads as data lose the tag, stores as data clear it, of any width and at any place. */
    CLEARS 4, sb zero, 15(a1)
    CLEARS 5, sh zero, 0(a1)
    CLEARS 6, sw zero, 12(a1)
    CLEARS 7, sd a1, 0(a1)
    CLEARS 8, sd zero, -7(a1)
    CLEARS 9, sd zero, 15(a1)
    CLEARS 10, fsd fa0, 8(a1)
    CLEARS 11, fsw fa0, 4(a1)
    CLEARS 12, amoadd.d zero, zero, (a1)
    CLEARS 13, amoor.w zero, zero, (a1)
    CLEARS 14, sb.ddc zero, a1
    CLEARS 15, sc zero, 0, a1
    CLEARS 16, c.sd a1, 0(a1)
    lr.d t0, (a1)
    CLEARS 17, sc.d t1, t0, (a1)
    CHECK 18, t1, 0
    lr.w t0, (a1)
    li t0, 77
    sc a3, 0, a1
    sc.w t1, t0, (a2)
    lc a4, 0, a1
    FIELD 19, cgettag, a4, 0
    /* A store beside it does not, nor one that fails. */
    sc a3, 0, a1
    sc a3, 16, a1
    sd zero, 16(a1)
    sd zero, -8(a1)
    sc.w t1, t0, (a1)
    CHECK 20, t1, 1
    lc a4, 0, a1
    cseqx t4, a4, a3
    CHECK 21, t4, 1
    lc a4, 16, a1
    FIELD 22, cgettag, a4, 0
    /* Four tags of a line at once. */
    sc a3, 0, a1
    sc zero, 16, a1
    sc a3, 32, a1
    sc a3, 48, a1
    cloadtags t4, a2
    CHECK 23, t4, 0x0d

    /* Through a register, whatever DDC says; a null DDC allows nothing, of any width. */
    li t0, 0x0123456789abcdef
    sd t0, 64(a1)
    addi a5, a1, 64
    csetaddr a6, a0, a5
    cspecialrw s9, DDC, zero
    cclear 0, 1
    lb.cap t4, a6
    CHECK 30, t4, -17
    lbu.cap t4, a6
    CHECK 31, t4, 0xef
    lh.cap t4, a6
    CHECK 32, t4, -12817
    lhu.cap t4, a6
    CHECK 33, t4, 0xcdef
    lw.cap t4, a6
    CHECK 34, t4, -1985229329
    lwu.cap t4, a6
    CHECK 35, t4, 0x89abcdef
    ld.cap t4, a6
    SAME 36, t4, t0
    li t1, -1
    sb.cap t1, a6
    ld.cap t4, a6
    CHECK 37, t4, 0x0123456789abcdff
    sh.cap t1, a6
    sw.cap t1, a6
    ld.cap t4, a6
    CHECK 38, t4, 0x01234567ffffffff
    sd.cap zero, a6
    ld.cap t4, a6
    CHECK 39, t4, 0
    sc.cap a3, a6
    lc.cap a4, a6
    cseqx t4, a4, a3
    CHECK 40, t4, 1
    VIOLATES 41, TAG, R_DDC, lb t4, 0(a5)
    VIOLATES 42, TAG, R_DDC, sd t4, 0(a5)
    VIOLATES 43, TAG, R_DDC, lw.ddc t4, a5
    VIOLATES 44, TAG, R_DDC, sw.ddc t4, a5
    VIOLATES 45, TAG, R_DDC, lc a4, 0, a5
    VIOLATES 46, TAG, R_DDC, sc a4, 0, a5
    VIOLATES 47, TAG, R_DDC, fld fa0, 0(a5)
    VIOLATES 48, TAG, R_DDC, amoadd.w t4, t4, (a5)
    VIOLATES 49, TAG, R_DDC, lr.d t4, (a5)
    VIOLATES 50, TAG, R_DDC, sc.d t4, t4, (a5)
    VIOLATES 51, TAG, R_DDC, c.lw a0, 0(a1)
    VIOLATES 52, TAG, R_DDC, amoswap.c a4, a4, a5
    cspecialrw zero, DDC, s9
    lb.ddc t4, a5
    lc.ddc a4, a5
    cseqx t4, a4, a3
    CHECK 53, t4, 1
    li t1, 0x8000000080008080
    sd.ddc t1, a5
    lb.ddc t4, a5
    CHECK 54, t4, -128
    lbu.ddc t4, a5
    CHECK 55, t4, 128
    lhu.ddc t4, a5
    CHECK 56, t4, 0x8080
    lwu.ddc t4, a5
    CHECK 57, t4, 0x80008080
    ld.ddc t4, a5
    SAME 58, t4, t1
    sh.ddc zero, a5
    lh.ddc t4, a5
    CHECK 59, t4, 0
    sw.ddc zero, a5
    lw.ddc t4, a5
    CHECK 60, t4, 0
    sc.ddc a3, a5
    lc.ddc a4, a5
    FIELD 61, cgettag, a4, 1

    /* A DDC that ends in the middle of a line and moves no address. */
    csetboundsimm s8, a6, 24
    cspecialrw zero, DDC, s8
    ld t4, 80(a1)
    VIOLATES 70, LENGTH, R_DDC, ld t4, 81(a1)
    VIOLATES 71, LENGTH, R_DDC, lb t4, 88(a1)
    VIOLATES 72, LENGTH, R_DDC, sb t4, 63(a1)
    VIOLATES 73, LENGTH, R_DDC, sd t4, 60(a1)
    VIOLATES 74, LENGTH, R_DDC, lb t4, 0(zero)
    VIOLATES 75, LENGTH, R_DDC, lc a4, 80, a1
    /* Bounds come before alignment. */
    addi t3, a5, 17
    VIOLATES 76, LENGTH, R_DDC, lr.d t4, (t3)
    addi t3, a5, 1
    TRAPS 77, 4, lr.d t4, (t3)
    cspecialrw zero, DDC, s9
    TRAPS 78, 4, lc a4, 8, a1
    CHECK 79, s2, 4
    TRAPS 80, 6, sc a4, 8, a1
    addi t2, a1, 8
    SAME 81, s3, t2
    TRAPS 82, 6, amoswap.c a4, a4, t2
    csetaddr t3, a0, t2
    TRAPS 83, 4, cloadtags t4, t3
    TRAPS 84, 6, sc.c t4, a4, t2
    TRAPS 85, 4, lr.c a4, t2
    /* Rights of DDC. */
    li t0, ~P_LOAD
    candperm s8, a0, t0
    cspecialrw zero, DDC, s8
    VIOLATES 86, NO_LOAD, R_DDC, ld t4, 0(a1)
    VIOLATES 87, NO_LOAD, R_DDC, amoadd.d t4, t4, (a1)
    sd zero, 72(a1)
    li t0, ~P_STORE
    candperm s8, a0, t0
    cspecialrw zero, DDC, s8
    VIOLATES 88, NO_STORE, R_DDC, sd t4, 0(a1)
    VIOLATES 89, NO_STORE, R_DDC, amoadd.d t4, t4, (a1)
    ld t4, 0(a1)
    li t0, 5
    csetaddr s6, a0, t0
    cseal s8, a0, s6
    cspecialrw zero, DDC, s8
    VIOLATES 90, SEAL, R_DDC, ld t4, 0(a1)
    cspecialrw zero, DDC, s9

    /* Every check of a register, in their order: each line fails the first check that it could. */
    ccleartag a2, a3
    VIOLATES 100, TAG, A2, ld.cap t4, a2
    cseal a2, a3, s6
    ccleartag t3, a2
    VIOLATES 101, TAG, 28, ld.cap t4, t3
    VIOLATES 102, SEAL, A2, ld.cap t4, a2
    VIOLATES 103, SEAL, A2, sc.cap a3, a2
    VIOLATES 104, SEAL, A2, cloadtags t4, a2
    csealentry a2, a3
    VIOLATES 105, SEAL, A2, lc.cap a4, a2
    li t0, ~P_LOAD
    candperm a2, a3, t0
    cincoffsetimm t3, a2, 256
    VIOLATES 106, NO_LOAD, 28, ld.cap t4, t3
    VIOLATES 107, NO_LOAD, A2, lc.cap a4, a2
    VIOLATES 108, NO_LOAD, A2, lr.w.cap t4, a2
    VIOLATES 109, NO_LOAD, A2, cloadtags t4, a2
    li t0, ~P_STORE
    candperm a2, a3, t0
    VIOLATES 110, NO_STORE, A2, sb.cap t4, a2
    VIOLATES 111, NO_STORE, A2, sc.cap a3, a2
    VIOLATES 112, NO_STORE, A2, sc.d.cap t4, a2
    li t0, ~P_LOAD_CAP
    candperm a2, a3, t0
    sc a3, 0, a1
    lc.cap a4, a2
    FIELD 113, cgettag, a4, 0
    cgethigh t3, a4
    cgethigh t4, a3
    SAME 114, t3, t4
    VIOLATES 115, NO_LOAD_CAP, A2, cloadtags t4, a2
    li t0, ~P_STORE_CAP
    candperm a2, a3, t0
    VIOLATES 116, NO_STORE_CAP, A2, sc.cap a3, a2
    ccleartag t3, a3
    sc.cap t3, a2
    li t0, ~P_STORE_LOCAL
    candperm a2, a3, t0
    sc.cap a3, a2
    li t0, ~P_GLOBAL
    candperm t3, a3, t0
    VIOLATES 117, NO_STORE_LOCAL, A2, sc.cap t3, a2
    ccleartag t3, t3
    sc.cap t3, a2
    cincoffsetimm a2, a3, 249
    VIOLATES 118, LENGTH, A2, ld.cap t4, a2
    cincoffsetimm a2, a3, -1
    VIOLATES 119, LENGTH, A2, lb.cap t4, a2
    cincoffsetimm a2, a3, 248
    ld.cap t4, a2
    VIOLATES 120, LENGTH, A2, lc.cap a4, a2
    VIOLATES 121, LENGTH, A2, sc.cap a4, a2
    cincoffsetimm a2, a3, 208
    VIOLATES 122, LENGTH, A2, cloadtags t4, a2
    cincoffsetimm a2, a3, 8
    TRAPS 123, 4, lc.cap a4, a2
    TRAPS 124, 6, sc.cap a4, a2
    VIOLATES 125, TAG, 0, ld.cap t4, zero
    /* A widened bound shows as a tag violation at use. */
    csetboundsimm a2, a3, 257
    VIOLATES 126, TAG, A2, ld.cap t4, a2
    /* Memory that is not there, and a device: no place for a capability. */
    li t3, 0x1000
    csetaddr a2, a0, t3
    TRAPS 127, 5, lc.cap a4, a2
    TRAPS 128, 7, sc.cap a4, a2
    TRAPS 129, 5, ld.cap t4, a2
    li t3, 0x10000000
    TRAPS 130, 5, lc a4, 0, t3

    /* Atomics: of capabilities, of bytes and halfwords, through DDC and through registers. */
    cmove a2, a3
    sc a3, 0, a1
    amoswap.c a4, a0, a1
    cseqx t4, a4, a3
    CHECK 140, t4, 1
    lc a4, 0, a1
    cseqx t4, a4, a0
    CHECK 141, t4, 1
    lr.c a4, a1
    cseqx t4, a4, a0
    CHECK 142, t4, 1
    sc.c t4, a3, a1
    CHECK 143, t4, 0
    sc.c t4, a0, a1
    CHECK 144, t4, 1
    lc a4, 0, a1
    cseqx t4, a4, a3
    CHECK 145, t4, 1
    lr.c.cap a4, a2
    FIELD 146, cgettag, a4, 1
    cmove a5, a0
    sc.c.cap a5, a2
    CHECK 147, a5, 0
    FIELD 148, cgettag, a5, 0
    lc a4, 0, a1
    cseqx t4, a4, a0
    CHECK 149, t4, 1
    cmove a5, a0
    sc.c.ddc a5, a1
    CHECK 150, a5, 1
    FIELD 151, cgethigh, a5, 0
    lr.c.ddc a4, a1
    cmove a5, a3
    sc.c.ddc a5, a1
    CHECK 152, a5, 0
    li t0, 0x8182838485868788
    sd t0, 0(a1)
    lr.b t4, a1
    CHECK 153, t4, -120
    sc.b t4, zero, a1
    CHECK 154, t4, 0
    lr.h t4, a1
    CHECK 155, t4, -30976
    sc.h t4, zero, a1
    CHECK 156, t4, 0
    lr.b.cap t4, a2
    li t3, 7
    sc.b.cap t3, a2
    CHECK 157, t3, 0
    lr.h.cap t4, a2
    CHECK 158, t4, 7
    li t3, 9
    sc.h.cap t3, a2
    lr.w.cap t4, a2
    CHECK 159, t4, -2054815735
    li t3, 10
    sc.w.cap t3, a2
    CHECK 160, t3, 0
    lr.d.cap t4, a2
    li t3, 11
    sc.d.cap t3, a2
    CHECK 161, t3, 0
    lr.b.ddc t4, a1
    CHECK 162, t4, 11
    sc.b.ddc t4, a1
    lr.h.ddc t4, a1
    sc.h.ddc t4, a1
    lr.w.ddc t4, a1
    sc.w.ddc t4, a1
    lr.d.ddc t4, a1
    sc.d.ddc t4, a1
    CHECK 163, t4, 0
    ld t4, 0(a1)
    CHECK 164, t4, 11
    li t0, ~P_STORE_CAP
    candperm s8, a0, t0
    cspecialrw zero, DDC, s8
    VIOLATES 165, NO_STORE_CAP, R_DDC, amoswap.c a4, a0, a1
    VIOLATES 166, NO_STORE_CAP, R_DDC, sc.c t4, a0, a1
    VIOLATES 167, NO_STORE_CAP, R_DDC, sc a0, 0, a1
    li t0, ~P_LOAD_CAP
    candperm s8, a0, t0
    cspecialrw zero, DDC, s8
    sc a3, 0, a1
    amoswap.c a4, a0, a1
    FIELD 168, cgettag, a4, 0
    lr.c a4, a1
    FIELD 169, cgettag, a4, 0
    cspecialrw zero, DDC, s9
CHERI_EPILOGUE
    .data
    .balign 64
    .zero 64
area: .zero 512
