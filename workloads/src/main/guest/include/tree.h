/* A node of the index and one step down, the same in user code and in the kernel's program. */
#ifndef TREE_H
#define TREE_H

enum { TREE_KEYS = 31, TREE_BLOCK = 512, TREE_LEAF = 1, TREE_DOWN = 0, TREE_FOUND = 1, TREE_MISSING = 2 };

struct tree_node {
    unsigned count, flags;
    unsigned long long keys[TREE_KEYS];
    unsigned long long links[TREE_KEYS + 1]; /* block numbers of children, or values */
};

/* Where to go from here: the link is the next block, or the value. */
static inline __attribute__((always_inline)) int tree_step(const struct tree_node *node, unsigned long long key,
                                                           unsigned long long *link)
{
    unsigned count = node->count, i = 0;
    if (node->flags & TREE_LEAF) {
        for (; i < TREE_KEYS; i++) {
            if (i >= count)
                return TREE_MISSING;
            if (node->keys[i] == key) {
                *link = node->links[i];
                return TREE_FOUND;
            }
        }
        return TREE_MISSING;
    }
    for (; i < TREE_KEYS; i++)
        if (i >= count || key < node->keys[i])
            break;
    *link = node->links[i];
    return TREE_DOWN;
}
#endif
