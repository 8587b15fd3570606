/* Global variables: constants, initial values and zeros, and a table that is indexed by a packet's byte. */
#include "bpf.h"

static const volatile u32 weights[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
static volatile u64 limit = 1000;
static volatile u64 total;

SEC("xdp") int weigh(struct xdp_md *context)
{
    u8 *data = DATA(context);
    if ((void *)(data + 1) > DATA_END(context))
        return XDP_DROP;
    total += weights[*data & 15];
    return total > limit ? XDP_DROP : XDP_PASS;
}
