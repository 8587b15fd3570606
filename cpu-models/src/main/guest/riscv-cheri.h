/*
 * CHERI ISAv9 for an assembler that does not know it: one macro per operation. A capability
 * register is written by the name of the integer register with the same number.
 * Generated from the table of operations; do not edit.
 */

.macro cgetperm rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x0
.endm

.macro cgettype rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x1
.endm

.macro cgetbase rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x2
.endm

.macro cgetlen rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x3
.endm

.macro cgettag rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x4
.endm

.macro cgetsealed rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x5
.endm

.macro cgetoffset rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x6
.endm

.macro cgetflags rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x7
.endm

.macro cgetaddr rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x15
.endm

.macro cgethigh rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x23
.endm

.macro cgettop rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x24
.endm

.macro cseal cd, cs1, cs2
    .insn r 0x5b, 0, 11, \cd, \cs1, \cs2
.endm

.macro cunseal cd, cs1, cs2
    .insn r 0x5b, 0, 12, \cd, \cs1, \cs2
.endm

.macro candperm cd, cs1, rs2
    .insn r 0x5b, 0, 13, \cd, \cs1, \rs2
.endm

.macro csetflags cd, cs1, rs2
    .insn r 0x5b, 0, 14, \cd, \cs1, \rs2
.endm

.macro csetoffset cd, cs1, rs2
    .insn r 0x5b, 0, 15, \cd, \cs1, \rs2
.endm

.macro csetaddr cd, cs1, rs2
    .insn r 0x5b, 0, 16, \cd, \cs1, \rs2
.endm

.macro cincoffset cd, cs1, rs2
    .insn r 0x5b, 0, 17, \cd, \cs1, \rs2
.endm

.macro csethigh cd, cs1, rs2
    .insn r 0x5b, 0, 22, \cd, \cs1, \rs2
.endm

.macro cbuildcap cd, cs1, cs2
    .insn r 0x5b, 0, 29, \cd, \cs1, \cs2
.endm

.macro ccopytype cd, cs1, cs2
    .insn r 0x5b, 0, 30, \cd, \cs1, \cs2
.endm

.macro ccseal cd, cs1, cs2
    .insn r 0x5b, 0, 31, \cd, \cs1, \cs2
.endm

.macro cincoffsetimm cd, cs1, imm12
    .insn i 0x5b, 1, \cd, \cs1, \imm12
.endm

.macro cmove cd, cs1
    .insn r 0x5b, 0, 127, \cd, \cs1, x10
.endm

.macro ccleartag cd, cs1
    .insn r 0x5b, 0, 127, \cd, \cs1, x11
.endm

.macro csealentry cd, cs1
    .insn r 0x5b, 0, 127, \cd, \cs1, x17
.endm

.macro csetbounds cd, cs1, rs2
    .insn r 0x5b, 0, 8, \cd, \cs1, \rs2
.endm

.macro csetboundsexact cd, cs1, rs2
    .insn r 0x5b, 0, 9, \cd, \cs1, \rs2
.endm

.macro csetboundsimm cd, cs1, uimm12
    .insn i 0x5b, 2, \cd, \cs1, \uimm12 - ((\uimm12 & 0x800) << 1)
.endm

.macro crrl rd, rs1
    .insn r 0x5b, 0, 127, \rd, \rs1, x8
.endm

.macro cram rd, rs1
    .insn r 0x5b, 0, 127, \rd, \rs1, x9
.endm

.macro ctoptr rd, cs1, cs2
    .insn r 0x5b, 0, 18, \rd, \cs1, \cs2
.endm

.macro cfromptr cd, cs1, rs2
    .insn r 0x5b, 0, 19, \cd, \cs1, \rs2
.endm

.macro csub rd, cs1, cs2
    .insn r 0x5b, 0, 20, \rd, \cs1, \cs2
.endm

.macro ctestsubset rd, cs1, cs2
    .insn r 0x5b, 0, 32, \rd, \cs1, \cs2
.endm

.macro cseqx rd, cs1, cs2
    .insn r 0x5b, 0, 33, \rd, \cs1, \cs2
.endm

.macro cspecialrw cd, scr, cs1
    .insn r 0x5b, 0, 1, \cd, \cs1, x\scr
.endm

.macro cinvoke cs1, cs2
    .insn r 0x5b, 0, 126, x1, \cs1, \cs2
.endm

.macro jalr.cap cd, cs1
    .insn r 0x5b, 0, 127, \cd, \cs1, x12
.endm

.macro jalr.pcc rd, rs1
    .insn r 0x5b, 0, 127, \rd, \rs1, x20
.endm

.macro lb.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x0
.endm

.macro lh.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x1
.endm

.macro lw.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x2
.endm

.macro ld.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x3
.endm

.macro lbu.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x4
.endm

.macro lhu.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x5
.endm

.macro lwu.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x6
.endm

.macro lc.ddc cd, rs1
    .insn r 0x5b, 0, 125, \cd, \rs1, x23
.endm

.macro lr.b.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x16
.endm

.macro lr.h.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x17
.endm

.macro lr.w.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x18
.endm

.macro lr.d.ddc rd, rs1
    .insn r 0x5b, 0, 125, \rd, \rs1, x19
.endm

.macro lr.c.ddc cd, rs1
    .insn r 0x5b, 0, 125, \cd, \rs1, x20
.endm

.macro sb.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x0, \rs1, \rs2
.endm

.macro sh.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x1, \rs1, \rs2
.endm

.macro sw.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x2, \rs1, \rs2
.endm

.macro sd.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x3, \rs1, \rs2
.endm

.macro sc.ddc cs2, rs1
    .insn r 0x5b, 0, 124, x4, \rs1, \cs2
.endm

.macro sc.b.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x16, \rs1, \rs2
.endm

.macro sc.h.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x17, \rs1, \rs2
.endm

.macro sc.w.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x18, \rs1, \rs2
.endm

.macro sc.d.ddc rs2, rs1
    .insn r 0x5b, 0, 124, x19, \rs1, \rs2
.endm

.macro sc.c.ddc cs2, rs1
    .insn r 0x5b, 0, 124, x20, \rs1, \cs2
.endm

.macro lb.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x8
.endm

.macro lh.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x9
.endm

.macro lw.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x10
.endm

.macro ld.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x11
.endm

.macro lbu.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x12
.endm

.macro lhu.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x13
.endm

.macro lwu.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x14
.endm

.macro lc.cap cd, cs1
    .insn r 0x5b, 0, 125, \cd, \cs1, x31
.endm

.macro lr.b.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x24
.endm

.macro lr.h.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x25
.endm

.macro lr.w.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x26
.endm

.macro lr.d.cap rd, cs1
    .insn r 0x5b, 0, 125, \rd, \cs1, x27
.endm

.macro lr.c.cap cd, cs1
    .insn r 0x5b, 0, 125, \cd, \cs1, x28
.endm

.macro sb.cap rs2, cs1
    .insn r 0x5b, 0, 124, x8, \cs1, \rs2
.endm

.macro sh.cap rs2, cs1
    .insn r 0x5b, 0, 124, x9, \cs1, \rs2
.endm

.macro sw.cap rs2, cs1
    .insn r 0x5b, 0, 124, x10, \cs1, \rs2
.endm

.macro sd.cap rs2, cs1
    .insn r 0x5b, 0, 124, x11, \cs1, \rs2
.endm

.macro sc.cap cs2, cs1
    .insn r 0x5b, 0, 124, x12, \cs1, \cs2
.endm

.macro sc.b.cap rs2, cs1
    .insn r 0x5b, 0, 124, x24, \cs1, \rs2
.endm

.macro sc.h.cap rs2, cs1
    .insn r 0x5b, 0, 124, x25, \cs1, \rs2
.endm

.macro sc.w.cap rs2, cs1
    .insn r 0x5b, 0, 124, x26, \cs1, \rs2
.endm

.macro sc.d.cap rs2, cs1
    .insn r 0x5b, 0, 124, x27, \cs1, \rs2
.endm

.macro sc.c.cap cs2, cs1
    .insn r 0x5b, 0, 124, x28, \cs1, \cs2
.endm

.macro lc cd, imm12, rs1
    .insn i 0x0f, 2, \cd, \imm12(\rs1)
.endm

.macro sc cs2, simm12, rs1
    .insn s 0x23, 4, \cs2, \simm12(\rs1)
.endm

.macro lr.c cd, rs1
    .insn r 0x2f, 4, 8, \cd, \rs1, x0
.endm

.macro sc.c rd, cs2, rs1
    .insn r 0x2f, 4, 12, \rd, \rs1, \cs2
.endm

.macro amoswap.c cd, cs2, rs1
    .insn r 0x2f, 4, 4, \cd, \rs1, \cs2
.endm

.macro lr.b rd, rs1
    .insn r 0x2f, 0, 8, \rd, \rs1, x0
.endm

.macro sc.b rd, rs2, rs1
    .insn r 0x2f, 0, 12, \rd, \rs1, \rs2
.endm

.macro lr.h rd, rs1
    .insn r 0x2f, 1, 8, \rd, \rs1, x0
.endm

.macro sc.h rd, rs2, rs1
    .insn r 0x2f, 1, 12, \rd, \rs1, \rs2
.endm

.macro cloadtags rd, cs1
    .insn r 0x5b, 0, 127, \rd, \cs1, x18
.endm

.macro cclear quarter, mask
    .word 0xfee0005b | (\quarter & 3) << 18 | (\mask >> 5 & 7) << 15 | (\mask & 31) << 7
.endm

.macro fpclear quarter, mask
    .word 0xff00005b | (\quarter & 3) << 18 | (\mask >> 5 & 7) << 15 | (\mask & 31) << 7
.endm
