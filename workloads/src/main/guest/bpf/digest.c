/* The honest part of the attack on an uninitialised stack: works on what it is given, on its stack, and forgets to
   wipe it. */
#include "bpf.h"

enum { BYTES = 20 };

SEC("xdp") int digest(struct xdp_md *context)
{
    u8 *data = DATA(context);
    if (data + BYTES > (u8 *)DATA_END(context))
        return 0;
    u8 room[32], *copy = room;
    u32 sum = 0;
    OPAQUE(copy);
#pragma clang loop unroll(full)
    for (int i = 0; i < BYTES; i++) {
        copy[i] = data[i];
        sum += copy[i];
    }
    return (int)(sum & 0xff);
}
