/* Handles that the kernel did not sign for this use, and ways into the service of tier 1 beside its gate; over
   direct and rustos on aarch64. way=N:
    1 a handle with another signature                             EBADF, counted
    2 the signature of another capability (reused modifier)       EBADF, counted
    3 the handle=H of another process                             EBADF, counted; our own is served
    4 a handle after its revocation, and after its drop           ESTALE, EBADF, not counted
    5 the handle of a slot that has another capability now        EBADF, not counted: it names an earlier filling
    6 an index, which the kernel takes and the service does not   EBADF, not counted
    7 every signature in turn                                     killed by SIGKILL (137) after a few
    8 the service's own traps from here                           EPERM
    9 load from the capability table       closed: killed by SIGSEGV (139); open: it succeeds, exit status 1
   10 store into the capability table      the same
   11 the trap of the gate from here, then way 9                  closed: killed by SIGSEGV (139)
   12 jump behind the trap of the gate                            closed: killed by SIGSEGV (139)
   Exit status 1: the attack succeeded. way=0 prints a handle. */
#include "handle.h"
#include "measure.h"
#include "trap.h"

static char buffer[64];

static int64_t open_file(void)
{
    return ros_open("/data/file.bin", ROS_READ_ONLY, 0);
}

static int64_t read_by(int64_t handle)
{
    return ros_read(handle, buffer, 16, 0);
}

/* The index of one handle with the signature of another: 7 bits above the address, 8 in the lowest byte. */
static int64_t substituted(int64_t index_of, int64_t signature_of)
{
    uint64_t signature = 0x7full << 56 | 0xff;
    return (int64_t)(((uint64_t)index_of & ~signature) | ((uint64_t)signature_of & signature));
}

static void print_number(uint64_t value)
{
    char digits[24];
    int at = 23;
    digits[at] = 0;
    digits[--at] = '\n';
    do
        digits[--at] = (char)('0' + value % 10);
    while ((value /= 10));
    ros_print(&digits[at]);
}

static int forged(void)
{
    int64_t handle = open_file();
    return read_by(handle) == 16 && read_by(handle ^ 1) == -EBADF && read_by(handle ^ 1ll << 60) == -EBADF &&
           read_by(handle) == 16;
}

static int reused(void)
{
    int64_t strong = open_file();
    int64_t weak = ros_derive(strong, ROS_RIGHT_READ, 0);
    return read_by(weak) == 16 && read_by(substituted(strong, weak)) == -EBADF &&
           read_by(substituted(weak, strong)) == -EBADF;
}

static int of_another(int64_t given)
{
    int64_t mine = open_file();
    return read_by(given) == (given == mine ? 16 : -EBADF);
}

static int revoked(void)
{
    int64_t handle = open_file();
    int64_t child = ros_derive(handle, ROS_RIGHT_READ, 0);
    return read_by(child) == 16 && ros_revoke(handle) == 0 && read_by(child) == -ESTALE && ros_drop(handle) == 0 &&
           read_by(handle) == -EBADF;
}

static int of_an_earlier_filling(void)
{
    int64_t first = open_file();
    int right = ros_close(first) == 0;
    int64_t second = open_file();
    uint32_t slots = (1u << ROS_DIRECT_CAPABILITY_SLOT_BITS) - 1;
    return right && (handle_index((gate_handle)first) & slots) == (handle_index((gate_handle)second) & slots) &&
           read_by(first) == -EBADF && read_by(second) == 16;
}

static int bare(void)
{
    int64_t handle = open_file();
    return read_by(handle_index((gate_handle)handle)) == -EBADF;
}

/* Returns only if it was let try them all, or found one. */
static int brute_force(void)
{
    int64_t handle = open_file();
    uint64_t found = 0;
    for (uint64_t i = 0; i < 1 << 15; i++) {
        int64_t tried = substituted(handle, (int64_t)((i >> 8) << 56 | (i & 0xff)));
        found += tried != handle && read_by(tried) >= 0;
    }
    print_number(found);
    return 0;
}

static int traps(void)
{
    return trap6(ROS_TRAP_DIRECT_KERNEL, ROS_OP_NULL, 0, 0, 0, 0, 0) == -EPERM &&
           trap3(ROS_TRAP_DIRECT_FILL, 1, 0, 0) == -EPERM;
}

static void load_table(void)
{
    buffer[0] = *(volatile char *)ROS_DIRECT_TABLES;
}

static void behind_the_trap(void)
{
    const uint64_t *header = (const uint64_t *)ROS_DIRECT_TEXT;
    __asm__ volatile("adr x30, 1f\n"
                     "ret %0\n" /* not an indirect call: BTI does not look at it */
                     "1:"
                     :
                     : "r"(header[ROS_DIRECT_HEADER_DOOR_ENTERED / 8])
                     : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
                       "x15", "x16", "x17", "x30", "memory", "cc");
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    int refused = 0;
    switch (parameter(argc, argv, "way", 1)) {
    case 0:
        print_number((uint64_t)open_file());
        return 0;
    case 1:
        refused = forged();
        break;
    case 2:
        refused = reused();
        break;
    case 3:
        refused = of_another((int64_t)parameter(argc, argv, "handle", 0));
        break;
    case 4:
        refused = revoked();
        break;
    case 5:
        refused = of_an_earlier_filling();
        break;
    case 6:
        refused = bare();
        break;
    case 7:
        refused = brute_force();
        break;
    case 8:
        refused = traps();
        break;
    case 9:
        load_table();
        break;
    case 10:
        *(volatile uint64_t *)(ROS_DIRECT_TABLES + ROS_DIRECT_DATA_CAPABILITIES) = (uint64_t)buffer;
        break;
    case 11:
        trap0(ROS_TRAP_DIRECT_ENTER);
        load_table();
        break;
    case 12:
        behind_the_trap();
        break;
    default:
        return 64;
    }
    return verdict("pac-break-in", refused);
}
