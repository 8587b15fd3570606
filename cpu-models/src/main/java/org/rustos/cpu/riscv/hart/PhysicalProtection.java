package org.rustos.cpu.riscv.hart;

/**
 * PMP: sixteen regions that say what lower privileges, and locked ones what machine mode, may do
 * (RISC-V Privileged Architecture, section 3.7). The grain is four bytes.
 */
final class PhysicalProtection {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int EXECUTE = 4;
    static final int REGIONS = 16;

    private static final int LOCKED = 0x80;
    private static final int MODE = 0x18;
    private static final int TOP_OF_RANGE = 0x08;
    private static final int FOUR_BYTES = 0x10;

    /** Physical addresses have 56 bits, in units of four bytes. */
    private static final long ADDRESS_BITS = (1L << 54) - 1;

    private final int[] configuration = new int[REGIONS];
    private final long[] address = new long[REGIONS];

    long address(int region) {
        return address[region];
    }

    /** Eight configurations from an even register on. */
    long configuration(int first) {
        long all = 0;
        for (int i = 7; i >= 0; i--) {
            all = all << 8 | configuration[first + i];
        }
        return all;
    }

    void address(int region, long value) {
        boolean below =
                region + 1 < REGIONS
                        && (configuration[region + 1] & (LOCKED | MODE)) == (LOCKED | TOP_OF_RANGE);
        if ((configuration[region] & LOCKED) == 0 && !below) {
            address[region] = value & ADDRESS_BITS;
        }
    }

    void configuration(int first, long value) {
        for (int i = 0; i < 8; i++) {
            int wanted = (int) (value >>> 8 * i) & 0x9f;
            boolean reserved = (wanted & (READ | WRITE)) == WRITE;
            if ((configuration[first + i] & LOCKED) == 0) {
                configuration[first + i] = reserved ? wanted & ~WRITE : wanted;
            }
        }
    }

    /**
     * Whether an access is allowed: the first region that has any of its bytes must have all.
     *
     * @param rights one of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
     */
    boolean allows(long at, int size, int rights, int privilege) {
        for (int region = 0; region < REGIONS; region++) {
            long low = low(region);
            long high = high(region);
            if (at < high && at + size > low) {
                boolean whole = at >= low && at + size <= high;
                boolean bound =
                        privilege != RiscvState.MACHINE || (configuration[region] & LOCKED) != 0;
                return whole && (!bound || (configuration[region] & rights) == rights);
            }
        }
        return privilege == RiscvState.MACHINE;
    }

    private long low(int region) {
        return switch (configuration[region] & MODE) {
            case 0 -> Long.MAX_VALUE;
            case TOP_OF_RANGE -> region == 0 ? 0 : address[region - 1] << 2;
            case FOUR_BYTES -> address[region] << 2;
            default -> (address[region] & ~ones(region)) << 2;
        };
    }

    private long high(int region) {
        return switch (configuration[region] & MODE) {
            case 0 -> Long.MIN_VALUE;
            case TOP_OF_RANGE -> address[region] << 2;
            case FOUR_BYTES -> (address[region] << 2) + 4;
            default -> ((address[region] | ones(region)) + 1) << 2;
        };
    }

    /**
     * The low ones of a naturally aligned region and the 0 above them: one bit less than its size.
     */
    private long ones(int region) {
        return address[region] ^ address[region] + 1;
    }
}
