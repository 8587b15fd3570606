/* The rows of silicon-zen3.json about instructions, branches and memory, run by ./rustos validate on the
   simulated CPU (silicon-calls.c has those about the kernel): argv[1] is
   row=NAME, the row's name in that file. Stretch 1: END counts what the row's unit divides by (operations,
   loads, iterations, lines of 64 bytes). Parameters: repeats (stretches). Linux system-call ABI, x86-64 only. */
#include "linux.h"
#include "measure.h"
#include "text.h"
#include "trap.h"

enum { MAX_LINES = 65536, PATTERN = 65536 };

static uint64_t memory[4096 / 8] __attribute__((aligned(4096)));
static int right = 1;

/* --- instructions: a loop of `unroll` bodies; r15 counts, r14 is hot memory, r13 an empty function */

__attribute__((naked, used)) static void empty(void)
{
    __asm__("ret");
}

__attribute__((naked, used)) static void empty_too(void)
{
    __asm__("nop\n ret");
}

__attribute__((naked, used)) static void retpoline_r13(void)
{
    __asm__("call 2f\n 1: pause\n lfence\n jmp 1b\n 2: mov %r13, (%rsp)\n ret");
}

__attribute__((naked, used)) static void copy_64(void)
{
    __asm__("movups (%r14), %xmm0\n movups 16(%r14), %xmm1\n movups 32(%r14), %xmm2\n movups 48(%r14), %xmm3\n"
            "movups %xmm0, 1024(%r14)\n movups %xmm1, 1040(%r14)\n movups %xmm2, 1056(%r14)\n"
            "movups %xmm3, 1072(%r14)\n ret");
}

#define INSTRUCTIONS(name, unroll, setup, body)                                                              \
    static void name(uint64_t loops)                                                                         \
    {                                                                                                        \
        register uint64_t r15 __asm__("r15") = loops;                                                        \
        register uint64_t *r14 __asm__("r14") = memory;                                                      \
        register void (*r13)(void) __asm__("r13") = empty;                                                   \
        __asm__ volatile(setup "\n .balign 64\n 1:\n .rept " #unroll "\n" body "\n .endr\n dec %%r15\n jnz 1b" \
                         : "+r"(r15)                                                                         \
                         : "r"(r14), "r"(r13)                                                                \
                         : "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",        \
                           "memory", "cc");                                                                  \
    }

#define PUSH_15                                                                                                \
    "push %%rax\n push %%rbx\n push %%rcx\n push %%rdx\n push %%rsi\n push %%rdi\n push %%rbp\n push %%r8\n"       \
    "push %%r9\n push %%r10\n push %%r11\n push %%r12\n push %%r13\n push %%r14\n push %%r15\n"
#define POP_15                                                                                                 \
    "pop %%r15\n pop %%r14\n pop %%r13\n pop %%r12\n pop %%r11\n pop %%r10\n pop %%r9\n pop %%r8\n"                 \
    "pop %%rbp\n pop %%rdi\n pop %%rsi\n pop %%rdx\n pop %%rcx\n pop %%rbx\n pop %%rax"
#define ADDS_20 "add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n"               \
                "add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n"               \
                "add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n"               \
                "add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx\n add $1, %%rbx"
#define NO_KEY "xor %%ecx, %%ecx\n xor %%edx, %%edx\n mov $0x55555554, %%eax"

INSTRUCTIONS(add_dep, 100, "", "add $1, %%rax")
INSTRUCTIONS(imul64_dep, 100, "mov $3, %%eax", "imul %%rax, %%rax")
INSTRUCTIONS(mul64_dep_lo, 100, "mov $3, %%eax\n mov $3, %%ebx", "mul %%rbx")
INSTRUCTIONS(div32_dep, 50, "mov $0x7fffffff, %%eax\n xor %%edx, %%edx\n mov $1, %%ebx", "div %%ebx")
INSTRUCTIONS(div64_small_dep, 50, "mov $7, %%eax\n xor %%edx, %%edx\n mov $1, %%ebx", "div %%rbx")
INSTRUCTIONS(div64_large_dep, 50, "movabs $0x4000000000003039, %%rax\n xor %%edx, %%edx\n mov $1, %%ebx", "div %%rbx")
INSTRUCTIONS(div64_128by64_dep, 50,
             "movabs $0xf000000000000001, %%rbx\n movabs $0x123456789abcdef, %%rdx\n movabs $0xfedcba987654321, %%rax",
             "div %%rbx")
INSTRUCTIONS(addsd_dep, 100, "pxor %%xmm0, %%xmm0\n pxor %%xmm1, %%xmm1", "addsd %%xmm1, %%xmm0")
INSTRUCTIONS(nop, 100, "", "nop")
INSTRUCTIONS(push_pop, 50, "", "push %%rax\n pop %%rax")
INSTRUCTIONS(pushf_popf, 50, "", "pushf\n popf")
INSTRUCTIONS(gpr_save_restore_15, 10, "", PUSH_15 POP_15)
INSTRUCTIONS(load_l1_dep, 100, "mov %%r14, (%%r14)\n mov %%r14, %%rax", "mov (%%rax), %%rax")
INSTRUCTIONS(store_load_fwd_base, 50, "", "mov %%rax, (%%r14)\n mov (%%r14), %%rax")
INSTRUCTIONS(store_load_fwd_rsp, 50, "", "mov %%rax, -64(%%rsp)\n mov -64(%%rsp), %%rax")
INSTRUCTIONS(store_load_fwd_addrdep, 50, "xor %%eax, %%eax", "mov %%rax, (%%r14,%%rax)\n mov (%%r14,%%rax), %%rax")
INSTRUCTIONS(store_load_fwd_partial_stall, 50, "", "mov %%eax, (%%r14)\n mov %%eax, 4(%%r14)\n mov (%%r14), %%rax")
INSTRUCTIONS(lock_add_l1, 50, "", "lock addq $1, (%%r14)")
INSTRUCTIONS(lock_add_l1_independent8, 10, "",
             "lock addq $1, (%%r14)\n lock addq $1, 64(%%r14)\n lock addq $1, 128(%%r14)\n lock addq $1, 192(%%r14)\n"
             "lock addq $1, 256(%%r14)\n lock addq $1, 320(%%r14)\n lock addq $1, 384(%%r14)\n lock addq $1, 448(%%r14)")
INSTRUCTIONS(lock_cmpxchg_l1, 50, "mov (%%r14), %%rax\n mov %%rax, %%rbx", "lock cmpxchg %%rbx, (%%r14)")
INSTRUCTIONS(xchg_mem_l1, 50, "", "xchg %%rax, (%%r14)")
INSTRUCTIONS(mfence, 50, "", "mfence")
INSTRUCTIONS(lfence, 50, "", "lfence")
INSTRUCTIONS(sfence, 50, "", "sfence")
INSTRUCTIONS(store_mfence, 50, "", "mov %%rax, (%%r14)\n mfence")
INSTRUCTIONS(pause_row, 50, "", "pause")
INSTRUCTIONS(prefetcht0_l1, 50, "", "prefetcht0 (%%r14)")
INSTRUCTIONS(rdtsc_row, 50, "", "rdtsc")
INSTRUCTIONS(rdtscp_row, 50, "", "rdtscp")
INSTRUCTIONS(rdpkru_row, 50, "xor %%ecx, %%ecx", "rdpkru")
INSTRUCTIONS(wrpkru_same_value, 50, NO_KEY, "wrpkru")
INSTRUCTIONS(wrpkru_toggle_pair, 50, NO_KEY, "mov $0x55555550, %%eax\n wrpkru\n mov $0x55555554, %%eax\n wrpkru")
INSTRUCTIONS(wrpkru_plus_20adds, 20, NO_KEY, "wrpkru\n" ADDS_20)
INSTRUCTIONS(wrpkru_plus_independent_load, 50, NO_KEY, "wrpkru\n mov (%%r14), %%rbx")
INSTRUCTIONS(rdfsbase, 50, "", "rdfsbase %%rax")
INSTRUCTIONS(wrfsbase, 50, "rdfsbase %%rax", "wrfsbase %%rax")
INSTRUCTIONS(call_ret_empty, 50, "", "call empty")
INSTRUCTIONS(indirect_call_reg, 50, "", "call *%%r13")
INSTRUCTIONS(indirect_call_mem, 50, "mov %%r13, (%%r14)", "call *(%%r14)")
INSTRUCTIONS(lfence_indirect_call, 50, "", "lfence\n call *%%r13")
INSTRUCTIONS(retpoline_call, 50, "", "call retpoline_r13")
INSTRUCTIONS(memcpy_64B_hot, 50, "", "call copy_64")

struct instructions {
    const char *name;
    void (*run)(uint64_t loops);
    uint32_t unroll;
};

static const struct instructions instruction_rows[] = {
    {"add_dep", add_dep, 100},
    {"imul64_dep", imul64_dep, 100},
    {"mul64_dep_lo", mul64_dep_lo, 100},
    {"div32_dep", div32_dep, 50},
    {"div64_small_dep", div64_small_dep, 50},
    {"div64_large_dep", div64_large_dep, 50},
    {"div64_128by64_dep", div64_128by64_dep, 50},
    {"addsd_dep", addsd_dep, 100},
    {"nop", nop, 100},
    {"push_pop", push_pop, 50},
    {"pushf_popf", pushf_popf, 50},
    {"gpr_save_restore_15", gpr_save_restore_15, 10},
    {"load_l1_dep", load_l1_dep, 100},
    {"store_load_fwd_base", store_load_fwd_base, 50},
    {"store_load_fwd_rsp", store_load_fwd_rsp, 50},
    {"store_load_fwd_addrdep", store_load_fwd_addrdep, 50},
    {"store_load_fwd_partial_stall", store_load_fwd_partial_stall, 50},
    {"lock_add_l1", lock_add_l1, 50},
    {"lock_add_l1_independent8", lock_add_l1_independent8, 10},
    {"lock_cmpxchg_l1", lock_cmpxchg_l1, 50},
    {"xchg_mem_l1", xchg_mem_l1, 50},
    {"mfence", mfence, 50},
    {"lfence", lfence, 50},
    {"sfence", sfence, 50},
    {"store_mfence", store_mfence, 50},
    {"pause", pause_row, 50},
    {"prefetcht0_l1", prefetcht0_l1, 50},
    {"rdtsc", rdtsc_row, 50},
    {"rdtscp", rdtscp_row, 50},
    {"rdpkru", rdpkru_row, 50},
    {"wrpkru_same_value", wrpkru_same_value, 50},
    {"wrpkru_toggle_pair", wrpkru_toggle_pair, 50},
    {"wrpkru_plus_20adds", wrpkru_plus_20adds, 20},
    {"wrpkru_plus_independent_load", wrpkru_plus_independent_load, 50},
    {"rdfsbase", rdfsbase, 50},
    {"wrfsbase", wrfsbase, 50},
    {"call_ret_empty", call_ret_empty, 50},
    {"indirect_call_reg", indirect_call_reg, 50},
    {"indirect_call_mem", indirect_call_mem, 50},
    {"lfence_indirect_call", lfence_indirect_call, 50},
    {"retpoline_call", retpoline_call, 50},
    {"memcpy_64B_hot", memcpy_64B_hot, 50},
};

/* --- branches over a pattern of 65536 */

static uint8_t pattern[PATTERN];

static uint32_t next_random(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

static void conditional(uint64_t count)
{
    const uint8_t *at = pattern, *end = pattern + count;
    __asm__ volatile(".balign 64\n 1: cmpb $0, (%0)\n je 2f\n add $1, %%rbx\n 2: inc %0\n cmp %1, %0\n jne 1b"
                     : "+r"(at)
                     : "r"(end)
                     : "rbx", "memory", "cc");
}

static void indirect(uint64_t count)
{
    static void (*const targets[2])(void) = {empty, empty_too};
    const uint8_t *at = pattern, *end = pattern + count;
    __asm__ volatile(".balign 64\n 1: movzbl (%0), %%eax\n call *(%2,%%rax,8)\n inc %0\n cmp %1, %0\n jne 1b"
                     : "+r"(at)
                     : "r"(end), "r"(targets)
                     : "rax", "memory", "cc");
}

static void measure_branches(void (*run)(uint64_t), int random, uint64_t repeats)
{
    for (uint32_t i = 0; i < PATTERN; i++)
        pattern[i] = random ? next_random() & 1 : i & 1;
    run(PATTERN);
    measure_baseline();
    if (repeats > 5)
        repeats = 5; /* 65536 iterations in each */
    for (uint64_t i = 0; i < repeats; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        run(PATTERN);
        marker(MARKER_END, PATTERN);
    }
}

/* --- dependent loads over memory: the pointers of a random cycle over slots */

static uint32_t order[MAX_LINES];

static char *allocate(uint64_t bytes, int huge)
{
    uint64_t unit = 2u << 20;
    bytes = (bytes + unit - 1) / unit * unit;
    int64_t address = trap6(LINUX_MMAP, 0, bytes, 3, huge ? 0x40022 : 0x22, (uint64_t)-1, 0);
#ifdef NO_MARKERS
    if (address < 0)
        address = trap6(LINUX_MMAP, 0, bytes, 3, 0x22, (uint64_t)-1, 0);
#endif
    if (address < 0) {
        ros_print("no memory for this row (2 MiB pages by MAP_HUGETLB): more RAM needed\n");
        ros_exit(1);
    }
    return (char *)address;
}

/* Sattolo's algorithm: one cycle through all slots, every such cycle as likely. */
static void shuffle(uint32_t slots)
{
    for (uint32_t i = 0; i < slots; i++)
        order[i] = i;
    for (uint32_t i = slots - 1; i > 0; i--) {
        uint32_t j = next_random() % i;
        uint32_t swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
}

static char *chase(char *at, uint64_t loads)
{
    uint64_t loops = loads / 16;
    __asm__ volatile(".balign 64\n 1:\n .rept 16\n mov (%0), %0\n .endr\n dec %1\n jnz 1b"
                     : "+r"(at), "+r"(loops)
                     :
                     : "memory", "cc");
    return at;
}

static void measure_chase(char *at, uint64_t warm, uint64_t loads, uint64_t repeats)
{
    at = chase(at, warm);
    measure_baseline();
    for (uint64_t i = 0; i < repeats; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        at = chase(at, loads);
        marker(MARKER_END, loads);
    }
    right &= at != 0;
}

/* Every line of `kib` KiB. Beyond MAX_LINES the cycle is that of a full-period generator: to shuffle in
   place would take longer than to measure. */
static void measure_lines(uint64_t kib, int huge, uint64_t repeats)
{
    uint64_t lines = kib * 16;
    char *base = allocate(lines * 64, huge);
    if (lines <= MAX_LINES) {
        shuffle((uint32_t)lines);
        for (uint32_t i = 0; i < lines; i++)
            *(char **)(base + i * 64ul) = base + order[i] * 64ul;
        measure_chase(base, 2 * lines, lines < 4096 ? 4096 : lines / 16, repeats);
        return;
    }
    for (uint64_t i = 0; i < lines; i++)
        *(char **)(base + i * 64) = base + (i * 0x5851f42d4c957f2du + 0x14057b7ef767814fu) % lines * 64;
    measure_chase(base, 16384, 8192, repeats);
}

/* Where page i's line lies: 64 pages in a row use each line once, and the next 64 start one line later, or
   line and page number would go together and crowd in a few sets of the L2. */
static char *line_of(char *base, uint64_t i)
{
    return base + i * 4096 + (i + (i >> 6)) % 64 * 64;
}

/* One line in each of `pages` 4 KiB pages. */
static void measure_pages(uint64_t pages, int huge, uint64_t repeats)
{
    char *base = allocate(pages * 4096, huge);
    shuffle((uint32_t)pages);
    for (uint64_t i = 0; i < pages; i++)
        *(char **)line_of(base, i) = line_of(base, order[i]);
    measure_chase(base, 4 * (pages < 64 ? 64 : pages) / 16 * 16, 4096, repeats);
}

static void measure_copy(uint64_t kib, uint64_t repeats)
{
    char *from = allocate(kib * 1024, 0), *to = allocate(kib * 1024, 0);
    for (uint64_t i = 0; i <= repeats + 1; i++) {
        char *f = from, *t = to;
        uint64_t bytes = kib * 1024;
        if (i == 2)
            measure_baseline();
        if (i >= 2)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        __asm__ volatile("rep movsb" : "+S"(f), "+D"(t), "+c"(bytes) : : "memory");
        if (i >= 2)
            marker(MARKER_END, kib * 1024 / 64);
    }
}

/* As the C library sets 2 KiB and more where the processor says that rep stosb is fast. */
static void measure_set(uint64_t bytes, uint64_t repeats)
{
    enum { SETS = 64 };
    char *to = allocate(bytes, 0);
    for (uint64_t i = 0; i <= repeats; i++) {
        if (i == 1)
            measure_baseline();
        if (i >= 1)
            marker(MARKER_BEGIN, STRETCH_CROSSING);
        for (int set = 0; set < SETS; set++) {
            char *t = to;
            uint64_t rest = bytes;
            __asm__ volatile("rep stosb" : "+D"(t), "+c"(rest) : "a"(set) : "memory");
        }
        if (i >= 1)
            marker(MARKER_END, SETS);
    }
}

/* --- which row */

static int measure_memory(const char *row, uint64_t repeats)
{
    const char *rest = behind(row, "chase_");
    if (rest) {
        uint64_t kib = number(&rest);
        if (kib && (same(rest, "K_2M") || same(rest, "K_4K"))) {
            measure_lines(kib, same(rest, "K_2M"), repeats);
            return 1;
        }
    }
    rest = behind(row, "tlb_1line_per_4Kstride_");
    if (rest) {
        uint64_t pages = number(&rest);
        if (pages > 1 && pages <= MAX_LINES && (same(rest, "pages_2M") || same(rest, "pages_4K"))) {
            measure_pages(pages, same(rest, "pages_2M"), repeats);
            return 1;
        }
    }
    rest = behind(row, "bw_rep_movsb_copy_");
    if (rest) {
        uint64_t kib = number(&rest);
        if (kib && same(rest, "K")) {
            measure_copy(kib, repeats);
            return 1;
        }
    }
    if (same(row, "memset_4K_hot")) {
        measure_set(4096, repeats);
        return 1;
    }
    return 0;
}

static int measure_row(const char *row, uint64_t repeats)
{
    for (size_t i = 0; i < sizeof(instruction_rows) / sizeof(*instruction_rows); i++) {
        const struct instructions *found = &instruction_rows[i];
        if (!same(row, found->name))
            continue;
        found->run(20);
        measure_baseline();
        for (uint64_t j = 0; j < repeats; j++) {
            marker(MARKER_BEGIN, STRETCH_CROSSING);
            found->run(20);
            marker(MARKER_END, 20 * found->unroll);
        }
        return 1;
    }
    if (same(row, "branch_random_50pct") || same(row, "branch_alternating")) {
        measure_branches(conditional, same(row, "branch_random_50pct"), repeats);
        return 1;
    }
    if (same(row, "indirect_call_random2") || same(row, "indirect_call_alternating2")) {
        measure_branches(indirect, same(row, "indirect_call_random2"), repeats);
        return 1;
    }
    return measure_memory(row, repeats);
}

int ros_main(int argc, char **argv)
{
    const char *row = argc > 1 ? behind(argv[1], "row=") : 0;
    if (!row || !measure_row(row, parameter(argc, argv, "repeats", 20))) {
        ros_print("usage: silicon row=NAME [repeats=N], NAME a row of silicon-zen3.json that this program has\n");
        return 64;
    }
    return verdict(row, right);
}
