/* An uninitialised stack: returns what a run before left there. */
#include "bypass.h"

#define LEFT(n) __asm__ volatile("%0 = *(u32 *)(r10 - " #n ")" : "=r"(left))

SEC("xdp") int bypass(struct xdp_md *context)
{
    struct order *order = DATA(context);
    u64 left = 0;
    if (!holds_order(context))
        return 0;
    if (order->word == 0)
        LEFT(32);
    if (order->word == 1)
        LEFT(28);
    if (order->word == 2)
        LEFT(24);
    if (order->word == 3)
        LEFT(20);
    if (order->word == 4)
        LEFT(16);
    return (int)left;
}
