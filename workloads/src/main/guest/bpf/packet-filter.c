/* The seed's packet filter: only what goes to port 80 or 443 comes up to user code. */
#include "bpf.h"
#include "ports.h"

SEC("xdp") int packet_filter(struct xdp_md *context)
{
    return wanted(DATA(context), DATA_END(context)) ? XDP_PASS : XDP_DROP;
}
