/* CHERI and pages: what the five highest bits of an entry do to tags. */
#include "cheri.h"
#define V 1
#define R 2
#define W 4
#define U 16
#define A 64
#define D 128
#define CW 1 << 63
#define CR 1 << 62
#define CD 1 << 61
#define CRM 1 << 60
#define CRG 1 << 59

/* The page of 0x40000000 gets these bits; the address space is the supervisor's. */
.macro ENTRY bits
    li t0, \bits
    or t0, t0, s11
    sd t0, 0(s8)
    sfence.vma
.endm

PROLOGUE
CHERI_PROLOGUE
    la s6, root
    la s7, middle
    la s8, leaves
    la s9, page
    li t0, (0x80000000 >> 2) | V | R | W | 8 | A | D
    sd t0, 16(s6)
    srli t0, s7, 2
    ori t0, t0, V
    sd t0, 8(s6)
    srli t0, s8, 2
    ori t0, t0, V
    sd t0, 0(s7)
    srli t0, s6, 12
    li t1, 8 << 60
    or s10, t0, t1
    csrw satp, s10
    srli s11, s9, 2
    li a1, 0x40000000
    cspecialrw a0, DDC, zero
    csetaddr a2, a0, a1
    csetboundsimm a3, a2, 64

    /* Without CW a tag is not stored; a capability without one is. */
    ENTRY V | R | W | A | D
    LOWER SUPERVISOR
    TRAPS 1, 27, sc a3, 16, a1
    addi t3, a1, 16
    SAME 2, s3, t3
    LOWER SUPERVISOR
    TRAPS 3, 27, sc.cap a3, a2
    LOWER SUPERVISOR
    TRAPS 4, 27, amoswap.c a4, a3, a1
    ccleartag a4, a3
    LOWER SUPERVISOR
    sc a4, 0, a1
    lr.c a5, a1
    TRAPS 5, 27, sc.c t4, a3, a1
    /* A page that cannot be written at all is an ordinary fault. */
    ENTRY V | R | A | D
    LOWER SUPERVISOR
    TRAPS 6, 15, sc a3, 0, a1
    /* With it, and CD notes it. */
    ENTRY CW | V | R | W
    LOWER SUPERVISOR
    sc a4, 0, a1
    RAISE
    ld t4, 0(s8)
    srli t4, t4, 59
    CHECK 7, t4, 0x10
    LOWER SUPERVISOR
    sc a3, 0, a1
    RAISE
    ld t4, 0(s8)
    andi t3, t4, 0xff
    CHECK 8, t3, V | R | W | A | D
    srli t4, t4, 59
    CHECK 9, t4, 0x14
    lc a4, 0, s9
    cseqx t4, a4, a3
    CHECK 10, t4, 1

    /* Without CR the tag stays behind, but a question for tags is a fault. */
    LOWER SUPERVISOR
    lc a4, 0, a1
    lc.cap a5, a2
    lr.c a6, a1
    amoswap.c a7, a3, a1
    TRAPS 20, 26, cloadtags t4, a2
    SAME 21, s3, a1
    FIELD 22, cgettag, a4, 0
    FIELD 23, cgettag, a5, 0
    FIELD 24, cgettag, a6, 0
    FIELD 25, cgettag, a7, 0
    cgethigh t3, a4
    cgethigh t4, a3
    SAME 26, t3, t4
    /* With it everything comes through. */
    ENTRY CW | CR | CD | V | R | W | A | D
    LOWER SUPERVISOR
    lc a4, 0, a1
    lr.c a5, a1
    cloadtags t3, a2
    RAISE
    cseqx t4, a4, a3
    CHECK 27, t4, 1
    cseqx t4, a5, a3
    CHECK 28, t4, 1
    CHECK 29, t3, 1
    /* CRM without CR: a load of a tag faults, of anything else does not. */
    ENTRY CW | CRM | CD | V | R | W | A | D
    LOWER SUPERVISOR
    TRAPS 30, 26, lc a4, 0, a1
    SAME 31, s3, a1
    LOWER SUPERVISOR
    TRAPS 32, 26, amoswap.c a4, a4, a1
    LOWER SUPERVISOR
    TRAPS 33, 26, cloadtags t4, a2
    LOWER SUPERVISOR
    lc a4, 16, a1
    ld a5, 0(a1)
    RAISE
    FIELD 34, cgettag, a4, 0
    SAME 35, a5, a1
    /* What the authority hides does not fault. */
    li t0, ~P_LOAD_CAP
    candperm a6, a2, t0
    LOWER SUPERVISOR
    lc.cap a4, a6
    RAISE
    FIELD 36, cgettag, a4, 0
    /* CRM with CR: the page must be of the current generation, the supervisor's or the user's. */
    ENTRY CW | CR | CRM | CD | V | R | W | A | D
    LOWER SUPERVISOR
    lc a4, 0, a1
    RAISE
    FIELD 40, cgettag, a4, 1
    csrwi 0x9c0, 4
    LOWER SUPERVISOR
    TRAPS 41, 26, lc a4, 0, a1
    ENTRY CW | CR | CRM | CRG | CD | V | R | W | A | D
    LOWER SUPERVISOR
    lc a4, 0, a1
    RAISE
    FIELD 42, cgettag, a4, 1
    csrwi 0x9c0, 8
    LOWER SUPERVISOR
    TRAPS 43, 26, lc a4, 0, a1
    ENTRY CW | CR | CRM | CRG | CD | V | R | W | U | A | D
    la t0, user
    li t1, 0x40001000
    srli t0, t0, 2
    ori t0, t0, V | R | 8 | U | A | D
    sd t0, 8(s8)
    li t1, 0x1800
    csrc mstatus, t1
    li t1, 0x40001000
    csrw mepc, t1
    la t5, 1f
    mret
1:  CHECK 44, s2, 8
    FIELD 45, cgettag, a4, 1
    csrwi 0x9c0, 0
    li t1, 0x1800
    csrc mstatus, t1
    li t1, 0x40001000
    csrw mepc, t1
    la t5, 1f
    mret
1:  CHECK 46, s2, 26
    /* Combinations that mean nothing. */
    ENTRY CRG | V | R | W | A | D
    LOWER SUPERVISOR
    TRAPS 50, 13, ld a4, 0(a1)
    ENTRY CR | CRG | V | R | W | A | D
    LOWER SUPERVISOR
    TRAPS 51, 15, sd a4, 0(a1)
    /* Machine mode sees through no page. */
    sc a3, 0, s9
    lc a4, 0, s9
    FIELD 52, cgettag, a4, 1
    /* Delegation of both page faults. */
    li t0, 3 << 26
    csrw medeleg, t0
    csrr t4, medeleg
    SAME 53, t4, t0
    csrw medeleg, zero
CHERI_EPILOGUE
    .balign 4096
user:
    lc a4, 0, a1
    ecall
    .data
    .balign 4096
root: .zero 4096
middle: .zero 4096
leaves: .zero 4096
page: .zero 4096
