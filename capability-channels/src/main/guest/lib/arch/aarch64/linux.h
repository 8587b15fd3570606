/* The part of the Linux system-call ABI that differs between ISAs: here it is the generic one. */
#include "generic_linux.h"
