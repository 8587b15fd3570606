/* Connections that were seen last: the oldest make room. */
#include "bpf.h"

struct five {
    u32 from, to;
    u16 ports[2];
};
struct {
    UINT(type, LRU_HASH);
    UINT(max_entries, 64);
    TYPE(key, struct five);
    TYPE(value, u64);
} seen SEC(".maps");

SEC("xdp") int connections(struct xdp_md *context)
{
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    struct ports *ports = (void *)(ip + 1);
    if ((void *)(ports + 1) > DATA_END(context))
        return XDP_PASS;
    struct five key = {ip->from, ip->to, {ports->from, ports->to}};
    u64 *packets = map_lookup(&seen, &key);
    if (packets) {
        __sync_fetch_and_add(packets, 1);
        return XDP_PASS;
    }
    u64 one = 1;
    return map_update(&seen, &key, &one, 1) ? XDP_DROP : XDP_TX;
}
