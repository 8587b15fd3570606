/* Reports packets to a reader: a record is reserved, filled, and submitted or discarded on every path. */
#include "bpf.h"

struct event {
    u64 time;
    u32 from, to;
    u32 length, processor;
};
struct {
    UINT(type, RINGBUF);
    UINT(max_entries, 4096);
} events SEC(".maps");

SEC("xdp") int events_of(struct xdp_md *context)
{
    struct event *event = ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event)
        return XDP_PASS;
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > DATA_END(context)) {
        ringbuf_discard(event, 0);
        return XDP_PASS;
    }
    event->time = ktime_ns();
    event->from = ip->from;
    event->to = ip->to;
    event->length = NETWORK16(ip->length);
    event->processor = processor_id();
    ringbuf_submit(event, 0);
    return XDP_PASS;
}
