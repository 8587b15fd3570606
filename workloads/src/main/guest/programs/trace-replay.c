/* What do the calls of a real program cost? A log of strace, made into operations and a tree of files by
   org.rustos.workloads.trace, is done again: its sequence, sizes and handles; its times are no costs.
   Stretch 1: the whole log, an operation each. Stretches 2 to 7: one operation of a kind (null, open, close, read,
   write, stat), in a last pass. Each pass has files of its own as far as it changes them. Every byte that is read is
   used; after a pass all that was written is read back. Parameters: iterations, warmup, poll, idle. */
#include "draw.h"
#include "measure.h"

enum { STRETCH_LOG = 1, STRETCH_KIND = 2 };
enum { KIND_NULL, KIND_OPEN, KIND_CLOSE, KIND_READ, KIND_WRITE, KIND_STAT };
enum { MAX_RECORDS = 131072, MAX_PATHS = 4 << 20, MAX_OPEN = 1024, MAX_BYTES = 1 << 20 };
enum { EACH_PASS = 1 << 30, USE_SIZE = 1 << 29, PASS_AT = sizeof("/trace/") - 1, STAMP_WORDS = 64, LINE = 200 };

struct record {
    uint8_t kind, line[3]; /* of the log, least significant first */
    uint32_t slot, length, flags;
    uint64_t at; /* offset in the file, or where the path is */
    int64_t answer;
};

struct head {
    uint64_t measured, records, path_bytes, digest;
};

static struct head head;
static struct record records[MAX_RECORDS] __attribute__((aligned(4096)));
static char paths[MAX_PATHS] __attribute__((aligned(4096)));
static uint64_t in[MAX_BYTES / 8] __attribute__((aligned(4096)));
static uint64_t out[MAX_BYTES / 8] __attribute__((aligned(4096)));
static int64_t handles[MAX_OPEN];
static uint64_t digest;
static const struct record *wrong; /* the first that was answered otherwise */

static void use(uint64_t word)
{
    digest = (digest << 7 | digest >> 57) + word;
}

static void use_bytes(uint64_t bytes)
{
    for (uint64_t i = 0; i < bytes / 8; i++)
        use(in[i]);
    if (bytes % 8)
        use(in[bytes / 8] & ((1ull << bytes % 8 * 8) - 1));
}

/* Marks what is written as this operation's. */
static void stamp(uint64_t number, uint64_t bytes)
{
    for (uint64_t i = 0; i * 8 < bytes; i += STAMP_WORDS)
        out[i] = number;
}

static const char *path_of(const struct record *record, uint64_t pass)
{
    char *path = paths + record->at;
    if (record->flags & EACH_PASS)
        path[PASS_AT] = (char)('0' + pass);
    return path;
}

/* Does one operation; whether it answered what it must. */
static int replay(const struct record *record, uint64_t number, uint64_t pass)
{
    struct ros_stat stat;
    int64_t answer;
    switch (record->kind) {
    case KIND_NULL:
        return ros_null() >= 0;
    case KIND_OPEN:
        answer = ros_open(path_of(record, pass), record->flags & ~(uint32_t)(EACH_PASS | USE_SIZE), 0644);
        if (record->answer < 0)
            return answer == record->answer;
        handles[record->slot] = answer;
        return answer >= 0;
    case KIND_CLOSE:
        answer = ros_close(handles[record->slot]);
        break;
    case KIND_READ:
        answer = ros_read(handles[record->slot], in, record->length, record->at);
        if (answer == record->answer)
            use_bytes((uint64_t)answer);
        break;
    case KIND_WRITE:
        stamp(number, record->length);
        answer = ros_write(handles[record->slot], out, record->length, record->at);
        break;
    default:
        answer = ros_stat(path_of(record, pass), &stat);
        if (record->flags & USE_SIZE)
            use(stat.bytes);
    }
    return answer == record->answer;
}

static int try(const struct record *record, uint64_t number, uint64_t pass)
{
    int right = replay(record, number, pass);
    if (!right && !wrong)
        wrong = record;
    return right;
}

static int replay_all(uint64_t from, uint64_t to, uint64_t pass)
{
    int right = 1;
    for (uint64_t i = from; i < to; i++)
        right &= try(&records[i], i, pass);
    return right;
}

static int replay_kinds(uint64_t pass)
{
    int right = 1;
    for (uint64_t i = 0; i < head.measured; i++) {
        marker(MARKER_BEGIN, STRETCH_KIND + records[i].kind);
        right &= try(&records[i], i, pass);
        marker(MARKER_END, 1);
    }
    return right;
}

/* What was written is read back, and all that was read is compared. */
static int check(uint64_t pass)
{
    int right = replay_all(head.measured, head.records, pass) && digest == head.digest;
    digest = 0;
    return right;
}

static int read_part(int64_t file, void *into, uint64_t bytes, uint64_t from)
{
    int right = 1;
    for (uint64_t done = 0; right && done < bytes; done += ROS_PAGE_SIZE) {
        uint64_t part = bytes - done < ROS_PAGE_SIZE ? bytes - done : ROS_PAGE_SIZE;
        right = ros_read(file, (char *)into + done, part, from + done) == (int64_t)part;
    }
    return right;
}

static int load(void)
{
    int64_t file = ros_open("/data/replay.bin", ROS_READ_ONLY, 0);
    int right = file >= 0 && read_part(file, &head, sizeof(head), 0);
    right &= head.measured <= head.records && head.records <= MAX_RECORDS && head.path_bytes <= MAX_PATHS;
    uint64_t bytes = head.records * sizeof(struct record);
    right = right && read_part(file, records, bytes, sizeof(head));
    right = right && read_part(file, paths, head.path_bytes, sizeof(head) + bytes);
    return right && ros_close(file) == 0;
}

static void print_number(uint64_t value)
{
    char text[24], *digit = text + sizeof(text) - 1;
    for (*digit = 0; value || !digit[0]; value /= 10)
        *--digit = (char)('0' + value % 10);
    ros_print(digit);
}

/* Says what was made of the log, and which of its calls went wrong first. */
static void print_summary(void)
{
    if (wrong) {
        ros_print("the first wrong answer is that to line ");
        print_number(wrong->line[0] | (uint64_t)wrong->line[1] << 8 | (uint64_t)wrong->line[2] << 16);
        ros_print("\n");
    }
    char text[LINE + 1];
    int64_t file = ros_open("/data/replay.txt", ROS_READ_ONLY, 0), bytes;
    for (uint64_t at = 0; (bytes = ros_read(file, text, LINE, at)) > 0; at += (uint64_t)bytes) {
        text[bytes] = 0;
        ros_print(text);
    }
    ros_close(file);
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 3);
    uint64_t warmup = parameter(argc, argv, "warmup", 1);
    start(argc, argv, 1);
    for (uint64_t i = 0; i < MAX_BYTES / 8; i++)
        out[i] = scatter(i);
    int right = load();
    for (uint64_t pass = 0; right && pass < warmup + iterations; pass++) {
        if (pass == warmup)
            measure_baseline();
        if (pass >= warmup)
            marker(MARKER_BEGIN, STRETCH_LOG);
        right &= replay_all(0, head.measured, pass);
        if (pass >= warmup)
            marker(MARKER_END, head.measured);
        right &= check(pass);
    }
    right = right && replay_kinds(warmup + iterations) && check(warmup + iterations);
    print_summary();
    return verdict("trace-replay", right);
}
