/* Reaches for the memory of the in-process service of tier 1, whose mirror holds what the honest part read. Over
   direct and rustos. way=N:
   1 loads the secret from the service's mirror
   2 stores into the mirror of a file
   3 has the kernel print the mirror
   4 has the service write the mirror to the console
   5 asks the kernel what only the service may ask
   6 aarch64: every signature of a guessed handle */
#include "attack.h"
#include "handle.h"

static volatile char *const mirror = (volatile char *)ROS_DIRECT_MIRROR;

/* The mirror's first page is that of the first file that is read. */
static int64_t fill_mirror(const char *path, uint32_t flags)
{
    int64_t handle = ros_open(path, flags, 0);
    ros_read(handle, loot, 1, 0);
    return handle;
}

WAY static void load(void)
{
    for (int i = 0; i < SECRET_BYTES; i++)
        loot[i] = mirror[i];
    obtained_secret(loot);
}

WAY static void store(void)
{
    int64_t handle = fill_mirror(LEDGER, ROS_READ_WRITE);
    ros_write(handle, "h", 1, 0); /* maps it writable */
    for (unsigned i = 0; i < sizeof(FORGED) - 1; i++)
        mirror[i] = FORGED[i];
    say("obtained change ", "a file was written without a call");
}

WAY static void print(void)
{
    int64_t result = trap2(ROS_TRAP_DEBUG_PRINT, ROS_DIRECT_MIRROR, SECRET_BYTES);
    if (result == SECRET_BYTES)
        say("\nobtained secret ", "by the kernel's own hand");
    else
        refused("buffer of the service in a call to the kernel", result);
}

WAY static void write_out(void)
{
    int64_t console = ros_derive(CONSOLE_CAPABILITY, ROS_RIGHT_ALL, 0);
    int64_t result = ros_write(console, (const void *)ROS_DIRECT_MIRROR, SECRET_BYTES, 0);
    if (result == SECRET_BYTES)
        say("\nobtained secret ", "by the service's own hand");
    else
        refused("buffer of the service in a call of the gate", result);
}

WAY static void ask(void)
{
    int64_t secret = ros_open(SECRET, ROS_READ_ONLY, 0);
    int64_t result = trap6(ROS_TRAP_DIRECT_KERNEL, ROS_OP_READ, handle_index((gate_handle)secret), (uint64_t)loot,
                           SECRET_BYTES, 0, 0);
    if (result == SECRET_BYTES)
        obtained_secret(loot);
    else
        refused("trap of the service outside of it", result);
}

#ifdef __aarch64__
static uint64_t forge(uint32_t index, uint64_t signature_of)
{
    uint64_t pointer = ROS_DIRECT_HANDLE_BASE | (uint64_t)index << ROS_DIRECT_HANDLE_ENTRY_SHIFT;
    uint64_t turned = pointer << ROS_DIRECT_HANDLE_ROTATION | pointer >> (64 - ROS_DIRECT_HANDLE_ROTATION);
    uint64_t signature = 0x7full << 56 | 0xff;
    return (turned & ~signature) | (signature_of & signature);
}

WAY static void every_signature(void)
{
    ros_open(SECRET, ROS_READ_ONLY, 0);
    uint32_t index = handle_index((gate_handle)ros_open(PUBLIC, ROS_READ_ONLY, 0)) - 1;
    int64_t result = 0;
    for (uint64_t i = 0; i < 1 << 15; i++) {
        result = ros_read((int64_t)forge(index, (i >> 8) << 56 | (i & 0xff)), loot, SECRET_BYTES, 0);
        if (result == SECRET_BYTES && is_secret(loot)) {
            obtained_secret(loot);
            return;
        }
    }
    refused("handle with a guessed signature", result);
}
#else
WAY static void every_signature(void)
{
}
#endif

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    uint64_t way = parameter(argc, argv, "way", 1);
    if (way == 1 || way == 3 || way == 4)
        fill_mirror(SECRET, ROS_READ_ONLY);
    switch (way) {
    case 1:
        load();
        break;
    case 2:
        store();
        break;
    case 3:
        print();
        break;
    case 4:
        write_out();
        break;
    case 5:
        ask();
        break;
    case 6:
        every_signature();
        break;
    default:
        return 64;
    }
    return 0;
}
