/* A unikernel: program and library OS are one image in one address space, and a request is a function call. On
   cached data the functions below are the whole operation. The rest of the library OS is the kernel model; it is
   entered by a trap, because an engine has no other way out, and paid as a call. Descriptor table, objects and page
   cache are memory like any other: what the program writes there, by will or by mistake, is what counts. */
#define ROS_IS_SERVICE /* no handle stands for what the program is itself */
#include "bootstrap.h"
#include "no_capabilities.h"
#include "note.h"

#define SERVICE __attribute__((noinline, section(ROS_SECTION_SERVICE)))

ROS_NOTE(ROS_NOTE_MECHANISM, "unikernel");

static struct ros_service_data *const os = (struct ros_service_data *)ROS_DIRECT_TABLES;

int64_t ros_copy_bytes(void *to, const void *from, uint64_t bytes);

int64_t ros_start(const struct ros_options *options)
{
    (void)options;
    return acquire(ROS_BOOT_WANT_DIRECT, 0, 0);
}

SERVICE static int64_t model(uint32_t op, int64_t descriptor, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3)
{
    os->trapped[op]++;
    return trap6(ROS_TRAP_UNIKERNEL_CALL, op, (uint64_t)descriptor, a0, a1, a2, a3);
}

/* The entry of an open descriptor, or 0. */
static inline const struct ros_capability *entry(int64_t descriptor)
{
    uint32_t slot = (uint32_t)descriptor & ((1u << ROS_DIRECT_CAPABILITY_SLOT_BITS) - 1);
    if (slot >= os->capability_count)
        return 0;
    const struct ros_capability *found = (const struct ros_capability *)os->capabilities + slot;
    return found->type == ROS_TYPE_NONE ? 0 : found;
}

static inline const struct ros_object *file(const struct ros_capability *descriptor)
{
    const struct ros_object *object = (const struct ros_object *)os->objects + descriptor->object;
    return descriptor->type == ROS_TYPE_FILE && !object->untrusted ? object : 0;
}

/* The page cache's entry of a page of a file that is there and, if asked, writable; 0 with a negative errno. */
static inline struct ros_page *cached(int64_t descriptor, const struct ros_object *object, uint64_t index,
                                      uint32_t op, uint32_t flags, int64_t *error)
{
    for (int tries = 0; tries < 2; tries++) {
        if (__builtin_expect(index < object->page_count, 1)) {
            struct ros_page *page = (struct ros_page *)object->pages + index;
            if (__builtin_expect(page->address && (page->flags & flags) == flags, 1))
                return page;
        }
        os->trapped[op]++;
        *error = trap3(ROS_TRAP_UNIKERNEL_FILL, (uint64_t)descriptor, index, flags);
        if (*error < 0)
            return 0;
    }
    *error = -EIO;
    return 0;
}

/* READ and WRITE inside the file, page by page. */
SERVICE static int64_t transfer(uint32_t op, int64_t descriptor, char *buffer, uint64_t length, uint64_t offset)
{
    int writing = op == ROS_OP_WRITE;
    uint32_t right = writing ? ROS_RIGHT_WRITE : ROS_RIGHT_READ;
    const struct ros_capability *open = entry(descriptor);
    if (!open || (open->rights & right) != right)
        return -EBADF;
    const struct ros_object *object = file(open);
    if (!object)
        return model(op, descriptor, (uint64_t)buffer, length, offset, 0);
    uint64_t bytes = object->bytes;
    if (writing && (offset > bytes || length > bytes - offset))
        return model(op, descriptor, (uint64_t)buffer, length, offset, 0);
    if (length == 0 || offset >= bytes)
        return 0;
    if (length > bytes - offset)
        length = bytes - offset;
    uint64_t done = 0;
    while (done < length) {
        uint64_t at = offset + done;
        uint64_t in_page = at % ROS_PAGE_SIZE;
        uint64_t chunk = ROS_PAGE_SIZE - in_page;
        int64_t error;
        if (chunk > length - done)
            chunk = length - done;
        struct ros_page *page = cached(descriptor, object, at / ROS_PAGE_SIZE, op,
                                       writing ? ROS_DIRECT_PAGE_WRITABLE : 0, &error);
        if (!page)
            return done ? (int64_t)done : error;
        char *ours = (char *)page->address + in_page;
        if (writing) {
            page->flags |= ROS_DIRECT_PAGE_DIRTY;
            ros_copy_bytes(ours, buffer + done, chunk);
        } else {
            ros_copy_bytes(buffer + done, ours, chunk);
        }
        done += chunk;
    }
    os->served[op]++;
    return (int64_t)length;
}

SERVICE int64_t ros_null(void)
{
    os->served[ROS_OP_NULL]++;
    return os->parent_process_id;
}

int64_t ros_open(const char *path, uint32_t flags, uint32_t mode)
{
    return model(ROS_OP_OPEN, block.root_directory, (uint64_t)path, strlen(path), flags, mode);
}

int64_t ros_close(int64_t descriptor)
{
    return model(ROS_OP_CLOSE, descriptor, 0, 0, 0, 0);
}

int64_t ros_read(int64_t descriptor, void *buffer, uint64_t length, uint64_t offset)
{
    return transfer(ROS_OP_READ, descriptor, buffer, length, offset);
}

int64_t ros_write(int64_t descriptor, const void *buffer, uint64_t length, uint64_t offset)
{
    return transfer(ROS_OP_WRITE, descriptor, (char *)buffer, length, offset);
}

int64_t ros_stat(const char *path, struct ros_stat *stat)
{
    return model(ROS_OP_STAT, block.root_directory, (uint64_t)path, strlen(path), (uint64_t)stat, 0);
}

/* The page cache's own page: there is nobody to hide it from. */
SERVICE int64_t ros_map_read(int64_t descriptor, uint64_t offset)
{
    const struct ros_capability *open = entry(descriptor);
    const struct ros_object *object = open ? file(open) : 0;
    int64_t error;
    if (!object || !(open->rights & ROS_RIGHT_READ))
        return -EBADF;
    if (offset % ROS_PAGE_SIZE || offset >= object->bytes)
        return -EINVAL;
    struct ros_page *page = cached(descriptor, object, offset / ROS_PAGE_SIZE, ROS_OP_MAP_READ, 0, &error);
    if (!page)
        return error;
    os->served[ROS_OP_MAP_READ]++;
    return (int64_t)page->address;
}

int64_t ros_unmap(int64_t descriptor, int64_t address, uint64_t offset)
{
    (void)descriptor, (void)offset;
    return address > 0 ? 0 : -EINVAL;
}

void ros_submit(struct ros_future *future, uint32_t op, int64_t descriptor, uint64_t a0, uint64_t a1, uint64_t a2)
{
    if (op == ROS_OP_NULL)
        future->result = ros_null();
    else if (op == ROS_OP_READ || op == ROS_OP_WRITE)
        future->result = transfer(op, descriptor, (char *)a0, a1, a2);
    else
        future->result = -ENOSYS;
    future->done = 1;
}

#include "immediate.h"
