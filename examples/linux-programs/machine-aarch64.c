// What only aarch64 has: the auxiliary vector, code made at run time, signed return addresses,
// faults of its own, /proc/cpuinfo. Not for comparison: qemu-aarch64 has other hardware.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/utsname.h>

static sigjmp_buf back;

static void fault(int signal, siginfo_t *info, void *context) {
    printf("signal %d code %d\n", signal, info->si_code);
    siglongjmp(back, 1);
}

int main(void) {
    struct utsname name;
    uname(&name);
    printf("%s, hwcap %lx, hwcap2 %lx, platform %s, vdso %lx\n", name.machine, getauxval(AT_HWCAP),
           getauxval(AT_HWCAP2), (char *)getauxval(AT_PLATFORM), getauxval(AT_SYSINFO_EHDR));
    uint32_t *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int (*made)(void) = (int (*)(void))code;
    int sum = 0;
    for (int i = 0; i < 5; i++) {
        code[0] = 0x52800000 | (i * 10) << 5;  // mov w0, i * 10
        code[1] = 0xd65f03c0;                  // ret
        __builtin___clear_cache((char *)code, (char *)(code + 2));
        sum += made();
    }
    printf("made code: %d\n", sum);
    for (int signal = 4; signal < 12; signal++)
        sigaction(signal, &(struct sigaction){.sa_sigaction = fault, .sa_flags = SA_SIGINFO}, NULL);
    printf("misaligned exclusive: ");
    fflush(stdout);
    if (!sigsetjmp(back, 1))
        asm volatile("ldxr w1, [%0]" ::"r"((char *)code + 1) : "x1", "memory");
    printf("misaligned pc: ");
    if (!sigsetjmp(back, 1)) asm volatile("br %0" ::"r"((char *)code + 2));
    printf("system register: ");
    if (!sigsetjmp(back, 1)) asm volatile("mrs x1, ttbr0_el1" ::: "x1");
    printf("random number: ");
    if (!sigsetjmp(back, 1)) asm volatile("mrs x1, s3_3_c2_c4_0" ::: "x1");
    printf("read by a failed authentication: ");
    if (!sigsetjmp(back, 1))
        asm volatile(".arch armv8.3-a; mov x1, %0; pacdza x1; eor x1, x1, #1; autdza x1; ldr x2, [x1]"
                     ::"r"(code) : "x1", "x2");
    char line[128];
    for (FILE *cpu = fopen("/proc/cpuinfo", "r"); fgets(line, sizeof line, cpu);)
        if (!strncmp(line, "Features", 8) || !strncmp(line, "CPU part", 8)) printf("%s", line);
    return 0;
}
