/* The seed's packet filter: ports 80 and 443 pass. */
#include "bpf.h"

SEC("xdp") int port_filter(struct xdp_md *context)
{
    void *end = DATA_END(context);
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > end || frame->type != NETWORK16(0x0800))
        return XDP_DROP;
    if (ip->protocol != 6 && ip->protocol != 17)
        return XDP_DROP;
    struct ports *ports = (void *)ip + (ip->version_length & 15) * 4;
    if ((void *)(ports + 1) > end)
        return XDP_DROP;
    u16 port = NETWORK16(ports->to);
    return port == 80 || port == 443 ? XDP_PASS : XDP_DROP;
}
