// Sorting and searching: qsort on integers, doubles, strings and structures; bsearch; a hash table.
#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 50000 };

struct item {
    char name[12];
    double weight;
    int order;
};

static int calls;

static int integers(const void *a, const void *b) {
    calls++;
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static int doubles(const void *a, const void *b) {
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static int items(const void *a, const void *b) {
    const struct item *x = a, *y = b;
    int byWeight = doubles(&x->weight, &y->weight);
    return byWeight ? byWeight : strcmp(x->name, y->name);
}

static uint32_t hash(const void *bytes, size_t length) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++) h = (h ^ ((const unsigned char *)bytes)[i]) * 16777619u;
    return h;
}

int main(void) {
    static int n[COUNT];
    static double d[COUNT];
    static struct item list[COUNT / 10];
    srand(1);
    for (int i = 0; i < COUNT; i++) n[i] = rand() % 100003;
    qsort(n, COUNT, sizeof *n, integers);
    printf("%d %d %d, %d comparisons, hash %08x\n", n[0], n[COUNT / 2], n[COUNT - 1], calls,
           hash(n, sizeof n));
    int key = n[777], *found = bsearch(&key, n, COUNT, sizeof *n, integers);
    printf("found %d\n", found && *found == key);
    for (int i = 0; i < COUNT; i++) d[i] = (rand() - RAND_MAX / 2) / 3.0e5;
    qsort(d, COUNT, sizeof *d, doubles);
    printf("%.10f %.10f hash %08x\n", d[0], d[COUNT - 1], hash(d, sizeof d));
    for (int i = 0; i < COUNT / 10; i++) {
        snprintf(list[i].name, sizeof list[i].name, "n%d", rand() % 1000);
        list[i].weight = rand() % 50 / 7.0;
        list[i].order = i;
    }
    qsort(list, COUNT / 10, sizeof *list, items);
    for (int i = 0; i < COUNT / 10; i += 999) printf("%s %.4f; ", list[i].name, list[i].weight);
    hcreate(1000);
    for (int i = 0; i < 500; i++) {
        char *name = malloc(8);
        sprintf(name, "k%d", i * i % 1009);
        hsearch((ENTRY){name, (void *)(intptr_t)i}, ENTER);
    }
    ENTRY *entry = hsearch((ENTRY){"k25", NULL}, FIND);
    printf("\nk25 -> %ld\n", entry ? (long)(intptr_t)entry->data : -1);
    return 0;
}
