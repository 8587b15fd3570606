/* What does it cost to hand capabilities on, and to take all of them back at once?
   Each round derives a family from the capability of one file, reads by its last member, takes the family back, and
   sees that no member works any more. Stretch 1: the derivations (END counts them). Stretch 2: the revocation (END
   counts 1, however large the family). Parameters: family (1 to 32 members), shape (0: each from the one before it,
   1: all from the first), warmup and iterations (in rounds), poll, idle. */
#include "measure.h"
#include "pattern.h"

enum { MOST = 32, BYTES = 512, STRETCH_DERIVE = 1, STRETCH_REVOKE = 2 };

static int64_t family[MOST];
static char buffer[BYTES] __attribute__((aligned(64)));

static int derive_all(int64_t root, uint64_t members, uint64_t shape)
{
    int right = 1;
    int64_t from = root;
    for (uint64_t i = 0; i < members; i++) {
        family[i] = ros_derive(from, ROS_RIGHT_READ | ROS_RIGHT_GRANT | ROS_RIGHT_REVOKE, 0);
        right &= family[i] >= 0;
        from = shape == 0 ? family[i] : root;
    }
    return right;
}

static int reads(int64_t handle)
{
    memset(buffer, 0, BYTES);
    return ros_read(handle, buffer, BYTES, 0) == BYTES && checksum(buffer, BYTES) == pattern_checksum(0, BYTES);
}

static int none_reads(uint64_t members)
{
    int right = 1;
    for (uint64_t i = 0; i < members; i++)
        right &= ros_read(family[i], buffer, BYTES, 0) < 0;
    return right;
}

int ros_main(int argc, char **argv)
{
    uint64_t members = parameter(argc, argv, "family", 6);
    uint64_t shape = parameter(argc, argv, "shape", 0);
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    if (members < 1 || members > MOST)
        members = 1;
    start(argc, argv, 1);
    int64_t root = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    int right = root >= 0;
    for (uint64_t i = 0; i < warmup + iterations; i++) {
        int measured = i >= warmup;
        if (i == warmup)
            measure_baseline();
        if (measured)
            marker(MARKER_BEGIN, STRETCH_DERIVE);
        right &= derive_all(root, members, shape);
        if (measured)
            marker(MARKER_END, members);
        right &= reads(family[members - 1]);
        if (measured)
            marker(MARKER_BEGIN, STRETCH_REVOKE);
        int64_t result = ros_revoke(root);
        if (measured)
            marker(MARKER_END, 1);
        right &= result >= 0 && none_reads(members) && reads(root);
    }
    return verdict("revocation", right);
}
