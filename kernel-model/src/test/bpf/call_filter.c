/* A system-call filter: reads up to 4 KiB and writes to the first three descriptors pass, the rest fails. */
#include "bpf.h"

enum { READ = 0, WRITE = 1, CLOSE = 3, X86_64 = 0xc000003e };

SEC("syscall_filter") int call_filter(struct seccomp_data *call)
{
    if (call->arch != X86_64)
        return -38;
    switch (call->nr) {
    case READ:
        return call->args[2] <= 4096 ? 0 : -22;
    case WRITE:
        return call->args[0] < 3 ? 0 : -1;
    case CLOSE:
        return 0;
    default:
        return -1;
    }
}
