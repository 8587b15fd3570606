/* A map as object files declared it before BTF: without -g. */
#include "bpf.h"

struct legacy_map {
    u32 type, key_size, value_size, max_entries, flags;
};
struct legacy_map table SEC("maps") = {ARRAY, 4, 8, 16, 0};

SEC("socket") int legacy(struct __sk_buff *context)
{
    u32 key = context->len & 31;
    u64 *value = map_lookup(&table, &key);
    if (!value)
        return 0;
    return *value += prandom_u32() & 1;
}
