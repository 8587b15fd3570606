/* System calls with hardware help: the very calls of the baseline, compiled with landing pads. What is faster or checked
   is the CPU's and the kernel's matter. */
#define LINUX_MECHANISM "fast-syscall"
#include "syscall.c"
