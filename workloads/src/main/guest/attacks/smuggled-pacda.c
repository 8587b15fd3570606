/* Signs a pointer by the key of capability handles. An ordinary Linux process may; the loader must refuse the image
   where handles are signed (direct, rustos). Exit status 0: it ran. */
#include "measure.h"

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    uint64_t pointer = 0x1000;
    __asm__ volatile("pacda %0, %1" : "+r"(pointer) : "r"((uint64_t)7));
    return verdict("smuggled-pacda", (pointer & 0xffffffff) == 0x1000);
}
