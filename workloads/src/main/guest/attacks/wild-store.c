/* A program that writes where its kernel keeps its state; over direct and unikernel. A file is open for reading only;
   the program gives itself the right to write in the table of descriptors, and writes the file. way=N:
   1 store into the descriptor table, then ros_write
   2 store into the page cache itself, whose address is in the object's page table
   3 store into the process's own identity (what the empty operation answers)
   Over unikernel nothing stands in between: exit status 1, the attack succeeded. Over direct with keys or capabilities
   the program is killed by SIGSEGV (139) where it first looks. With signed handles it may look and store, but the
   signature covers the rights (way 1, exit status 0: the file is as it was) and the pages of a file that is only read
   are read-only (way 2, SIGSEGV); the identity is not guarded (way 3, exit status 1) unless the service is closed. */
#include "handle.h"
#include "measure.h"

static struct ros_service_data *const os = (struct ros_service_data *)ROS_DIRECT_TABLES;
static volatile char before, after;

static void first_byte(int64_t handle, volatile char *into)
{
    char byte = 0;
    ros_read(handle, &byte, 1, 0);
    *into = byte;
}

int ros_main(int argc, char **argv)
{
    start(argc, argv, 1);
    int64_t handle = ros_open("/data/file.bin", ROS_READ_ONLY, 0);
    first_byte(handle, &before);
    char other = (char)(before ^ 0x5a);
    int64_t parent = ros_null();
    if (handle < 0 || ros_write(handle, &other, 1, 0) >= 0)
        return 65; /* it must be refused, else there is nothing to attack */
    struct ros_capability *table = (struct ros_capability *)os->capabilities;
    struct ros_capability *mine = table + (handle_index((gate_handle)handle) & ((1u << ROS_DIRECT_CAPABILITY_SLOT_BITS) - 1));
    struct ros_object *object = (struct ros_object *)os->objects + mine->object;
    struct ros_page *page = (struct ros_page *)object->pages;
    int succeeded = 0;
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        mine->rights |= ROS_RIGHT_WRITE;
        page->flags |= ROS_DIRECT_PAGE_WRITABLE;
        ros_write(handle, &other, 1, 0);
        break;
    case 2:
        *(volatile char *)page->address = other;
        break;
    case 3:
        os->parent_process_id ^= 1;
        succeeded = ros_null() != parent;
        break;
    default:
        return 64;
    }
    first_byte(handle, &after);
    succeeded |= after == other;
    return verdict("wild-store", !succeeded);
}
