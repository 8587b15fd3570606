/* Requests that must be refused with the right errno while the program lives on: forged, stale and revoked
   handles, missing rights, wild pointers and lengths. Runs over every mechanism that has handles; exit
   status 0 if each was refused. What fails is printed by name. */
#include "measure.h"
#include "pattern.h"

static char buffer[ROS_PAGE_SIZE] __attribute__((aligned(4096)));
static int right = 1;

static void expect(const char *what, int64_t got, int64_t wanted)
{
    if (got == wanted)
        return;
    right = 0;
    ros_print("not refused as it should be: ");
    ros_print(what);
    char digits[24] = "\n";
    int at = 22;
    uint64_t value = got < 0 ? (uint64_t)-got : (uint64_t)got;
    digits[at--] = '\n';
    do
        digits[at--] = (char)('0' + value % 10);
    while ((value /= 10));
    digits[at--] = got < 0 ? '-' : ' ';
    digits[at] = ' ';
    ros_print(&digits[at]);
}

static void forged_handles(void)
{
    static const int64_t forged[] = {999, 4000, 65535, 0x10005, 0x7fff0001, 0x7fffffff};
    for (unsigned i = 0; i < sizeof(forged) / sizeof(*forged); i++) {
        expect("read of a handle never granted", ros_read(forged[i], buffer, 64, 0), -EBADF);
        expect("write of a handle never granted", ros_write(forged[i], buffer, 64, 0), -EBADF);
        expect("close of a handle never granted", ros_close(forged[i]), -EBADF);
    }
}

static void stale_handles(void)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    expect("close", ros_close(handle), 0);
    expect("read after close", ros_read(handle, buffer, 64, 0), -EBADF);
    expect("close after close", ros_close(handle), -EBADF);
}

static void missing_rights(void)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    int64_t refused = ros_write(handle, buffer, 64, 0);
    expect("write through a read-only handle", refused == -EACCES ? -EBADF : refused, -EBADF);
    expect("a missing file", ros_open("/data/nothing", ROS_READ_ONLY, 0), -ENOENT);
    ros_close(handle);
}

static void wild_pointers(void)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    static const uint64_t wild[] = {0x10, 0xdead0000, 0x7ffffffff000, 0x8000000000000000, 0xffff800000000000,
                                    0xffffffffffffffc0};
    for (unsigned i = 0; i < sizeof(wild) / sizeof(*wild); i++)
        expect("read into a wild pointer", ros_read(handle, (void *)wild[i], 64, 0), -EFAULT);
    expect("read into program text", ros_read(handle, (void *)(uint64_t)&ros_main, 64, 0), -EFAULT);
    expect("read into the service's tables", ros_read(handle, (void *)ROS_DIRECT_TABLES, 64, 0), -EFAULT);
    expect("read into the service's stack", ros_read(handle, (void *)(ROS_DIRECT_HIGH - 4096), 64, 0), -EFAULT);
    expect("a path at a wild pointer", ros_stat(buffer, (struct ros_stat *)0x10) < 0, 1);
    expect("the same handle still works", ros_read(handle, buffer, 4096, 0), 4096);
    expect("with the right bytes", (int64_t)checksum(buffer, 4096), (int64_t)pattern_checksum(0, 4096));
    ros_close(handle);
}

static void capabilities(void)
{
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    int64_t child = ros_derive(handle, ROS_RIGHT_READ, 0);
    if (child == -ENOSYS)
        return; /* this mechanism has none */
    expect("read by a derived capability", ros_read(child, buffer, 64, 0), 64);
    expect("mapping without the right", ros_map_read(child, 0), -EACCES);
    expect("deriving without the right", ros_derive(child, ROS_RIGHT_READ, 0), -EACCES);
    int64_t widened = ros_derive(handle, ROS_RIGHT_ALL, 0); /* rights only shrink: it gets the parent's */
    expect("writing by a widened capability", ros_write(widened, buffer, 64, 0), -EACCES);
    expect("revoke", ros_revoke(handle), 0);
    expect("read by a revoked capability", ros_read(child, buffer, 64, 0), -ESTALE);
    expect("the revoker itself", ros_read(handle, buffer, 64, 0), 64);
    expect("drop", ros_drop(handle), 0);
    expect("read after drop", ros_read(handle, buffer, 64, 0), -EBADF);
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 4);
    forged_handles();
    stale_handles();
    missing_rights();
    wild_pointers();
    capabilities();
    return verdict("refusals", right);
}
