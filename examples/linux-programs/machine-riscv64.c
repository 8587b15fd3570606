// What only riscv64 has: the auxiliary vector, riscv_hwprobe, riscv_flush_icache, code made at run
// time, /proc/cpuinfo. Not for comparison: qemu-riscv64 has other hardware.
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static sigjmp_buf back;

static void fault(int signal, siginfo_t *info, void *context) {
    printf("misaligned atomic: signal %d code %d\n", signal, info->si_code);
    siglongjmp(back, 1);
}

int main(void) {
    printf("hwcap %lx, platform %s, vdso %lx\n", getauxval(AT_HWCAP),
           getauxval(AT_PLATFORM) ? "some" : "none", getauxval(AT_SYSINFO_EHDR));
    struct {
        int64_t key;
        uint64_t value;
    } probes[] = {{3}, {4}, {7}, {1000}};
    long answer = syscall(258, probes, 4, 0, NULL, 0);
    printf("hwprobe %ld:", answer);
    for (int i = 0; i < 4; i++)
        printf(" %lld=%llx", (long long)probes[i].key, (unsigned long long)probes[i].value);
    printf("\nwrong flags: %s\n", syscall(258, probes, 4, 0, NULL, 8) ? strerror(errno) : "?");
    uint32_t *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int (*made)(void) = (int (*)(void))code;
    int sum = 0;
    for (int i = 0; i < 5; i++) {
        code[0] = 0x00000513 | (i * 10) << 20;  // li a0, i * 10
        code[1] = 0x00008067;                   // ret
        syscall(259, code, code + 2, 0);
        sum += made();
    }
    printf("made code: %d\n", sum);
    sigaction(SIGBUS, &(struct sigaction){.sa_sigaction = fault, .sa_flags = SA_SIGINFO}, NULL);
    if (!sigsetjmp(back, 1))
        asm volatile("amoadd.w t0, t0, (%0)" ::"r"((char *)code + 1) : "t0", "memory");
    char line[128];
    for (FILE *cpu = fopen("/proc/cpuinfo", "r"); fgets(line, sizeof line, cpu);)
        if (!strncmp(line, "isa", 3) || !strncmp(line, "mmu", 3)) printf("%s", line);
    return 0;
}
