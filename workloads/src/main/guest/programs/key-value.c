/* What do gets and sets cost of a store whose popular keys are asked for most?
   The store is a file: a hash table with open addressing, a slot for each key with its value. Every look at it is an
   operation of the mechanism; nothing of it is kept in user memory.
   Stretch 1: a burst of gets and sets as the mix draws them. Stretch 2: one get. Stretch 3: one set. What a get
   brings is used, every byte. Parameters: iterations, warmup, keys, skew, sets, value, burst, seed, poll, idle. */
#include "draw.h"
#include "measure.h"

enum { STRETCH_MIX = 1, STRETCH_GET = 2, STRETCH_SET = 3 };
enum { MAX_KEYS = 16384, MAX_VALUE = 1024, MAX_BURST = 64, HEAD = 16, PERCENT = 100 };

struct slot { /* of the file; key 0: free */
    uint64_t key, version;
    uint64_t words[MAX_VALUE / 8];
};
_Static_assert(sizeof(struct slot) == HEAD + MAX_VALUE, "no holes");

struct request {
    uint64_t key;
    uint32_t is_set;
};

static struct slot slot __attribute__((aligned(4096)));
static uint64_t upto[MAX_KEYS] __attribute__((aligned(4096))); /* of 2^63 draws, those up to this rank */
static uint64_t keys, sets, value_bytes, slot_bytes, slots;
static uint64_t random_state, versions, digest;
static int64_t store;

static uint64_t key_of_rank(uint64_t rank)
{
    return scatter(rank + 1);
}

static void use(uint64_t word)
{
    digest = (digest << 7 | digest >> 57) + word;
}

/* Where a key's slot is, or the free one where it would be. The slot's first `bytes` are read with it. */
static int64_t find(uint64_t key, uint64_t bytes, uint64_t *at)
{
    for (uint64_t probe = 0; probe < slots; probe++) {
        *at = ((key + probe) & (slots - 1)) * slot_bytes;
        if (ros_read(store, &slot, bytes, *at) != (int64_t)bytes)
            return -EIO;
        if (slot.key == key)
            return 0;
        if (!slot.key)
            return -ENOENT;
    }
    return -ENOENT;
}

static int get(uint64_t key)
{
    uint64_t at;
    if (find(key, slot_bytes, &at) != 0)
        return 0;
    use(slot.version);
    for (uint64_t i = 0; i < value_bytes / 8; i++)
        use(slot.words[i]);
    return 1;
}

static int set(uint64_t key)
{
    uint64_t at;
    if (find(key, HEAD, &at) != 0)
        return 0;
    slot.version = ++versions;
    uint64_t state = key ^ versions;
    for (uint64_t i = 0; i < value_bytes / 8; i++)
        slot.words[i] = next_draw(&state);
    return ros_write(store, &slot, slot_bytes, at) == (int64_t)slot_bytes;
}

static struct request draw(void)
{
    uint64_t where = next_draw(&random_state) >> 1, low = 0, high = keys - 1;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (upto[middle] > where)
            high = middle;
        else
            low = middle + 1;
    }
    uint32_t is_set = next_draw(&random_state) % PERCENT < sets;
    return (struct request){key_of_rank(low), is_set};
}

static int serve(const struct request *request)
{
    return request->is_set ? set(request->key) : get(request->key);
}

static int read_whole(const char *path, void *into, uint64_t bytes)
{
    int64_t file = ros_open(path, ROS_READ_ONLY, 0);
    int right = file >= 0;
    for (uint64_t done = 0; right && done < bytes; done += ROS_PAGE_SIZE) {
        uint64_t part = bytes - done < ROS_PAGE_SIZE ? bytes - done : ROS_PAGE_SIZE;
        right = ros_read(file, (char *)into + done, part, done) == (int64_t)part;
    }
    return right && ros_close(file) == 0;
}

int ros_main(int argc, char **argv)
{
    static struct request requests[MAX_BURST];
    uint64_t expected[2] = {0, 0}, at;
    uint64_t iterations = parameter(argc, argv, "iterations", 200);
    uint64_t warmup = parameter(argc, argv, "warmup", 50);
    uint64_t burst = parameter(argc, argv, "burst", 16);
    keys = parameter(argc, argv, "keys", 1024);
    sets = parameter(argc, argv, "sets", 10);
    value_bytes = parameter(argc, argv, "value", 256) / 8 * 8;
    random_state = parameter(argc, argv, "seed", 1);
    if (keys < 1 || keys > MAX_KEYS || value_bytes < 8 || value_bytes > MAX_VALUE || burst < 1 || burst > MAX_BURST)
        ros_exit(1);
    slot_bytes = HEAD + value_bytes;
    for (slots = 2; slots < 2 * keys; slots *= 2)
        ;
    start(argc, argv, 1);
    int right = read_whole("/data/popularity.bin", upto, keys * 8);
    right &= read_whole("/data/expected.bin", expected, sizeof(expected));
    store = ros_open("/data/store.bin", ROS_READ_WRITE, 0);
    right &= store >= 0 && find(key_of_rank(keys), slot_bytes, &at) == -ENOENT;
    for (uint64_t round = 0; right && round < warmup + iterations; round++) {
        for (uint64_t i = 0; i < burst; i++)
            requests[i] = draw();
        if (round == warmup)
            measure_baseline();
        if (round >= warmup)
            marker(MARKER_BEGIN, STRETCH_MIX);
        for (uint64_t i = 0; i < burst; i++)
            right &= serve(&requests[i]);
        if (round >= warmup)
            marker(MARKER_END, burst);
    }
    for (uint64_t i = 0; right && i < iterations; i++) {
        struct request request = draw();
        marker(MARKER_BEGIN, request.is_set ? STRETCH_SET : STRETCH_GET);
        right &= serve(&request);
        marker(MARKER_END, 1);
    }
    right &= digest == expected[0];
    digest = 0;
    for (uint64_t rank = 0; right && rank < keys; rank++)
        right &= get(key_of_rank(rank));
    right &= digest == expected[1] && ros_close(store) == 0;
    return verdict("key-value", right);
}
