/* One step of a lookup, run by the kernel for each block of the index. */
#include "bpf.h"
#include "tree.h"

SEC("lookup") int step(struct ros_lookup *lookup)
{
    struct tree_node *node = DATA(lookup);
    if ((void *)(node + 1) > DATA_END(lookup))
        return -5;
    u64 link = 0;
    int where = tree_step(node, lookup->key, &link);
    if (where == TREE_FOUND)
        lookup->result = link;
    if (where == TREE_DOWN)
        lookup->next = link;
    return where;
}
