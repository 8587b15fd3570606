/* Counts packets and bytes of each protocol, per processor. */
#include "bpf.h"

struct count {
    u64 packets, bytes;
};
struct {
    UINT(type, PERCPU_ARRAY);
    UINT(max_entries, 256);
    TYPE(key, u32);
    TYPE(value, struct count);
} counts SEC(".maps");

SEC("xdp") int protocol_count(struct xdp_md *context)
{
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > DATA_END(context))
        return XDP_PASS;
    u32 key = ip->protocol;
    struct count *count = map_lookup(&counts, &key);
    if (count) {
        count->packets++;
        count->bytes += DATA_END(context) - DATA(context);
    }
    return XDP_PASS;
}
