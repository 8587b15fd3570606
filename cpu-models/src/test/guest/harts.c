/* Four harts: a lock by LR and SC, counters by AMO, messages, and interrupts from one hart to another.
 *   run --bare --cores 4 harts.elf
 *   qemu-system-riscv64 -M virt -smp 4 -accel tcg,thread=single -bios none -nographic -kernel harts.elf
 * print the same. */
#include "board.h"

enum { HARTS = 4, ROUNDS = 100 };

static volatile uint32_t arrived[8];
static volatile uint32_t lock;
static volatile uint64_t guarded, guarded_twin, added, reserved;
static volatile uint64_t maximum;
static volatile uint32_t wrong;

static uint64_t amoadd(volatile uint64_t *at, uint64_t value)
{
    uint64_t old;
    __asm__ volatile("amoadd.d.aqrl %0, %2, %1" : "=r"(old), "+A"(*at) : "r"(value) : "memory");
    return old;
}

static uint32_t amoadd_w(volatile uint32_t *at, uint32_t value)
{
    uint32_t old;
    __asm__ volatile("amoadd.w.aqrl %0, %2, %1" : "=r"(old), "+A"(*at) : "r"(value) : "memory");
    return old;
}

/* Adds with LR and SC; how often the SC failed. */
static uint64_t add_reserved(volatile uint64_t *at)
{
    uint64_t value, failed, failures = 0;
    do {
        __asm__ volatile("lr.d.aq %0, %2\n addi %0, %0, 1\n sc.d.rl %1, %0, %2"
                         : "=&r"(value), "=&r"(failed), "+A"(*at)
                         :
                         : "memory");
        failures += failed;
    } while (failed);
    return failures;
}

static void acquire(void)
{
    uint32_t taken, failed;
    do {
        __asm__ volatile("1: lr.w.aq %0, %2\n bnez %0, 1b\n li %0, 1\n sc.w %1, %0, %2"
                         : "=&r"(taken), "=&r"(failed), "+A"(lock)
                         :
                         : "memory");
    } while (failed);
}

static void release(void)
{
    __asm__ volatile("amoswap.w.rl zero, zero, %0" : "+A"(lock) : : "memory");
}

static void meet(int place)
{
    amoadd_w(&arrived[place], 1);
    while (arrived[place] != HARTS) {
    }
    FENCE();
}

static void check(int good)
{
    if (!good) {
        amoadd_w(&wrong, 1);
    }
}

/* What is written before the flag is there when the flag is. */
static volatile uint64_t letter[HARTS][16], flag[HARTS][16];

static void messages(uint64_t hart)
{
    uint64_t to = (hart + 1) % HARTS;
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        while (flag[to][0]) {
        }
        letter[to][0] = i * 1000 + hart;
        letter[to][8] = i;
        FENCE();
        flag[to][0] = 1;
        while (!flag[hart][0]) {
        }
        FENCE();
        check(letter[hart][0] == i * 1000 + (hart + HARTS - 1) % HARTS && letter[hart][8] == i);
        FENCE();
        flag[hart][0] = 0;
    }
}

/* A token goes round by software interrupts; who has none sleeps. */
static void token(uint64_t hart)
{
    __asm__ volatile("csrw mie, %0" : : "r"(8));
    for (int i = 0; i < 50; i++) {
        if (hart != 0 || i != 0) {
            uint64_t pending;
            do {
                __asm__ volatile("wfi\n csrr %0, mip" : "=r"(pending) : : "memory");
            } while (!(pending & 8));
            check(REGISTER(CLINT + 4 * hart) == 1);
            REGISTER(CLINT + 4 * hart) = 0;
        }
        FENCE();
        REGISTER(CLINT + 4 * ((hart + 1) % HARTS)) = 1;
    }
    __asm__ volatile("csrw mie, zero");
}

/* Each hart sleeps until its own timer; the later one wakes later. */
static volatile uint64_t woke[HARTS];

static void timers(uint64_t hart)
{
    volatile uint64_t *now = (volatile uint64_t *)(uintptr_t)(CLINT + 0xbff8);
    volatile uint64_t *compare = (volatile uint64_t *)(uintptr_t)(CLINT + 0x4000 + 8 * hart);
    uint64_t until = *now + 20000 * (hart + 1);
    *compare = until;
    __asm__ volatile("csrw mie, %0" : : "r"(128));
    uint64_t pending;
    do {
        __asm__ volatile("wfi\n csrr %0, mip" : "=r"(pending) : : "memory");
    } while (!(pending & 128));
    woke[hart] = *now;
    check(woke[hart] >= until);
    *compare = (uint64_t)-1;
    __asm__ volatile("csrw mie, zero");
}

int main(uint64_t hart)
{
    uint64_t id;
    __asm__ volatile("csrr %0, mhartid" : "=r"(id));
    check(id == hart);
    meet(0);
    for (int i = 0; i < ROUNDS; i++) {
        acquire();
        guarded++;
        check(guarded - 1 == guarded_twin);
        guarded_twin++;
        release();
        amoadd(&added, hart + 1);
        add_reserved(&reserved);
        uint64_t mine = (uint64_t)i * HARTS + hart;
        __asm__ volatile("amomaxu.d zero, %1, %0" : "+A"(maximum) : "r"(mine) : "memory");
    }
    meet(1);
    messages(hart);
    meet(2);
    token(hart);
    meet(3);
    timers(hart);
    meet(4);
    if (hart != 0) {
        for (;;) {
            __asm__ volatile("wfi");
        }
    }
    show("guarded", guarded);
    show("twin", guarded_twin);
    show("added", added);
    show("reserved", reserved);
    show("maximum", maximum);
    show("wrong", wrong);
    return 0;
}
