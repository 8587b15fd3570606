/* Holds a refusal to the errno that it must have; what differs is printed by name. */
#ifndef EXPECT_H
#define EXPECT_H
#include "rustos.h"

static int right = 1;

static void expect(const char *what, int64_t got, int64_t wanted)
{
    if (got == wanted)
        return;
    right = 0;
    ros_print("not refused as it should be: ");
    ros_print(what);
    ros_print("\n");
}
#endif
