/* Frame of the CHERI programs: that of conformance.h, and a trap handler that comes back in the PCC of reset. */
#include "conformance.h"
#include "riscv-cheri.h"

/* Numbers of special capability registers. */
#define PCC 0
#define DDC 1
#define STCC 12
#define STDC 13
#define SSCRATCHC 14
#define SEPCC 15
#define MTCC 28
#define MTDC 29
#define MSCRATCHC 30
#define MEPCC 31

/* Violations, and registers as the trap value counts them. */
#define LENGTH 0x01
#define TAG 0x02
#define SEAL 0x03
#define TYPE 0x04
#define NO_EXECUTE 0x11
#define NO_LOAD 0x12
#define NO_STORE 0x13
#define NO_LOAD_CAP 0x14
#define NO_STORE_CAP 0x15
#define NO_STORE_LOCAL 0x16
#define NO_SYSTEM 0x18
#define NO_CINVOKE 0x19
#define R_PCC 32
#define R_DDC 33
#define A0 10
#define A1 11
#define A2 12
#define A3 13

#define P_GLOBAL 1
#define P_EXECUTE 2
#define P_LOAD 4
#define P_STORE 8
#define P_LOAD_CAP 16
#define P_STORE_CAP 32
#define P_STORE_LOCAL 64
#define P_SEAL 128
#define P_CINVOKE 256
#define P_UNSEAL 512
#define P_SYSTEM 1024

/* After PROLOGUE: traps come back to t5 with the PCC of reset, whatever PCC was. */
.macro CHERI_PROLOGUE
    la t0, on_cheri_trap
    csrw mtvec, t0
    j 1f
    .balign 4
on_cheri_trap:
    csrr s2, mcause
    csrr s3, mtval
    csrr s4, mepc
    csrr s5, mstatus
    cspecialrw t6, MTCC, zero
    csetaddr t6, t6, t5
    cspecialrw zero, MEPCC, t6
    li t6, 0x80
    csrc mstatus, t6
    li t6, 0x1800
    csrs mstatus, t6
    mret
1:
.endm

/* Executes one instruction that must fail a check of a capability. */
.macro VIOLATES number, violation, register, instruction:vararg
    TRAPS \number, 28, \instruction
    CHECK \number, s3, (\violation | \register << 5)
.endm

/* A field of a capability. */
.macro FIELD number, get, register, value
    \get t4, \register
    CHECK \number, t4, \value
.endm

/* Goes on in the next instruction, in another PCC. */
.macro ENTER register
    lla t6, 3f
    csetaddr \register, \register, t6
    jalr.cap zero, \register
3:
.endm

/* Comes back to the PCC of reset, by a trap. */
.macro LEAVE
    lla t5, 4f
    ebreak
4:
.endm

/* Says how it ended, from whatever mode, PCC with system rights and DDC. */
.macro CHERI_EPILOGUE
    li gp, 0
fail:
    cspecialrw t0, MTCC, zero
    lla t1, 2f
    csetaddr t0, t0, t1
    jalr.cap zero, t0
2:  cspecialrw t0, MTCC, zero
    cspecialrw zero, DDC, t0
    TELL
.endm
