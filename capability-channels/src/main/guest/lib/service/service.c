/* The in-process service of tier 1: what an operation does without leaving the process. Kernel-owned: it is
   linked into an image of its own, runs under the service key, and believes the tables that the kernel writes
   and nothing that the user passes. */
#include "handle.h"
#include "note.h"
#include "memory.h"
#include "trap.h"
#include "rustos_abi.h"

#define SERVICE __attribute__((noinline, section(ROS_SECTION_SERVICE)))
#define CAPABILITY_CHECK __attribute__((noinline, section(ROS_SECTION_CAPABILITY_CHECK)))

ROS_NOTE(ROS_NOTE_SERVICE, "direct");

enum { BOOT_GRANTS = 3 }; /* first fillings of the first slots: the process, its root directory, its console */

static struct ros_service_data *const data = (struct ros_service_data *)ROS_DIRECT_TABLES;

int64_t ros_copy_bytes(void *to, const void *from, uint64_t bytes);

/* The object behind a handle if the capability allows the operation: its address, or a negative errno. */
CAPABILITY_CHECK static int64_t check(gate_handle handle, uint32_t right, uint32_t type)
{
    uint32_t index = signed_index(handle);
    uint32_t slot = index & ((1u << ROS_DIRECT_CAPABILITY_SLOT_BITS) - 1);
    if (slot >= data->capability_count)
        return -EBADF;
    const struct ros_capability *capability = (struct ros_capability *)data->capabilities + slot;
    if (capability->generation != index >> ROS_DIRECT_CAPABILITY_SLOT_BITS)
        return -EBADF; /* the index speaks of an earlier filling of the slot */
    if (capability->type == ROS_TYPE_NONE)
        return -EBADF;
    if (HANDLES_ARE_SIGNED) {
        int64_t refused = authenticate(&capability, handle);
        if (refused)
            return refused;
    }
    if (capability->type != type)
        return -EINVAL;
    const struct ros_object *object = (struct ros_object *)data->objects + capability->object;
    if (capability->epoch != object->epoch)
        return -ESTALE;
    if (capability->expiry && capability->expiry <= cycle_counter())
        return -ESTALE;
    if ((capability->rights & right) != right)
        return -EACCES;
    if (object->untrusted)
        return -EOPNOTSUPP;
    return (int64_t)object;
}

/* The signature of a handle that goes on to the kernel, which checks everything else by the index. */
CAPABILITY_CHECK static int64_t genuine(gate_handle handle)
{
    uint32_t index = signed_index(handle);
    uint32_t slot = index & ((1u << ROS_DIRECT_CAPABILITY_SLOT_BITS) - 1);
    if (slot >= data->capability_count)
        return -EBADF;
    const struct ros_capability *capability = (struct ros_capability *)data->capabilities + slot;
    if (capability->generation != index >> ROS_DIRECT_CAPABILITY_SLOT_BITS || capability->type == ROS_TYPE_NONE)
        return -EBADF;
    return authenticate(&capability, handle);
}

/* A buffer that the user may name: the service's rights must not reach what the user's do not. */
static inline int is_user_range(uint64_t address, uint64_t bytes)
{
    uint64_t end = address + bytes;
    return end >= address && (end <= ROS_DIRECT_LOW || address >= ROS_DIRECT_HIGH);
}

SERVICE static int64_t kernel(uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    if (HANDLES_ARE_SIGNED) {
        /* Bare are only those of the bootstrap: what comes back is signed, so a guess must not come in. */
        if (!is_signed(handle) && handle_index(handle) > BOOT_GRANTS)
            return -EBADF;
        int64_t refused = is_signed(handle) ? genuine(handle) : 0;
        if (refused)
            return refused;
    }
    data->trapped[op]++;
    return trap6(ROS_TRAP_DIRECT_KERNEL, op, handle_index(handle), a0, a1, a2, a3);
}

/* The mirror's entry of a page that is there and, if asked, writable: its address, or a negative errno. */
SERVICE static int64_t fill(uint32_t op, gate_handle handle, const struct ros_object *object, uint64_t index,
                            uint32_t flags)
{
    data->trapped[op]++;
    int64_t result = trap3(ROS_TRAP_DIRECT_FILL, handle_index(handle), index, flags);
    if (result < 0)
        return result;
    if (index >= object->page_count)
        return -EIO;
    struct ros_page *page = (struct ros_page *)object->pages + index;
    return page->address && (page->flags & flags) == flags ? (int64_t)page : -EIO;
}

static inline int64_t mirrored(uint32_t op, gate_handle handle, const struct ros_object *object, uint64_t index,
                               uint32_t flags)
{
    if (__builtin_expect(index < object->page_count, 1)) {
        struct ros_page *page = (struct ros_page *)object->pages + index;
        if (__builtin_expect(page->address && (page->flags & flags) == flags, 1))
            return (int64_t)page;
    }
    return fill(op, handle, object, index, flags);
}

/* READ and WRITE inside the file, page by page. */
SERVICE static int64_t transfer(uint32_t op, gate_handle handle, uint64_t buffer, uint64_t length, uint64_t offset)
{
    int writing = op == ROS_OP_WRITE;
    int64_t checked = check(handle, writing ? ROS_RIGHT_WRITE : ROS_RIGHT_READ, ROS_TYPE_FILE);
    if (checked == -EINVAL)
        return kernel(op, handle, buffer, length, offset, 0); /* no file: perhaps a console */
    if (checked < 0)
        return checked;
    const struct ros_object *object = (const struct ros_object *)checked;
    uint64_t bytes = object->bytes;
    if (writing && (offset > bytes || length > bytes - offset))
        return kernel(op, handle, buffer, length, offset, 0);
    if (length == 0 || offset >= bytes)
        return 0;
    if (length > bytes - offset)
        length = bytes - offset;
    if (!is_user_range(buffer, length))
        return -EFAULT;
    uint64_t done = 0;
    while (done < length) {
        uint64_t at = offset + done;
        uint64_t in_page = at % ROS_PAGE_SIZE;
        uint64_t chunk = ROS_PAGE_SIZE - in_page;
        if (chunk > length - done)
            chunk = length - done;
        int64_t found = mirrored(op, handle, object, at / ROS_PAGE_SIZE, writing ? ROS_DIRECT_PAGE_WRITABLE : 0);
        if (found < 0)
            return done ? (int64_t)done : found;
        struct ros_page *page = (struct ros_page *)found;
        char *mine = (char *)page->address + in_page;
        char *theirs = (char *)buffer + done;
        if (writing)
            page->flags |= ROS_DIRECT_PAGE_DIRTY;
        int64_t copied = writing ? ros_copy_bytes(mine, theirs, chunk) : ros_copy_bytes(theirs, mine, chunk);
        if (copied < 0)
            return done ? (int64_t)done : copied;
        done += chunk;
    }
    data->served[op]++;
    return (int64_t)length;
}

SERVICE static int64_t stat(gate_handle handle, uint64_t buffer)
{
    int64_t checked = check(handle, ROS_RIGHT_STAT, ROS_TYPE_FILE);
    if (checked == -EINVAL)
        return kernel(ROS_OP_STAT, handle, 0, 0, buffer, 0); /* no file: perhaps a directory */
    if (checked < 0)
        return checked;
    const struct ros_object *object = (const struct ros_object *)checked;
    struct ros_stat result;
    if (!is_user_range(buffer, sizeof(result)))
        return -EFAULT;
    uint64_t *words = (uint64_t *)&result;
    for (unsigned i = 0; i < sizeof(result) / sizeof(*words); i++)
        words[i] = 0;
    result.object = object->number;
    result.bytes = object->bytes;
    result.mode = object->mode;
    result.links = object->links;
    result.modified = object->modified;
    data->served[ROS_OP_STAT]++;
    return ros_copy_bytes((void *)buffer, &result, sizeof(result));
}

SERVICE static int64_t map(gate_handle handle, uint64_t offset)
{
    int64_t checked = check(handle, ROS_RIGHT_MAP, ROS_TYPE_FILE);
    if (checked < 0)
        return checked;
    const struct ros_object *object = (const struct ros_object *)checked;
    if (offset % ROS_PAGE_SIZE || offset >= object->bytes)
        return -EINVAL;
    int64_t found = mirrored(ROS_OP_MAP_READ, handle, object, offset / ROS_PAGE_SIZE, 0);
    if (found < 0)
        return found;
    struct ros_page *page = (struct ros_page *)found;
    if (page->grant == 0) {
        int64_t mapped = kernel(ROS_OP_MAP_READ, handle, 0, 0, offset, 0);
        if (mapped < 0)
            return mapped;
        page->grants++;
        return mapped;
    }
    page->grants++;
    data->served[ROS_OP_MAP_READ]++;
    return (int64_t)page->grant;
}

SERVICE static int64_t unmap(gate_handle handle, uint64_t address, uint64_t offset)
{
    int64_t checked = check(handle, ROS_RIGHT_MAP, ROS_TYPE_FILE);
    if (checked < 0)
        return checked;
    const struct ros_object *object = (const struct ros_object *)checked;
    uint64_t index = offset / ROS_PAGE_SIZE;
    if (index >= object->page_count)
        return -EINVAL;
    struct ros_page *page = (struct ros_page *)object->pages + index;
    if (page->grants == 0 || page->grant != address)
        return -EINVAL;
    page->grants--; /* the kernel takes the mapping back when it needs the frame */
    data->served[ROS_OP_UNMAP_GRANT]++;
    return 0;
}

/* The gate calls this. */
SERVICE int64_t ros_serve(uint32_t op, gate_handle handle, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    switch (op) {
    case ROS_OP_NULL:
        data->served[ROS_OP_NULL]++;
        return data->parent_process_id;
    case ROS_OP_READ:
    case ROS_OP_WRITE:
        return transfer(op, handle, a0, a1, a2);
    case ROS_OP_MAP_READ:
        return map(handle, a2);
    case ROS_OP_UNMAP_GRANT:
        return unmap(handle, a0, a2);
    case ROS_OP_STAT:
        return a1 == 0 ? stat(handle, a2) : kernel(op, handle, a0, a1, a2, a3);
    default:
        return op < ROS_OP_COUNT ? kernel(op, handle, a0, a1, a2, a3) : -ENOSYS;
    }
}
