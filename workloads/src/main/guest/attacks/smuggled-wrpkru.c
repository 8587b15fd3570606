/* Holds the bytes of WRPKRU inside another instruction, as an immediate. An ordinary Linux process may; the
   loader must refuse the image where there is a protected domain (direct, rustos). Exit status 0: it ran. */
#include "measure.h"

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    uint32_t value;
    __asm__ volatile("movl $0x90ef010f, %0" : "=r"(value));
    return verdict("smuggled-wrpkru", value == 0x90ef010f);
}
