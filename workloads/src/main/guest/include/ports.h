/* Which packets are wanted, the same in user code and in the kernel's program: IPv4, TCP or UDP, port 80 or 443. */
#ifndef PORTS_H
#define PORTS_H

static inline __attribute__((always_inline)) unsigned network16(const unsigned char *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static inline __attribute__((always_inline)) int wanted(const unsigned char *packet, const unsigned char *end)
{
    if (packet + 34 > end || network16(packet + 12) != 0x0800)
        return 0;
    if (packet[23] != 6 && packet[23] != 17)
        return 0;
    const unsigned char *ports = packet + 14 + (packet[14] & 15) * 4;
    if (ports + 4 > end)
        return 0;
    unsigned port = network16(ports + 2);
    return port == 80 || port == 443;
}
#endif
