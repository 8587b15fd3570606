/* One step of a lookup in a B-tree: the child that covers the key, or the value in a leaf. */
#include "bpf.h"

enum { KEYS = 31, FOUND = 1, MISSING = 2, LEAF = 1 };
struct node {
    u32 count, flags;
    u64 keys[KEYS];
    u64 links[KEYS + 1]; /* block numbers of children, or values */
};

SEC("lookup") int tree_lookup(struct ros_lookup *step)
{
    struct node *node = DATA(step);
    if ((void *)(node + 1) > DATA_END(step))
        return -22;
    u64 key = step->key;
    u32 count = node->count;
    u32 i = 0;
    if (node->flags & LEAF) {
        for (; i < KEYS; i++) {
            if (i >= count)
                return MISSING;
            if (node->keys[i] == key) {
                step->result = node->links[i];
                return FOUND;
            }
        }
        return MISSING;
    }
    for (; i < KEYS; i++) {
        if (i >= count || key < node->keys[i])
            break;
    }
    step->next = node->links[i];
    return 0;
}
