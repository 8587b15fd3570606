/* Code that changes, crosses pages, and the compressed forms. */
#include "conformance.h"
PROLOGUE
    /* FENCE.I makes a store to code visible. */
    la a1, patched
    li a2, 100
1:  li a0, 0
    .option push
    .option norvc
patched:
    addi a0, a0, 1
    .option pop
    lw a3, new
    sw a3, 0(a1)
    fence.i
    addi a2, a2, -1
    bnez a2, 1b
    CHECK 1, a0, 2
    /* An instruction that lies on two pages. */
    la a1, straddle
    jalr a1
    CHECK 2, a0, 0x7ff
    /* JALR drops the lowest bit, and may read the register it writes. */
    la a1, 2f + 1
    jalr a1, 0(a1)
    j wrong
2:  la a2, 2b
    addi a2, a2, -4
    /* j wrong may be compressed. */
    sub a2, a1, a2
    andi a2, a2, -3
    CHECK 3, a2, 0
    .option push
    .option rvc
    li a0, 5
    c.addi a0, -3
    CHECK 4, a0, 2
    c.li a0, -32
    CHECK 5, a0, -32
    c.lui a0, 0xfffff
    CHECK 6, a0, 0xfffffffffffff000
    mv a5, sp
    la sp, area
    c.addi16sp sp, -64
    c.addi16sp sp, 80
    c.addi4spn a0, sp, 1020
    sub a0, a0, sp
    CHECK 7, a0, 1020
    la a1, area
    sub a0, sp, a1
    CHECK 8, a0, 16
    li a0, 0x1122334455667788
    c.sdsp a0, 8(sp)
    c.lwsp a2, 8(sp)
    CHECK 9, a2, 0x55667788
    c.ldsp a2, 8(sp)
    SAME 10, a2, a0
    c.swsp a0, 252(sp)
    lw a2, 252(sp)
    CHECK 11, a2, 0x55667788
    mv a1, sp
    c.ld a2, 8(a1)
    SAME 12, a2, a0
    c.sd a0, 248(a1)
    c.lw a2, 124(a1)
    CHECK 13, a2, 0
    c.sw a0, 124(a1)
    c.lw a2, 124(a1)
    CHECK 14, a2, 0x55667788
    fmv.d.x fa0, a0
    c.fsd fa0, 64(a1)
    c.fld fa1, 64(a1)
    c.fsdsp fa1, 72(sp)
    c.fldsp fa2, 72(sp)
    fmv.x.d a2, fa2
    SAME 15, a2, a0
    mv sp, a5
    li a0, -256
    c.srai a0, 4
    CHECK 16, a0, -16
    c.srli a0, 60
    CHECK 17, a0, 15
    c.andi a0, -4
    CHECK 18, a0, 12
    c.slli a0, 33
    c.addiw a0, 1
    CHECK 19, a0, 1
    li a1, 3
    c.sub a0, a1
    CHECK 20, a0, -2
    c.xor a0, a1
    c.or a0, a1
    c.and a0, a1
    c.addw a0, a1
    c.subw a0, a1
    CHECK 21, a0, 3
    c.mv a2, a0
    c.add a2, a1
    CHECK 22, a2, 6
    c.beqz a2, wrong
    c.bnez a2, 1f
    c.j wrong
1:  la a0, 1f
    c.jr a0
    c.j wrong
1:  la a0, 1f
    c.jalr a0
    c.j wrong
1:  la a0, 1b
    sub a0, ra, a0
    CHECK 23, a0, -2
    TRAPS 24, 3, c.ebreak
    TRAPS 25, 2, .2byte 0
    .option pop
    j passed
wrong:
    li gp, 99
    j fail
    .balign 4
    .option push
    .option norvc
new:
    addi a0, a0, 2
    .option pop
passed:
EPILOGUE
    .text
    .balign 4096
    .zero 4094 - 4
    .option push
    .option norvc
    addi a0, zero, 1
straddle:
    addi a0, zero, 0x7ff
    jr ra
    .option pop
    .data
    .balign 16
area: .zero 512
