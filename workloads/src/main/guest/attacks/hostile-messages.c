/* A client that hates its server: requests that no library sends, messages that are none, endpoints that are not its
   own, gifts that nobody wants. Exit status 0 if each was answered by an errno and the server still serves. A second
   process dies while it waits for an answer. */
#include "expect.h"
#include "file_protocol.h"
#include "ipc_calls.h"
#include "measure.h"
#include "pattern.h"
#include "peer.h"

struct ros_boot_block *ros_boot(void);
struct ros_message_buffer *ros_buffer(void);

enum { GIFTS = 1050, OPENS = MAX_FILES + 1 }; /* more than a table has slots, more than the server opens */

static char buffer[ROS_PAGE_SIZE];

/* What the kernel says, else what the server says. */
static int64_t request(uint64_t handle, uint64_t info, uint64_t op, uint64_t a, uint64_t b, uint64_t c)
{
    struct ros_message m = {.words = {op, a, b, c}};
    int64_t result = ipc_trap(ROS_TRAP_MESSAGE_CALL, handle, info, 0, &m);
    return result < 0 ? result : (int64_t)m.words[0];
}

static void bad_messages(uint64_t server)
{
    struct ros_message m = {0};
    expect("handle 0", request(0, 1, 0, 0, 0, 0), -EBADF);
    expect("a handle never granted", request(999, 1, 0, 0, 0, 0), -EBADF);
    expect("the root directory as an endpoint", request(ros_boot()->root_directory, 1, 0, 0, 0, 0), -EINVAL);
    expect("121 words", request(server, 121, 0, 0, 0, 0), -EINVAL);
    expect("5 capabilities", request(server, ipc_info(1, 5), 0, 0, 0, 0), -EINVAL);
    expect("unknown bits", request(server, 1ull << 50, 0, 0, 0, 0), -EINVAL);
    expect("receiving from the server's clients", ipc_trap(ROS_TRAP_MESSAGE_RECEIVE, server, 0, 0, &m), -EACCES);
    expect("answering nobody", ipc_trap(ROS_TRAP_MESSAGE_REPLY, 0, 1, 0, &m), -ESRCH);
    expect("another badge", ipc_mint((uint32_t)server, ROS_RIGHT_WRITE, 2), -EPERM);
    expect("a file of the kernel's", ipc_kernel(ROS_OP_OPEN, ros_boot()->root_directory, (uint64_t)"/data", 5, 0, 0),
           -ENOSYS);
    expect("a misaligned buffer", trap1(ROS_TRAP_MESSAGE_BUFFER, 12), -EINVAL);
    trap1(ROS_TRAP_MESSAGE_BUFFER, 0xdead0000);
    expect("a buffer that is not there", request(server, 100, 0, 0, 0, 0), -EFAULT);
    trap1(ROS_TRAP_MESSAGE_BUFFER, 0);
    expect("no buffer", request(server, 100, 0, 0, 0, 0), -EFAULT);
    trap1(ROS_TRAP_MESSAGE_BUFFER, (uint64_t)ros_buffer());
}

static void bad_requests(uint64_t server, uint64_t file)
{
    expect("no words", request(server, 0, ROS_OP_NULL, 0, 0, 0), -EINVAL);
    expect("an operation that there is not", request(server, 4, 99, 0, 0, 0), -ENOSYS);
    expect("reading the server", request(server, 4, ROS_OP_READ, 64, 0, 0), -ENOSYS);
    expect("closing the server", request(server, 1, ROS_OP_CLOSE, 0, 0, 0), -ENOSYS);
    expect("opening a file", request(file, 4, ROS_OP_OPEN, 0, 0, 4), -ENOSYS);
    expect("a path longer than everything", request(server, 4, ROS_OP_OPEN, 0, 0, UINT64_MAX), -EINVAL);
    expect("no path", request(server, 4, ROS_OP_STAT, 0, 0, 0), -EINVAL);
    expect("a read of more than fits", request(file, 4, ROS_OP_READ, 1ull << 62, 0, 0), -EINVAL);
    expect("a read at a negative offset", request(file, 4, ROS_OP_READ, 64, UINT64_MAX, 0), -EINVAL);
    expect("a write of more than fits", request(file, 4, ROS_OP_WRITE, UINT64_MAX, 0, 0), -EINVAL);
    expect("unknown open flags", request(server, 4, ROS_OP_OPEN, 1ull << 40, 0, 4), -EINVAL);
}

static void floods(uint64_t server)
{
    ros_buffer()->capabilities[0] = ipc_gift((uint32_t)server, ROS_RIGHT_WRITE);
    int64_t result = 0;
    for (int i = 0; i < GIFTS && result >= 0; i++)
        result = request(server, ipc_info(1, 1), ROS_OP_NULL, 0, 0, 0);
    expect("gifts do not fill the server's table", result > 0, 1);
    ros_buffer()->capabilities[0] = ipc_gift(0, ROS_RIGHT_ALL);
    expect("a gift that one does not have", request(server, ipc_info(1, 1), 0, 0, 0, 0), -EBADF);
    int64_t last = 0, opened[OPENS];
    int count = 0;
    while (count < OPENS && (last = ros_open("/data/file.bin", ROS_READ_ONLY, 0)) >= 0)
        opened[count++] = last;
    expect("as many files as one likes", last, -EMFILE);
    while (count)
        expect("close", ros_close(opened[--count]), 0);
}

/* Calls its parent and is gone before the answer comes. */
int peer_main(uint32_t role, int argc, char **argv)
{
    (void)argc, (void)argv;
    uint64_t word = role;
    struct ros_message m = {.words = {word}};
    ipc_trap(ROS_TRAP_MESSAGE_CALL, ros_boot()->inherited[0], 1 | ROS_MESSAGE_INFO_TIMED, 1000, &m);
    ros_exit(0);
}

static void a_client_that_is_gone(void)
{
    struct ros_message m = {0};
    uint64_t never = (uint64_t)ipc_create(ROS_TYPE_NOTIFICATION);
    expect("links", peer_links(1), 0);
    expect("another process", peer_start(1) > 0, 1);
    uint64_t link = ros_buffer()->capabilities[0] & 0xffffffff;
    expect("its call", ipc_trap(ROS_TRAP_MESSAGE_RECEIVE, link, 0, 0, &m), 1 | ROS_MESSAGE_INFO_CALL);
    expect("time", ipc_trap(ROS_TRAP_MESSAGE_WAIT, never, ROS_MESSAGE_INFO_TIMED, 100000, &m), -ETIMEDOUT);
    expect("an answer to nobody", ipc_trap(ROS_TRAP_MESSAGE_REPLY, 0, 1, 0, &m), -ESTALE);
    expect("a process above its parent", trap3(ROS_TRAP_MESSAGE_SPAWN, 1, 0, 1000), -EPERM);
    expect("a call to oneself", request(link, 1, 0, 0, 0, 0), -EDEADLK);
}

int ros_main(int argc, char **argv)
{
    peer_begin(argc, argv);
    start(argc, argv, 1);
    uint64_t server = ros_boot()->endpoint;
    int64_t file = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    expect("open", file > 0, 1);
    bad_messages(server);
    bad_requests(server, (uint64_t)file);
    floods(server);
    a_client_that_is_gone();
    expect("the server still reads", ros_read(file, buffer, sizeof(buffer), 0), sizeof(buffer));
    expect("the right bytes", (int64_t)checksum(buffer, sizeof(buffer)),
           (int64_t)pattern_checksum(0, sizeof(buffer)));
    expect("close", ros_close(file), 0);
    expect("read after close", ros_read(file, buffer, 64, 0), -ESTALE);
    return verdict("hostile-messages", right);
}
