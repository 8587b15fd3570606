/* What programs need of Linux's headers: types, map declarations, helpers, contexts. Numbers and layouts are
   the kernel's own ABI, so these programs would load into a Linux kernel too (but for ros_lookup). */
#ifndef BPF_H
#define BPF_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
#define INLINE static inline __attribute__((always_inline))

/* How BTF carries the numbers of a map. */
#define UINT(name, value) int(*name)[value]
#define TYPE(name, type) type *name

enum { HASH = 1, ARRAY = 2, PROG_ARRAY = 3, PERCPU_ARRAY = 6, LRU_HASH = 9, RINGBUF = 27 };

static void *(*const map_lookup)(void *map, const void *key) = (void *)1;
static long (*const map_update)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*const map_delete)(void *map, const void *key) = (void *)3;
static u64 (*const ktime_ns)(void) = (void *)5;
static long (*const trace_printk)(const char *format, u32 size, ...) = (void *)6;
static u32 (*const prandom_u32)(void) = (void *)7;
static u32 (*const processor_id)(void) = (void *)8;
static long (*const tail_call)(void *context, void *map, u32 index) = (void *)12;
static long (*const ringbuf_output)(void *map, void *data, u64 size, u64 flags) = (void *)130;
static void *(*const ringbuf_reserve)(void *map, u64 size, u64 flags) = (void *)131;
static void (*const ringbuf_submit)(void *record, u64 flags) = (void *)132;
static void (*const ringbuf_discard)(void *record, u64 flags) = (void *)133;

struct xdp_md {
    u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};
enum { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX };

struct __sk_buff {
    u32 len, pkt_type, mark, queue_mapping, protocol, vlan_present, vlan_tci, vlan_proto, priority;
    u32 ingress_ifindex, ifindex, tc_index, cb[5], hash, tc_classid, data, data_end;
};

struct seccomp_data {
    s32 nr;
    u32 arch;
    u64 instruction_pointer;
    u64 args[6];
};

struct ros_lookup {
    u64 data, data_end, key, depth, next, result, scratch;
};

struct ethernet {
    u8 to[6], from[6];
    u16 type;
} __attribute__((packed));
struct ipv4 {
    u8 version_length, service;
    u16 length, id, fragment;
    u8 ttl, protocol;
    u16 checksum;
    u32 from, to;
} __attribute__((packed));
struct ports {
    u16 from, to;
} __attribute__((packed));

#define NETWORK16(x) __builtin_bswap16(x)
#define NETWORK32(x) __builtin_bswap32(x)
#define OPAQUE(x) __asm__ volatile("" : "+r"(x))
#define DATA(context) ((void *)(long)(context)->data)
#define DATA_END(context) ((void *)(long)(context)->data_end)
#endif
