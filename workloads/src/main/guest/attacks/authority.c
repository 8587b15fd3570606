/* Uses authority that nobody gave: a compromised part of a program against what its honest part set up by the
   calls of rustos.h. Over every mechanism that has handles. way=N:
   1 names a file by its path after the program gave the root directory up
   2 guesses the handle of a file that the honest part keeps open
   3 keeps a handle whose slot was given back and filled again
   4 writes by a handle that was given for reading
   5 uses a handle after it was taken back
   6 uses a handle after its time
   7 reads a mapped page after its handle was taken back
   9 takes every handle that there is
   8 changes a byte of a mapped page between check and use; copy=1: the victim reads a copy
   10 asks by name what exists, after the program gave the root directory up
   11 writes by a handle that it opened for reading, as it is
   12 as 2, but has a capability derived from what it guesses */
#include "attack.h"

enum { GUESSES = 32, USES = 3000, LIFE_NANOS = 40000 };

__attribute__((weak)) struct ros_boot_block *ros_boot(void);

/* What paths start at: a directory, or the server that opens them; without capabilities there is nothing to drop. */
static void drop_root(void)
{
    ros_drop(ros_boot ? (int64_t)ros_boot()->endpoint : ROOT_CAPABILITY);
}

WAY static void ambient(void)
{
    ros_open(PUBLIC, ROS_READ_ONLY, 0);
    drop_root();
    read_secret("path without a directory capability", ros_open(SECRET, ROS_READ_ONLY, 0));
}

WAY static void guess(void)
{
    int64_t hidden = ros_open(SECRET, ROS_READ_ONLY, 0), result = hidden;
    for (int64_t handle = 3; handle < GUESSES; handle++) {
        result = ros_read(handle, loot, SECRET_BYTES, 0);
        if (result == SECRET_BYTES && is_secret(loot)) {
            obtained_secret(loot);
            return;
        }
    }
    refused("handle that was guessed", result);
}

WAY static void guess_to_derive(void)
{
    int64_t result = ros_open(SECRET, ROS_READ_ONLY, 0);
    for (int64_t handle = 4; handle < GUESSES; handle++) {
        int64_t child = ros_derive(handle, ROS_RIGHT_READ, 0);
        result = child < 0 ? child : ros_read(child, loot, SECRET_BYTES, 0);
        if (result == SECRET_BYTES && is_secret(loot)) {
            obtained_secret(loot);
            return;
        }
    }
    refused("derivation from what was guessed", result);
}

WAY static void stale(void)
{
    int64_t kept = ros_open(PUBLIC, ROS_READ_ONLY, 0);
    ros_close(kept);
    ros_open(SECRET, ROS_READ_ONLY, 0);
    read_secret("handle of an earlier filling of the slot", kept);
}

/* What an owner without capabilities can give is a copy of its descriptor. */
static int64_t lend(int64_t handle, uint32_t rights, uint64_t expiry)
{
    int64_t child = ros_derive(handle, rights, expiry);
    return child == -ENOSYS ? trap1(LINUX_DUP, (uint64_t)handle) : child;
}

WAY static void take_back(int64_t handle)
{
    if (ros_revoke(handle) == -ENOSYS)
        ros_close(handle);
}

WAY static void amplify(void)
{
    int64_t handle = ros_open(LEDGER, ROS_READ_ONLY, 0);
    drop_root();
    int64_t wide = ros_derive(handle, ROS_RIGHT_ALL, 0);
    if (wide == -ENOSYS) {
        char path[] = "/proc/self/fd/0";
        path[sizeof(path) - 2] = (char)('0' + handle);
        wide = ros_open(path, ROS_WRITE_ONLY, 0);
        if (wide < 0)
            wide = ros_open(LEDGER, ROS_WRITE_ONLY, 0); /* its name is all that it takes */
    }
    int64_t result = wide < 0 ? wide : ros_write(wide, FORGED, sizeof(FORGED) - 1, 0);
    if (result == sizeof(FORGED) - 1)
        say("obtained change ", "a file that was opened for reading was written");
    else
        refused("write without the right", result);
}

WAY static void after_revoke(void)
{
    int64_t handle = ros_open(SECRET, ROS_READ_ONLY, 0);
    int64_t child = lend(handle, ROS_RIGHT_READ, 0);
    if (child < 0) {
        refused_or_lacking("lending", child);
        return;
    }
    take_back(handle);
    read_secret("handle that was taken back", child);
}

WAY static void after_expiry(void)
{
    int64_t child = lend(ros_open(SECRET, ROS_READ_ONLY, 0), ROS_RIGHT_READ, LIFE_NANOS);
    if (child < 0) {
        refused_or_lacking("lending", child);
        return;
    }
    for (int i = 0; i < USES && ros_read(child, loot, SECRET_BYTES, 0) == SECRET_BYTES; i++)
        ;
    read_secret("handle after its time", child);
}

WAY static void mapped_after_revoke(void)
{
    int64_t handle = ros_open(SECRET, ROS_READ_ONLY, 0);
    int64_t child = lend(handle, ROS_RIGHT_READ | ROS_RIGHT_MAP, 0);
    int64_t address = child < 0 ? child : ros_map_read(child, 0);
    if (address < 0) {
        refused_or_lacking("mapping", address);
        return;
    }
    if (ros_drop(handle) == -ENOSYS)
        ros_close(handle);
    const volatile char *page = (const volatile char *)address;
    for (int i = 0; i < SECRET_BYTES; i++)
        loot[i] = page[i];
    obtained_secret(loot);
}

WAY static void changed_after_check(int copies)
{
    int64_t mine = ros_open("/data/shared", ROS_READ_WRITE, 0), theirs = ros_open("/data/shared", ROS_READ_ONLY, 0);
    ros_write(mine, "h", 1, 0);
    const volatile char *bytes = (const volatile char *)loot;
    if (copies) {
        ros_read(theirs, loot, 1, 0);
    } else {
        int64_t address = ros_map_read(theirs, 0);
        if (address < 0) {
            refused_or_lacking("mapping", address);
            return;
        }
        bytes = (const volatile char *)address;
    }
    char checked = bytes[0];
    ros_write(mine, "X", 1, 0);
    if (checked == 'h' && bytes[0] == 'X')
        say("obtained control ", "what was used is not what was checked");
    else
        refused("the victim's copy did not change", 0);
}

WAY static void exhaust(void)
{
    while (ros_open(PUBLIC, ROS_READ_ONLY, 0) >= 0)
        ;
    int64_t mine = ros_open(SECRET, ROS_READ_ONLY, 0);
    if (mine < 0)
        say("obtained control ", "the honest part has no handle left");
    else
        refused("handles of another part", 0);
}

WAY static void enumerate(void)
{
    struct ros_stat stat;
    drop_root();
    int64_t there = ros_stat(SECRET, &stat), missing = ros_stat("/secret/none", &stat);
    if (there != missing)
        say("obtained control ", "it is told what exists and what does not");
    else
        refused("every name has the same answer", there);
}

WAY static void write_by_reader(void)
{
    int64_t result = ros_write(ros_open(LEDGER, ROS_READ_ONLY, 0), FORGED, sizeof(FORGED) - 1, 0);
    if (result == sizeof(FORGED) - 1)
        say("obtained change ", "a handle for reading writes");
    else
        refused("write by a handle for reading", result);
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        ambient();
        break;
    case 2:
        guess();
        break;
    case 3:
        stale();
        break;
    case 4:
        amplify();
        break;
    case 5:
        after_revoke();
        break;
    case 6:
        after_expiry();
        break;
    case 7:
        mapped_after_revoke();
        break;
    case 8:
        changed_after_check((int)parameter(argc, argv, "copy", 0));
        break;
    case 9:
        exhaust();
        break;
    case 10:
        enumerate();
        break;
    case 11:
        write_by_reader();
        break;
    case 12:
        guess_to_derive();
        break;
    default:
        return 64;
    }
    return 0;
}
