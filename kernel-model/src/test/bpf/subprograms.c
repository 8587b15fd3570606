/* Functions that are not inlined: three frames, arguments by value and by a pointer to the caller's stack. */
#include "bpf.h"

struct five {
    u32 from, to;
    u16 ports[2];
    u32 protocol;
};

static NOINLINE int mix(u32 a, u32 b)
{
    a ^= b * 0x9e3779b1u;
    a ^= a >> 15;
    return a;
}

static NOINLINE int hash(struct five *flow)
{
    int h = mix(flow->from, flow->to);
    h = mix(h, flow->ports[0] << 16 | flow->ports[1]);
    return mix(h, flow->protocol);
}

SEC("tc") int spread(struct __sk_buff *context)
{
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    struct ports *ports = (void *)(ip + 1);
    if ((void *)(ports + 1) > DATA_END(context))
        return -1;
    struct five flow = {ip->from, ip->to, {ports->from, ports->to}, ip->protocol};
    context->cb[0] = hash(&flow);
    return context->cb[0] % 8;
}
