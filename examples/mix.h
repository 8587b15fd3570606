/* A mix in the manner of CoreMark: list, matrix, state machine, checksum. It needs no library, so that the same
   work measures every engine: speed.c, riscv-speed/mix.c. */
#ifndef MIX_H
#define MIX_H

typedef unsigned int u32;

enum { NODES = 256, SIDE = 20, TEXT = 512 };

struct node {
    struct node *next;
    int value;
};

static struct node nodes[NODES];
static int a[SIDE * SIDE], b[SIDE * SIDE], c[SIDE * SIDE];
static unsigned char text[TEXT];

static u32 checksum(u32 sum, u32 word)
{
    for (int i = 0; i < 16; i++) {
        u32 low = (sum ^ word) & 1;
        sum >>= 1;
        word >>= 1;
        if (low)
            sum ^= 0xa001;
    }
    return sum;
}

/* Reverses the list and does one pass of a bubble sort. */
static struct node *reorder(struct node *list)
{
    struct node *reversed = 0;
    while (list) {
        struct node *next = list->next;
        list->next = reversed;
        reversed = list;
        list = next;
    }
    for (struct node *n = reversed; n && n->next; n = n->next)
        if (n->value > n->next->value) {
            int swap = n->value;
            n->value = n->next->value;
            n->next->value = swap;
        }
    return reversed;
}

static int states(void)
{
    int state = 0, count[4] = {0};
    for (int i = 0; i < TEXT; i++) {
        unsigned char ch = text[i];
        switch (state) {
        case 0: state = ch >= '0' && ch <= '9' ? 1 : ch == '.' ? 2 : 3; break;
        case 1: state = ch == '.' ? 2 : ch == ',' ? 0 : 1; break;
        case 2: state = ch == ',' ? 0 : 2; break;
        default: state = ch == ',' ? 0 : 3;
        }
        count[state]++;
    }
    return count[0] * 3 + count[1] * 5 + count[2] * 7 + count[3];
}

static void multiply(void)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += a[i * SIDE + k] * b[k * SIDE + j];
            c[i * SIDE + j] = sum;
        }
}

__attribute__((noinline)) static u32 turn(struct node **list, u32 sum)
{
    *list = reorder(*list);
    for (struct node *n = *list; n; n = n->next)
        sum = checksum(sum, (u32)n->value);
    multiply();
    for (int i = 0; i < SIDE * SIDE; i++)
        sum += (u32)c[i];
    return checksum(sum, (u32)states());
}

/* What the first turn begins with. */
static struct node *prepare(void)
{
    struct node *list = 0;
    for (int i = 0; i < NODES; i++) {
        nodes[i].next = list;
        nodes[i].value = (i * 7919) & 1023;
        list = &nodes[i];
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
        a[i] = i;
        b[i] = i * 3 + 1;
    }
    for (int i = 0; i < TEXT; i++)
        text[i] = (unsigned char)"0123,45.6,abc,.9,"[i % 17];
    return list;
}

#endif
