/* The checksum of an IPv4 header with options: a bounded loop over the packet. */
#include "bpf.h"

SEC("xdp") int checksum(struct xdp_md *context)
{
    void *end = DATA_END(context);
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > end)
        return XDP_DROP;
    u32 words = (ip->version_length & 15) * 2;
    u16 *word = (void *)ip;
    u32 sum = 0;
    for (u32 i = 0; i < 30; i++) {
        if (i == words)
            break;
        u16 *at = word + i;
        OPAQUE(at); /* else the compiler bounds the loop by a difference of pointers, which proves nothing */
        if ((void *)(at + 1) > end)
            return XDP_DROP;
        sum += *at;
    }
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff ? XDP_PASS : XDP_DROP;
}
