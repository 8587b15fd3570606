/* One process against another, of the Linux ABI: the second is a fork, and shares one page. way=N:
   1 uses the number of a descriptor of the other, opened before the fork, or with late=1 after it
   2 changes a path on another core between the deputy's check and its call, at every start within a window
   3 fills its table of descriptors; the other still opens a file */
#include "attack.h"
#include "fork.h"

enum { HERE = -100, WINDOW = 64, STEPS = 16 };

static struct shared {
    uint32_t turn;  /* of the attacker: start when it is the next number */
    uint32_t ready; /* the attacker has come so far */
    char path[32];
    int64_t descriptor;
} *shared;

static int64_t open_path(const char *path)
{
    return trap4(LINUX_OPENAT, (uint64_t)HERE, (uint64_t)path, ROS_READ_ONLY, 0);
}

static int64_t read_from(int64_t descriptor)
{
    return trap4(LINUX_PREAD64, (uint64_t)descriptor, (uint64_t)loot, SECRET_BYTES, 0);
}

WAY static void foreign_descriptor(int late)
{
    if (!late)
        shared->descriptor = open_path(SECRET);
    int64_t child = fork_process();
    if (child == 0) {
        await(&shared->ready, 1);
        int64_t result = read_from(shared->descriptor);
        if (result == SECRET_BYTES && is_secret(loot))
            obtained_secret(loot);
        else
            refused("descriptor of another process", result);
        ros_exit(0);
    }
    if (late)
        shared->descriptor = open_path(SECRET);
    store_release(&shared->ready, 1);
    wait_for(child);
}

static inline void wait_steps(uint32_t count)
{
    for (uint32_t i = 0; i < count * STEPS; i++)
        __asm__ volatile("" : : : "memory");
}

static void attacker(void)
{
    for (uint32_t turn = 1; turn <= WINDOW; turn++) {
        store_release(&shared->ready, turn);
        await(&shared->turn, turn);
        wait_steps(turn);
        memcpy(shared->path, SECRET, sizeof(SECRET));
    }
    ros_exit(0);
}

WAY static void changed_path(void)
{
    uint32_t hits = 0;
    int64_t child = fork_process();
    if (child == 0)
        attacker();
    for (uint32_t turn = 1; turn <= WINDOW; turn++) {
        await(&shared->ready, turn);
        memcpy(shared->path, PUBLIC, sizeof(PUBLIC));
        store_release(&shared->turn, turn);
        wait_steps(WINDOW / 2); /* so that the window begins before the check */
        if (memcmp(shared->path, "/data/", 6) != 0)
            continue;
        int64_t descriptor = open_path(shared->path);
        if (descriptor >= 0 && read_from(descriptor) == SECRET_BYTES && is_secret(loot) && !hits++)
            obtained_secret(loot);
        trap1(LINUX_CLOSE, (uint64_t)descriptor);
    }
    wait_for(child);
    char text[] = "00 of 64 starts hit";
    text[0] = (char)('0' + hits / 10);
    text[1] = (char)('0' + hits % 10);
    say("window ", text);
    if (!hits)
        refused("the kernel had fetched the path", 0);
}

WAY static void exhaust(void)
{
    int64_t child = fork_process();
    if (child == 0) {
        while (open_path(PUBLIC) >= 0)
            ;
        store_release(&shared->ready, 1);
        await(&shared->turn, 1);
        ros_exit(0);
    }
    await(&shared->ready, 1);
    int64_t mine = open_path(PUBLIC);
    store_release(&shared->turn, 1);
    wait_for(child);
    if (mine < 0)
        say("obtained control ", "another process has no descriptor left");
    else
        refused("the table that is full is the attacker's own", 0);
}

int ros_main(int argc, char **argv)
{
    shared = shared_page();
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        foreign_descriptor((int)parameter(argc, argv, "late", 0));
        break;
    case 2:
        changed_path();
        break;
    case 3:
        exhaust();
        break;
    default:
        return 64;
    }
    return 0;
}
