/* The virtio disk: good requests, requests that must fail, and queues that must stop the device.
 *   run --bare --disk FILE disk.elf                           (FILE: 64 sectors, byte i is i * 7 + i / 512)
 *   qemu-system-riscv64 -M virt -bios none -nographic -global virtio-mmio.force-legacy=false -kernel disk.elf
 *       -drive file=FILE,if=none,format=raw,id=d,snapshot=on -device virtio-blk-device,drive=d,bus=virtio-mmio-bus.0
 * print the same. */
#include "board.h"

enum { SIZE = 8, NEXT = 1, WRITE = 2 };

struct descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags;
    uint16_t next;
};

static struct descriptor descriptors[SIZE] __attribute__((aligned(16)));

static volatile struct {
    uint16_t flags, index, ring[SIZE];
} driver __attribute__((aligned(2)));

static volatile struct {
    uint16_t flags, index;
    struct {
        uint32_t id, length;
    } ring[SIZE];
} device __attribute__((aligned(4)));

static struct {
    uint32_t type, reserved;
    uint64_t sector;
} header;

static uint8_t data[4096];
static volatile uint8_t status;

static uint64_t sum(const uint8_t *bytes, int count)
{
    uint64_t h = 0xcbf29ce484222325;
    for (int i = 0; i < count; i++) {
        h = (h ^ bytes[i]) * 0x100000001b3;
    }
    return h;
}

static void clear(void *to, int count)
{
    for (int i = 0; i < count; i++) {
        ((volatile uint8_t *)to)[i] = 0;
    }
}

static void half(int at, const volatile void *address)
{
    REGISTER(DISK + at) = (uint32_t)(uintptr_t)address;
    REGISTER(DISK + at + 4) = (uint32_t)((uintptr_t)address >> 32);
}

/* Reset to DRIVER_OK. */
static void start(void)
{
    REGISTER(DISK + 0x70) = 0;
    while (REGISTER(DISK + 0x70)) {
    }
    clear(descriptors, sizeof descriptors);
    clear((void *)&driver, sizeof driver);
    clear((void *)&device, sizeof device);
    REGISTER(DISK + 0x70) = 1;
    REGISTER(DISK + 0x70) = 3;
    REGISTER(DISK + 0x24) = 0;
    REGISTER(DISK + 0x20) = 0;
    REGISTER(DISK + 0x24) = 1;
    REGISTER(DISK + 0x20) = 1;
    REGISTER(DISK + 0x70) = 11;
    REGISTER(DISK + 0x30) = 0;
    REGISTER(DISK + 0x38) = SIZE;
    half(0x80, descriptors);
    half(0x90, &driver);
    half(0xa0, &device);
    REGISTER(DISK + 0x44) = 1;
    REGISTER(DISK + 0x70) = 15;
}

static void describe(int i, const volatile void *address, uint32_t length, int flags, int next)
{
    descriptors[i].address = (uintptr_t)address;
    descriptors[i].length = length;
    descriptors[i].flags = (uint16_t)flags;
    descriptors[i].next = (uint16_t)next;
}

static void post(int head)
{
    driver.ring[driver.index % SIZE] = (uint16_t)head;
    FENCE();
    driver.index++;
    FENCE();
    REGISTER(DISK + 0x50) = 0;
}

/* Waits for one request; false if the device stopped. */
static int done(void)
{
    while (!(REGISTER(DISK + 0x60) & 1)) {
        if (REGISTER(DISK + 0x70) & 64) {
            return 0;
        }
    }
    FENCE();
    REGISTER(DISK + 0x64) = 1;
    return device.index == driver.index;
}

/* A request in three pieces; prints status and the length that came back. */
static void request(const char *name, uint32_t type, uint64_t sector, uint32_t length, int in)
{
    header.type = type;
    header.sector = sector;
    status = 99;
    describe(0, &header, sizeof header, NEXT, length ? 1 : 2);
    describe(1, data, length, NEXT | (in ? WRITE : 0), 2);
    describe(2, &status, 1, WRITE, 0);
    post(0);
    print(name);
    if (!done()) {
        print(" stopped\n");
        return;
    }
    show(" status", status);
}

/* After a reset the device works, whatever was before. */
static void recovers(void)
{
    start();
    clear(data, 512);
    request("  read", 0, 1, 512, 1);
    show("  data", sum(data, 512));
}

/* A chain that breaks the rules must stop the device. */
static void broken(const char *name)
{
    post(0);
    print(name);
    for (int i = 0; i < 1000 && !(REGISTER(DISK + 0x70) & 64); i++) {
    }
    show(" status", REGISTER(DISK + 0x70));
    show("  interrupt", REGISTER(DISK + 0x60) & 2);
    recovers();
}

static void hostile(void)
{
    describe(0, &header, sizeof header, NEXT, 1);
    describe(1, data, 512, NEXT | WRITE, 1);
    broken("loop");
    /* What the device does with a buffer that is not memory is its own affair. */
    describe(0, (void *)0x1000000000000000, 16, NEXT, 1);
    describe(1, (void *)&status, 1, WRITE, 0);
    post(0);
    recovers();
    describe(0, &header, sizeof header, NEXT, 1);
    describe(1, data, 0, NEXT | WRITE, 2);
    describe(2, &status, 1, WRITE, 0);
    broken("empty");
    describe(0, data, 512, NEXT | WRITE, 1);
    describe(1, &header, sizeof header, 0, 0);
    broken("order");
    describe(0, &header, sizeof header, NEXT, SIZE);
    broken("next");
    describe(0, &header, 8, NEXT, 1);
    describe(1, &status, 1, WRITE, 0);
    broken("header");
    describe(0, &header, sizeof header, 0, 0);
    broken("no status");
    driver.index += 9;
    broken("index");
}

/* Two requests, the header in two pieces and the data in three, and an interrupt by the PLIC. */
static void pieces(void)
{
    REGISTER(PLIC + 4) = 1;
    REGISTER(PLIC + 0x2000) = 2;
    REGISTER(PLIC + 0x200000) = 0;
    header.type = 0;
    header.sector = 6;
    describe(0, &header, 8, NEXT, 1);
    describe(1, (uint8_t *)&header + 8, 8, NEXT, 2);
    describe(2, data, 100, NEXT | WRITE, 3);
    describe(3, data + 1000, 800, NEXT | WRITE, 4);
    describe(4, data + 2000, 124, NEXT | WRITE, 5);
    describe(5, &status, 1, WRITE, 0);
    clear(data, sizeof data);
    post(0);
    while (!(REGISTER(PLIC + 0x1000) & 2)) {
    }
    show("claim", REGISTER(PLIC + 0x200004));
    done();
    REGISTER(PLIC + 0x200004) = 1;
    show("pieces", sum(data, sizeof data));
    show("length", device.ring[(device.index - 1) % SIZE].length);
}

int main(void)
{
    show("magic", REGISTER(DISK));
    show("version", REGISTER(DISK + 4));
    show("id", REGISTER(DISK + 8));
    show("sectors", REGISTER(DISK + 0x100));
    REGISTER(DISK + 0x14) = 1;
    show("features", REGISTER(DISK + 0x10) & 1);
    start();
    show("state", REGISTER(DISK + 0x70));
    request("read", 0, 3, 1024, 1);
    show("data", sum(data, 1024));
    for (int i = 0; i < 1024; i++) {
        data[i] = (uint8_t)(i ^ 0x5a);
    }
    uint64_t written = sum(data, 1024);
    request("write", 1, 62, 1024, 0);
    clear(data, sizeof data);
    request("read", 0, 61, 1536, 1);
    show("same", sum(data + 512, 1024) == written);
    show("data", sum(data, 1536));
    request("flush", 4, 0, 0, 0);
    request("beyond", 0, 64, 512, 1);
    request("across", 1, 63, 1024, 0);
    request("far", 0, 0x8000000000000000, 512, 1);
    request("odd", 0, 0, 511, 1);
    request("unknown", 77, 0, 512, 1);
    pieces();
    hostile();
    REGISTER(DISK + 0x30) = 1;
    show("second", REGISTER(DISK + 0x34));
    return 0;
}
