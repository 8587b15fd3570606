/* What does a packet cost that user code may not even want? A capture file stands for a network card's queue.
   Where a program can be carried it drops packets in the kernel; else each is read and looked at by user code.
   Stretch 1: the whole capture, an operation a packet; wanted packets are used, every byte.
   Parameters: iterations, warmup, packets and pass (what the capture is made of), input (1: /data/input.pcap of
   --root instead), poll, idle. */
#include "measure.h"
#include "pattern.h"
#include "ports.h"
#include "programs.h"

PROGRAMS_FALLBACK
enum { FILE_HEAD = 24, RECORD_HEAD = 16, PACKET_MAX = 4096 };
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char object[] = {
#embed "../bpf/packet-filter.o"
};
static unsigned char buffer[PACKET_MAX + RECORD_HEAD] __attribute__((aligned(4096)));
static int64_t program = -1;

struct tally {
    uint64_t packets, wanted, sum;
};

static uint32_t word_at(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void use(struct tally *tally, uint64_t bytes)
{
    tally->wanted++;
    tally->sum += checksum(buffer, bytes);
}

/* A read a packet: its bytes and the head of the next record, which says how long that is. */
static int user_filter(int64_t file, struct tally *tally)
{
    uint64_t position = FILE_HEAD;
    int64_t got = ros_read(file, buffer, RECORD_HEAD, position);
    position += RECORD_HEAD;
    while (got >= RECORD_HEAD) {
        uint64_t bytes = word_at(buffer + got - RECORD_HEAD + 8);
        if (bytes > PACKET_MAX)
            return 0;
        got = ros_read(file, buffer, bytes + RECORD_HEAD, position);
        if (got < (int64_t)bytes)
            return 0;
        position += bytes + RECORD_HEAD;
        tally->packets++;
        if (wanted(buffer, buffer + bytes))
            use(tally, bytes);
        if (got < (int64_t)bytes + RECORD_HEAD)
            return got == (int64_t)bytes;
    }
    return got == 0;
}

static int kernel_filter(int64_t file, struct tally *tally)
{
    uint64_t position = FILE_HEAD;
    for (;;) {
        int64_t bytes = ros_receive(program, file, &position, buffer, PACKET_MAX);
        if (bytes == -EAGAIN)
            continue;
        if (bytes <= 0)
            return bytes == 0;
        use(tally, (uint64_t)bytes);
    }
}

static int once(int64_t file, struct tally *tally)
{
    *tally = (struct tally){0, 0, 0};
    return program >= 0 ? kernel_filter(file, tally) : user_filter(file, tally);
}

int ros_main(int argc, char **argv)
{
    uint64_t iterations = parameter(argc, argv, "iterations", 20);
    uint64_t warmup = parameter(argc, argv, "warmup", 2);
    uint64_t input = parameter(argc, argv, "input", 0);
    start(argc, argv, 1);
    program = ros_program_load(object, sizeof(object));
    int64_t file = ros_open(input ? "/data/input.pcap" : "/data/packets.pcap", ROS_READ_ONLY, 0);
    int right = file >= 0 && (program >= 0 || program == -ENOSYS);
    struct tally expected = {0, 0, 0}, tally;
    right &= right && user_filter(file, &expected) && expected.packets > 0;
    for (uint64_t i = 0; right && i < warmup; i++)
        right &= once(file, &tally);
    measure_baseline();
    for (uint64_t i = 0; right && i < iterations; i++) {
        marker(MARKER_BEGIN, STRETCH_CROSSING);
        right &= once(file, &tally);
        marker(MARKER_END, expected.packets);
        right &= tally.wanted == expected.wanted && tally.sum == expected.sum;
    }
    right &= ros_close(file) == 0;
    return verdict("packet-filter", right);
}
