/* A token bucket per source address, in a hash map, by the kernel's clock. */
#include "bpf.h"

struct bucket {
    u64 tokens, last;
};
struct {
    UINT(type, HASH);
    UINT(max_entries, 1024);
    TYPE(key, u32);
    TYPE(value, struct bucket);
} buckets SEC(".maps");

SEC("tc") int rate_limit(struct __sk_buff *context)
{
    struct ethernet *frame = DATA(context);
    struct ipv4 *ip = (void *)(frame + 1);
    if ((void *)(ip + 1) > DATA_END(context))
        return 0;
    u32 from = ip->from;
    u64 now = ktime_ns();
    struct bucket *bucket = map_lookup(&buckets, &from);
    if (!bucket) {
        struct bucket fresh = {10, now};
        map_update(&buckets, &from, &fresh, 0);
        return 0;
    }
    u64 earned = (now - bucket->last) / 1000000;
    if (earned) {
        bucket->tokens = bucket->tokens + earned > 10 ? 10 : bucket->tokens + earned;
        bucket->last = now;
    }
    if (!bucket->tokens)
        return 2;
    bucket->tokens--;
    context->mark = 1;
    return 0;
}
