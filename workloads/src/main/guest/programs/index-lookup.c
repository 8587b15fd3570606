/* What does a lookup in a B-tree of depth 4 cost, with a crossing for each block or with none between them?
   Stretch 1: one lookup. Parameters: iterations, warmup, poll, idle. */
#include "measure.h"
#include "programs.h"
#include "tree.h"

PROGRAMS_FALLBACK
enum { KEYS = 8192, DEPTH = 4 }; /* the file is made by org.rustos.workloads.program.IndexFile */
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char object[] = {
#embed "../bpf/index-lookup.o"
};
static struct tree_node node __attribute__((aligned(TREE_BLOCK)));
_Static_assert(sizeof(node) <= TREE_BLOCK, "a node is a block");

static int64_t program = -1;

static int64_t look_up(int64_t file, uint64_t key, uint64_t *value)
{
    if (program >= 0)
        return ros_lookup(program, file, key, value);
    unsigned long long link = 0;
    for (int depth = 1; depth <= DEPTH; depth++) {
        if (ros_read(file, &node, TREE_BLOCK, link * TREE_BLOCK) != TREE_BLOCK)
            return -EIO;
        int where = tree_step(&node, key, &link);
        if (where == TREE_FOUND) {
            *value = link;
            return depth;
        }
        if (where == TREE_MISSING)
            return -ENOENT;
    }
    return -EIO;
}

/* Keys are odd; the step through them is prime to their number, so that neighbours are far apart. */
static uint64_t key_of(uint64_t turn)
{
    return turn * 2731 % KEYS * 2 + 1;
}

static int right_value(uint64_t key, uint64_t value)
{
    return value == (key ^ 0x5eed5eed5eedull) * 3;
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    start(argc, argv, 1);
    program = ros_program_load(object, sizeof(object));
    int64_t file = ros_open("/data/index.bin", ROS_READ_ONLY, 0);
    int right = file >= 0 && (program >= 0 || program == -ENOSYS);
    uint64_t value = 0;
    right &= look_up(file, 2, &value) == -ENOENT;
    for (uint64_t i = 0; i < warmup; i++)
        right &= look_up(file, key_of(i), &value) == DEPTH && right_value(key_of(i), value);
    measure_baseline();
    for (uint64_t i = 0; i < iterations; i++) {
        uint64_t key = key_of(warmup + i);
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        int64_t depth = look_up(file, key, &value);
        marker(MARKER_END, 1);
        right &= depth == DEPTH && right_value(key, value);
    }
    right &= ros_close(file) == 0;
    return verdict("index-lookup", right);
}
