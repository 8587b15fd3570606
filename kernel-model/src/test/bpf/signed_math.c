/* What version 4 of the instruction set brought: signed division, sign extension, byte swaps. */
#include "bpf.h"

struct sample {
    signed char tilt;
    short speed;
    s32 height;
} __attribute__((packed));

SEC("tc") int signed_math(struct __sk_buff *context)
{
    struct sample *sample = DATA(context);
    if ((void *)(sample + 1) > DATA_END(context))
        return 0;
    s64 height = sample->height;
    s32 tilt = sample->tilt;
    s64 slope = height / (tilt ? tilt : 1) + sample->speed % 7;
    context->mark = __builtin_bswap32((u32)slope);
    return (short)slope;
}
