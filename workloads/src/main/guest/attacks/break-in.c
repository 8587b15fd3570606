/* Ways into the service of tier 1 other than its gate; over direct and rustos. way=N:
   1 load from the capability table         killed by SIGSEGV (139)
   2 store into the capability table        killed by SIGSEGV (139)
   3 jump to the gate's last WRPKRU with all keys open    killed by SIGILL (132)
   4 jump behind the gate's first WRPKRU    killed by SIGSEGV (139)
   5 the service's own traps from here      EPERM
   6 the service's own trap instruction, jumped to with the user's rights    EPERM, or killed on the way
   Exit status 1: the attack succeeded. */
#include "measure.h"
#include "trap.h"

static char buffer[64];

int ros_main(int argc, char **argv)
{
    const uint64_t *header = (const uint64_t *)ROS_DIRECT_TEXT;
    start(argc, argv, 1);
    const uint8_t *gate = (const uint8_t *)header[ROS_DIRECT_HEADER_GATE / 8];
    const uint8_t *end = (const uint8_t *)header[ROS_DIRECT_HEADER_TEXT_END / 8];
    const uint8_t *wrpkru[2] = {0, 0};
    const uint8_t *syscall = 0;
    int found = 0;
    for (const uint8_t *at = gate; at + 3 <= end; at++) {
        /* compared byte by byte: this program must not hold the sequence itself */
        if (found < 2 && at[0] == 0x0f && at[1] == 0x01 && (at[2] ^ 0x10) == 0xff)
            wrpkru[found++] = at;
        if (!syscall && at[0] == 0x0f && at[1] == 0x05)
            syscall = at;
    }
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        buffer[0] = *(volatile char *)ROS_DIRECT_TABLES;
        break;
    case 2:
        *(volatile uint64_t *)(ROS_DIRECT_TABLES + ROS_DIRECT_DATA_CAPABILITIES) = (uint64_t)buffer;
        break;
    case 3:
        __asm__ volatile("call *%0" : : "r"(wrpkru[1]), "a"(0), "c"(0), "d"(0) : "r11", "memory");
        break;
    case 4:
        __asm__ volatile("call *%0" : : "r"(wrpkru[0] + 3), "a"(ROS_DIRECT_PKRU_SERVICE) : "r11", "memory");
        break;
    case 5:
        if (trap6(ROS_TRAP_DIRECT_KERNEL, ROS_OP_NULL, 0, 0, 0, 0, 0) == -EPERM &&
            trap3(ROS_TRAP_DIRECT_FILL, 1, 0, 0) == -EPERM)
            return verdict("break-in", 1);
        break;
    case 6: {
        int64_t result;
        __asm__ volatile("call *%1"
                         : "=a"(result)
                         : "r"(syscall), "a"(ROS_TRAP_DIRECT_KERNEL), "D"(ROS_OP_NULL)
                         : "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory");
        if (result == -EPERM)
            return verdict("break-in", 1);
        break;
    }
    default:
        return 64;
    }
    return verdict("break-in", 0);
}
