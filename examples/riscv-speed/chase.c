/* A chain through 16 MiB in random order, a node a line: every step misses everything. One
   repetition is a thousand steps. */
#include "speed.h"

enum { NODES = 1 << 18 };

struct node {
    struct node *next;
    uint64_t value;
    uint64_t rest[6];
};

static struct node nodes[NODES];
static uint32_t order[NODES];

int main(int count, char **arguments)
{
    uint64_t seed = 88172645463325252u;
    for (uint32_t i = 0; i < NODES; i++)
        order[i] = i;
    for (uint32_t i = NODES - 1; i > 0; i--) { /* Sattolo: one cycle through all */
        uint32_t k = (uint32_t)((next(&seed) >> 20) % i), swap = order[i];
        order[i] = order[k];
        order[k] = swap;
    }
    for (uint32_t i = 0; i < NODES; i++) {
        nodes[order[i]].next = &nodes[order[(i + 1) % NODES]];
        nodes[order[i]].value = i;
    }
    uint64_t sum = 1;
    struct node *n = nodes;
    for (long i = repetitions(count, arguments) * 1000; i > 0; i--) {
        sum += n->value;
        n = n->next;
    }
    return finish(mix(sum, (uint64_t)(n - nodes)));
}
