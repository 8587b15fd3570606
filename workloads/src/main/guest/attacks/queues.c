/* Races and lies that need requests as the library never writes them. way=N:
   1 a path that leads out of the directory that the deputy opened it below
   2 a path that is changed after the deputy checked it: before the doorbell, or with poll=1 while another core
     takes the entry
   3 an entry whose handle is changed while another core takes it (poll=1)
   4 a tail beyond the queue: entries that nobody submitted
   5 more requests than there is place for answers
   6 a read into the program's own code
   7 a use while another core revokes, at every start within the window (poll=1)
   8 an entry that its producer has for itself and did not fill yet, while another submits; producers=2: on a queue
     that is made for several
   2 and 3 try every start of the change within a window of WINDOW steps. */
#include "raw.h"

enum { WINDOW = 160, STEPS = 4, PATH_BYTES = 16 };

static char path[PATH_BYTES];

static inline void wait_steps(uint32_t count)
{
    for (uint32_t i = 0; i < count * STEPS; i++)
        __asm__ volatile("" : : : "memory");
}

static void say_offsets(uint32_t hits, uint32_t first, uint32_t last)
{
    char text[] = "000 of 160 starts hit, first 000, last 000";
    uint32_t values[] = {hits, first, last};
    static const int places[] = {0, 29, 39};
    for (int i = 0; i < 3; i++)
        for (int digit = 2; digit >= 0; digit--, values[i] /= 10)
            text[places[i] + digit] = (char)('0' + values[i] % 10);
    say("window ", text);
}

WAY static void escape(void)
{
    int64_t data = raw_open(raw_root(), "/data", ROS_READ_ONLY);
    raw_secret("path out of the directory of its handle", raw_open(data, "../secret/key", ROS_READ_ONLY));
}

/* What a deputy may do for its client: it looks, and what it looked at is the client's memory. */
static int64_t deputy_submits(void)
{
    memcpy(path, PUBLIC, sizeof(PUBLIC));
    if (memcmp(path, "/data/", 6) != 0)
        return -EACCES;
    if (!raw_queued())
        return raw_open(raw_root(), path, ROS_READ_ONLY);
    raw_submit(ROS_OP_OPEN, raw_root(), (uint64_t)path, strlen(PUBLIC), ROS_READ_ONLY, 0);
    return 0;
}

static void client_changes(void)
{
    /* as long as the honest path, slashes count for nothing */
    memcpy(path, "///secret//key", sizeof("///secret//key"));
}

WAY static void changed_path(void)
{
    uint32_t hits = 0, first = WINDOW, last = 0, window = raw.polls ? WINDOW : 1;
    for (uint32_t offset = 0; offset < window; offset++) {
        int64_t result = deputy_submits();
        wait_steps(offset);
        client_changes();
        if (raw_queued()) {
            raw_ring();
            result = raw_take();
        }
        result = result < 0 ? result : raw_call(ROS_OP_READ, result, (uint64_t)loot, SECRET_BYTES, 0, 0);
        if (result == SECRET_BYTES && is_secret(loot)) {
            if (!hits++)
                obtained_secret(loot);
            first = offset < first ? offset : first;
            last = offset;
        }
        loot[0] = 0;
    }
    if (raw.polls)
        say_offsets(hits, hits ? first : 0, last);
    if (!hits)
        refused("the kernel had fetched the path", 0);
}

WAY static void changed_entry(void)
{
    uint32_t hits = 0, first = WINDOW, last = 0;
    int64_t allowed = raw_open(raw_root(), PUBLIC, ROS_READ_ONLY), result = 0;
    int64_t whole = raw_open(raw_root(), SECRET, ROS_READ_ONLY);
    int64_t weak = raw_call(ROS_OP_DERIVE, whole, ROS_RIGHT_STAT, 0, 0, 0);
    for (uint32_t offset = 0; offset < WINDOW; offset++) {
        loot[0] = 0;
        volatile struct ros_submission *entry =
            raw_submit(ROS_OP_READ, allowed, (uint64_t)loot, SECRET_BYTES, 0, 0);
        wait_steps(offset);
        entry->handle = (uint32_t)handle_argument(weak);
        int64_t now = raw_take();
        result = now < 0 ? now : result;
        if (is_secret(loot)) {
            hits++;
            first = offset < first ? offset : first;
            last = offset;
            obtained_secret(loot);
        }
    }
    say_offsets(hits, hits ? first : 0, last);
    if (!hits)
        refused("an entry is what it was at one moment", result);
}

WAY static void wild_tail(void)
{
    raw_call(ROS_OP_NULL, 0, 0, 0, 0, 0);
    uint32_t before = raw.header->cq_tail;
    raw_submit(ROS_OP_NULL, 0, 0, 0, 0, 0);
    store_release(&raw.header->sq_tail, raw.tail + RAW_ENTRIES);
    int64_t told = raw_ring();
    if (raw.header->cq_tail - before > 1)
        say("obtained control ", "entries ran that nobody submitted");
    else
        refused("tail beyond the queue", told);
}

WAY static void flood(void)
{
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < RAW_ENTRIES; i++)
            raw_submit(ROS_OP_NULL, 0, 0, 0, 0, 0);
        raw_ring();
        if (raw.tail - raw.header->sq_head >= RAW_ENTRIES)
            break; /* nothing more is taken: the back-pressure */
    }
    uint32_t answers = raw.header->cq_tail - raw.taken;
    if (answers > RAW_ENTRIES)
        say("obtained control ", "answers were written over answers that nobody read");
    else
        refused("no entry is taken whose answer has no place", 0);
}

static __attribute__((noinline, aligned(64), used)) int target(void)
{
    __asm__ volatile("nop\n nop\n nop\n nop");
    return 1;
}

WAY static void read_into_code(void)
{
    int64_t file = raw_open(raw_root(), PUBLIC, ROS_READ_ONLY);
    const volatile char *code = (const volatile char *)(uint64_t)target;
    int64_t result = raw_call(ROS_OP_READ, file, (uint64_t)code, 4, 0, 0);
    if (result > 0 && code[0] == 'p' && code[1] == 'u')
        say("obtained control ", "the kernel wrote over code that the program may only execute");
    else
        refused("buffer that may not be written", result);
}

/* By tier 1 where there is one, so that the use and the revocation are on two cores at a time. */
static int64_t use(int64_t handle)
{
    return raw_block.flags & ROS_BOOT_WANT_DIRECT
               ? gate_call(raw_block.gate, ROS_OP_READ, (gate_handle)handle, (uint64_t)loot, SECRET_BYTES, 0, 0)
               : raw_call(ROS_OP_READ, handle, (uint64_t)loot, SECRET_BYTES, 0, 0);
}

WAY static void use_during_revoke(void)
{
    uint32_t hits = 0;
    int64_t whole = raw_open(raw_root(), SECRET, ROS_READ_ONLY), result = 0;
    for (uint32_t offset = 0; offset < WINDOW; offset += STEPS) {
        int64_t child = raw_call(ROS_OP_DERIVE, whole, ROS_RIGHT_READ, 0, 0, 0);
        use(child);
        loot[0] = 0;
        raw_submit(ROS_OP_REVOKE, whole, 0, 0, 0, 0);
        wait_steps(offset);
        if (raw_block.flags & ROS_BOOT_WANT_DIRECT)
            while (load_acquire(&raw.header->cq_tail) == raw.taken)
                use(child);
        raw_take();
        loot[0] = 0;
        result = use(child);
        if (result == SECRET_BYTES && is_secret(loot) && !hits++)
            obtained_secret(loot);
    }
    if (!hits)
        refused("use after the revocation returned", result);
}

/* An earlier lap read the secret for somebody else, and he wiped it. The first producer takes the slot of that
   entry and is held up; the second submits behind it. */
WAY static void unfilled_entry(void)
{
    int64_t whole = raw_open(raw_root(), SECRET, ROS_READ_ONLY);
    raw_call(ROS_OP_READ, whole, (uint64_t)loot, SECRET_BYTES, 0, 0);
    while (raw.tail % RAW_ENTRIES != 1) /* round, until the next slot is that of the read */
        raw_call(ROS_OP_NULL, 0, 0, 0, 0, 0);
    memset(loot, 0, sizeof(loot));
    store_release(&raw.header->sq_tail, ++raw.tail);
    raw_submit(ROS_OP_NULL, 0, 0, 0, 0, 0);
    raw_ring();
    if (is_secret(loot))
        obtained_secret(loot);
    else
        refused("an entry that nobody filled in this lap", 0);
}

int ros_main(int argc, char **argv)
{
    raw_start((uint32_t)parameter(argc, argv, "poll", 0), (uint32_t)parameter(argc, argv, "producers", 1));
    switch (parameter(argc, argv, "way", 1)) {
    case 1:
        escape();
        break;
    case 2:
        changed_path();
        break;
    case 3:
        changed_entry();
        break;
    case 4:
        wild_tail();
        break;
    case 5:
        flood();
        break;
    case 6:
        read_into_code();
        break;
    case 7:
        use_during_revoke();
        break;
    case 8:
        unfilled_entry();
        break;
    default:
        return 64;
    }
    return 0;
}
