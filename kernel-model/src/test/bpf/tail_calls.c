/* A dispatcher that goes on in the program of the packet's protocol. */
#include "bpf.h"

int on_tcp(struct xdp_md *context);
int on_udp(struct xdp_md *context);
struct {
    UINT(type, PROG_ARRAY);
    UINT(max_entries, 32);
    UINT(key_size, 4);
    int (*values[])(struct xdp_md *);
} protocols SEC(".maps") = {.values = {[6] = on_tcp, [17] = on_udp}};

SEC("xdp") int dispatch(struct xdp_md *context)
{
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > DATA_END(context))
        return XDP_ABORTED;
    tail_call(context, &protocols, ip->protocol);
    return XDP_DROP;
}

SEC("xdp") int on_tcp(struct xdp_md *context)
{
    return context->rx_queue_index > 3 ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int on_udp(struct xdp_md *context)
{
    return XDP_TX;
}
