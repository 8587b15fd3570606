/* A complexity bomb: sixteen choices after one another that no two paths remember alike, and a sum that needs all. */
#include "bypass.h"

#define CHOICE(n)                       \
    if (order->target >> (n) & 1) {     \
        picked += 1u << (n);            \
        OPAQUE(picked);                 \
    }
#define CHOICES(n) CHOICE(n) CHOICE((n) + 1) CHOICE((n) + 2) CHOICE((n) + 3)

SEC("xdp") int bomb(struct xdp_md *context)
{
    struct order *order = DATA(context);
    u64 *value = value_of();
    u64 picked = 0;
    if (!value || !holds_order(context))
        return 0;
    CHOICES(0) CHOICES(4) CHOICES(8)
    return (int)(picked & 0xff);
}
