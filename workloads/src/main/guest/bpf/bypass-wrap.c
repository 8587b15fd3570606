/* Bounds after a wrap: compares a product that overflows, and then uses the factor. */
#include "bypass.h"

enum { ROOM = 8 };

SEC("xdp") int bypass(struct xdp_md *context)
{
    struct order *order = DATA(context);
    char *value = (char *)value_of();
    if (!value || !holds_order(context))
        return 0;
    u64 offset = order->target, word = order->word * 4, scaled = offset << 52;
    OPAQUE(scaled);
    if (scaled > (u64)ROOM << 52)
        return 0;
    return *(s32 *)(value + offset + word);
}
