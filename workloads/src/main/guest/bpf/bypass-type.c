/* Type confusion: a number out of a packet is used as a pointer. */
#include "bypass.h"

SEC("xdp") int bypass(struct xdp_md *context)
{
    struct order *order = DATA(context);
    return holds_order(context) ? *(s32 *)(order->target + order->word * 4) : 0;
}
