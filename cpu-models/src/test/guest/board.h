/* What C programs of the board need: registers of devices, and a serial port to print by. */
#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))
#define FENCE() __asm__ volatile("fence" ::: "memory")

enum { UART = 0x10000000, CLINT = 0x2000000, PLIC = 0xc000000, DISK = 0x10001000 };

static void put(char c)
{
    *(volatile uint8_t *)(uintptr_t)UART = (uint8_t)c;
}

static void print(const char *text)
{
    while (*text) {
        put(*text++);
    }
}

static void print_hex(uint64_t value)
{
    for (int shift = 60; shift >= 0; shift -= 4) {
        put("0123456789abcdef"[value >> shift & 15]);
    }
}

static void show(const char *name, uint64_t value)
{
    print(name);
    put(' ');
    print_hex(value);
    put('\n');
}
