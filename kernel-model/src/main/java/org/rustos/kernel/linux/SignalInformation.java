package org.rustos.kernel.linux;

/**
 * What a handler is told about why its signal came: siginfo_t, of which every kind fills at most
 * three words behind the code.
 *
 * @param code si_code
 * @param first the word at offset 16: process and user, or the address of a fault
 * @param second the word at offset 24: a value, a status
 * @param third the word at offset 32: the key of a key fault
 */
record SignalInformation(int signal, int code, long first, long second, long third) {
    static final int SIZE = 128;

    private static final int SI_USER = 0;
    private static final int SI_KERNEL = 0x80;
    private static final int SI_TKILL = -6;

    private static long pair(long low, long high) {
        return low & 0xffff_ffffL | high << 32;
    }

    /** The kernel's own doing. */
    static SignalInformation ofKernel(int signal) {
        return new SignalInformation(signal, SI_KERNEL, 0, 0, 0);
    }

    /** Sent by kill. */
    static SignalInformation ofUser(int signal, LinuxProcess sender) {
        return new SignalInformation(signal, SI_USER, identity(sender), 0, 0);
    }

    /** Sent by tkill or tgkill. */
    static SignalInformation ofThread(int signal, LinuxProcess sender) {
        return new SignalInformation(signal, SI_TKILL, identity(sender), 0, 0);
    }

    /**
     * A child's change of state.
     *
     * @param code CLD_...
     * @param status exit status or signal
     */
    static SignalInformation ofChild(int code, LinuxProcess child, int status) {
        return new SignalInformation(
                Signals.SIGCHLD, code, identity(child), status & 0xffff_ffffL, 0);
    }

    /** A timer of timer_create. */
    static SignalInformation ofTimer(int signal, int timer, int overruns, long value) {
        return new SignalInformation(signal, -2, pair(timer, overruns), value, 0);
    }

    private static long identity(LinuxProcess process) {
        return pair(process.process().id(), process.credentials().user());
    }

    /** As a program gave it to rt_sigqueueinfo. */
    static SignalInformation of(int signal, Struct given) {
        return new SignalInformation(
                signal, given.s32(8), given.u64(16), given.u64(24), given.u64(32));
    }

    /** Writes it into a structure. */
    void into(Struct target, int at) {
        target.u32(at, signal).u32(at + 8, code);
        target.u64(at + 16, first).u64(at + 24, second).u64(at + 32, third);
    }
}
