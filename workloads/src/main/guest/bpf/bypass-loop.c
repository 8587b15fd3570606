/* A loop whose end only the packet knows. */
#include "bypass.h"

SEC("xdp") int bypass(struct xdp_md *context)
{
    struct order *order = DATA(context);
    if (!holds_order(context))
        return 0;
    u64 sum = 0;
    for (u64 left = order->target; left; left--) {
        sum += left;
        OPAQUE(sum);
    }
    return (int)(sum & 1);
}
