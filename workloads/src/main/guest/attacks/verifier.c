/* Programs that the kernel must not run: each gets past one rule of the verifier if that rule is not held. way=N:
   1 bpf/bypass-bounds: reads behind a value in a map
   2 bpf/bypass-leak: has the address of a kernel object
   3 bpf/bypass-stack: reads what an honest program left on the stack
   4 bpf/bypass-type: loads through a number
   5 bpf/bypass-wrap: as 1, with a comparison that wraps around
   6 bpf/bypass-loop: runs as long as it likes
   7 bpf/verifier-bomb: what verifying it takes is taken from another process on the same core
   1, 4 and 5 look through the kernel's map of all RAM for the secret. */
#include "attack.h"
#include "fork.h"
#include "programs.h"

#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char bounds[] = {
#embed "../bpf/bypass-bounds.o"
};
static const unsigned char leak[] = {
#embed "../bpf/bypass-leak.o"
};
static const unsigned char stack[] = {
#embed "../bpf/bypass-stack.o"
};
static const unsigned char type[] = {
#embed "../bpf/bypass-type.o"
};
static const unsigned char wrap[] = {
#embed "../bpf/bypass-wrap.o"
};
static const unsigned char loop[] = {
#embed "../bpf/bypass-loop.o"
};
static const unsigned char bomb[] = {
#embed "../bpf/verifier-bomb.o"
};
static const unsigned char digest[] = {
#embed "../bpf/digest.o"
};

enum { WORDS = SECRET_BYTES / 4, PAGES_OF_RAM = 8192, TURNS = 25000, MANY = 40 };
static const uint64_t all_ram = 0xffff888000000000; /* where the kernel has it: no secret */

/* As bpf/bypass.h reads it. */
static struct {
    uint64_t target, word;
} order;

static int64_t load(const unsigned char *object, uint64_t bytes, const char *what)
{
    int64_t program = ros_program_load(object, bytes);
    if (program < 0)
        refused(what, program);
    return program;
}

static int64_t run(int64_t program, uint64_t target, uint64_t word)
{
    order.target = target;
    order.word = word;
    return ros_program_run(program, &order, sizeof(order));
}

/* Five words, each by a run. */
static void take(int64_t program, uint64_t target)
{
    for (uint64_t word = 0; word < WORDS; word++) {
        uint32_t four = (uint32_t)run(program, target, word);
        memcpy(loot + word * 4, &four, 4);
    }
}

/* Looks at the head of every page, from an address that the program adds to its target. */
static void search(int64_t program, uint64_t from)
{
    uint32_t head;
    memcpy(&head, "key:", 4);
    for (uint64_t page = 1; page < PAGES_OF_RAM; page++) {
        uint64_t target = all_ram - from + page * ROS_PAGE_SIZE;
        if ((uint32_t)run(program, target, 0) == head) {
            take(program, target);
            obtained_secret(loot);
            return;
        }
    }
    refused("no page of the kernel holds the secret", 0);
}

/* The address of a value: that of the same value of every program that begins alike. */
static int64_t address_of_value(void)
{
    int64_t program = load(leak, sizeof(leak), "address of a kernel object");
    return program < 0 ? program : run(program, 0, 0) << 32;
}

WAY static void behind_a_value(const unsigned char *object, uint64_t bytes, const char *what)
{
    int64_t program = load(object, bytes, what);
    if (program >= 0)
        search(program, (uint64_t)address_of_value());
}

WAY static void leak_address(void)
{
    int64_t address = address_of_value();
    if (address > 0)
        say("obtained control ", "the address of a kernel object");
    else if (address == 0)
        refused("a number that is no address", 0);
}

WAY static void uninitialised(void)
{
    int64_t honest = load(digest, sizeof(digest), "the honest program");
    int64_t program = load(stack, sizeof(stack), "read of what was not written");
    if (honest < 0 || program < 0)
        return;
    ros_read(ros_open(SECRET, ROS_READ_ONLY, 0), loot, SECRET_BYTES, 0);
    ros_program_run(honest, loot, sizeof(loot));
    memset(loot, 0, sizeof(loot));
    take(program, 0);
    if (is_secret(loot))
        obtained_secret(loot);
    else
        refused("the stack held something else", 0);
}

WAY static void confused(void)
{
    int64_t program = load(type, sizeof(type), "load through a number");
    if (program >= 0)
        search(program, 0);
}

WAY static void endless(void)
{
    int64_t program = load(loop, sizeof(loop), "loop without a bound");
    if (program < 0)
        return;
    uint64_t begin = cycle_counter();
    run(program, TURNS, 0); /* 100,000 operations */
    uint64_t between = cycle_counter();
    run(program, TURNS * MANY, 0);
    if (cycle_counter() - between > 10 * (between - begin))
        say("obtained control ", "one run held the kernel for longer than any verified program can");
    else
        refused("a run that was short", 0);
}

/* Whether another process on the same core runs while this one has something done. */
WAY static void hold_up(void (*something)(void))
{
    struct {
        uint32_t ready, over;
        uint64_t gap;
    } *shared = shared_page();
    int64_t child = fork_process();
    if (child == 0) {
        uint64_t last = cycle_counter();
        store_release(&shared->ready, 1);
        while (!load_acquire(&shared->over)) {
            uint64_t now = cycle_counter(), gap = now - last;
            shared->gap = gap > shared->gap ? gap : shared->gap;
            last = now;
        }
        ros_exit(0);
    }
    await(&shared->ready, 1);
    uint64_t begin = cycle_counter();
    something();
    uint64_t took = cycle_counter() - begin;
    store_release(&shared->over, 1);
    wait_for(child);
    if (shared->gap > took / 2)
        say("obtained control ", "another process waited as long as it took");
    else
        refused("whoever waits has the core in between", 0);
}

static void loads_bomb(void)
{
    ros_program_load(bomb, sizeof(bomb));
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        behind_a_value(bounds, sizeof(bounds), "offset behind a value");
        break;
    case 2:
        leak_address();
        break;
    case 3:
        uninitialised();
        break;
    case 4:
        confused();
        break;
    case 5:
        behind_a_value(wrap, sizeof(wrap), "offset whose check wraps around");
        break;
    case 6:
        endless();
        break;
    case 7:
        hold_up(loads_bomb);
        break;
    default:
        return 64;
    }
    return 0;
}
