/* What the programs that try to get past the verifier share (attacks/verifier.c): a packet that the attacker wrote,
   and a value in a map. */
#ifndef BYPASS_H
#define BYPASS_H
#include "bpf.h"

/* Laid out as attacks/verifier.c writes it. */
struct order {
    u64 target; /* an address, an offset or a count */
    u64 word;   /* 0 to 4: which four bytes of the secret */
};

struct {
    UINT(type, ARRAY);
    UINT(max_entries, 1);
    TYPE(key, u32);
    TYPE(value, u64);
} values SEC(".maps");

/* Whether a packet holds an order. */
INLINE int holds_order(struct xdp_md *context)
{
    struct order *order = DATA(context);
    return (void *)(order + 1) <= DATA_END(context) && order->word <= 4;
}

INLINE u64 *value_of(void)
{
    u32 key = 0;
    return map_lookup(&values, &key);
}
#endif
