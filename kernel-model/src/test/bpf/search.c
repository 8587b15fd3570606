/* Looks for a word in the first bytes of a packet: a loop in a loop, on a copy on the stack. */
#include "bpf.h"

enum { LOOK = 32 };
static const char word[] = "secret";

SEC("xdp") int search(struct xdp_md *context)
{
    u8 copy[LOOK];
    u8 *data = DATA(context);
    if ((void *)(data + LOOK) > DATA_END(context))
        return XDP_PASS;
    __builtin_memcpy(copy, data, LOOK);
    for (int i = 0; i <= LOOK - 6; i++) {
        int j = 0;
        while (j < 6 && data[i + j] == word[j])
            j++;
        if (j == 6)
            return XDP_DROP;
    }
    trace_printk("clean %d\n", sizeof("clean %d\n"), copy[0]);
    return XDP_PASS;
}
