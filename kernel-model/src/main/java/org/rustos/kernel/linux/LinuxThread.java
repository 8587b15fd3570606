package org.rustos.kernel.linux;

import org.rustos.kernel.process.UserThread;

/** What Linux keeps of a thread beyond its registers. */
final class LinuxThread {
    private final LinuxProcess process;
    private final UserThread thread;
    private final int id;
    private long signalMask;
    private final PendingSignals ownPending = new PendingSignals();
    private long awaited;
    private long clearChildId;
    private long robustList;
    private long robustLength;
    private long alternateStack;
    private long alternateSize;
    private Request waiting;
    private long savedMask = -1;
    private boolean maskSaved;

    /**
     * Starts keeping.
     *
     * @param id what gettid tells: the process's id for the first thread
     */
    LinuxThread(LinuxProcess process, UserThread thread, int id) {
        this.process = process;
        this.thread = thread;
        this.id = id;
    }

    LinuxProcess process() {
        return process;
    }

    int id() {
        return id;
    }

    UserThread thread() {
        return thread;
    }

    /** Blocked signals; bit n-1 is signal n. */
    long signalMask() {
        return signalMask;
    }

    void signalMask(long mask) {
        signalMask = mask & ~SignalCalls.UNBLOCKABLE;
    }

    /** Signals that wait for delivery to this thread, its own and those of its process. */
    long pending() {
        return ownPending.set() | process.pending().set();
    }

    /** Those that were sent to this very thread. */
    PendingSignals ownPending() {
        return ownPending;
    }

    /** The lowest signal that is pending and not blocked; 0 if there is none. */
    int nextSignal() {
        return lowest(~signalMask);
    }

    /** The lowest pending signal of a set, those of the thread itself first; 0 if none is. */
    int lowest(long set) {
        long own = ownPending.set() & set;
        long waiting = own != 0 ? own : process.pending().set() & set;
        return waiting == 0 ? 0 : Long.numberOfTrailingZeros(waiting) + 1;
    }

    /** Takes a pending signal. */
    SignalInformation take(int signal) {
        boolean own = (ownPending.set() & Signals.bit(signal)) != 0;
        return (own ? ownPending : process.pending()).take(signal);
    }

    /** Signals for which it waits although it blocks them (rt_sigtimedwait). */
    long awaited() {
        return awaited;
    }

    void awaits(long signals) {
        awaited = signals;
    }

    /** Whether a signal that is sent now would reach it. */
    boolean takes(int signal) {
        return (signalMask & Signals.bit(signal)) == 0 || (awaited & Signals.bit(signal)) != 0;
    }

    /** Where 0 is written and a waiter woken when the thread ends; 0 for nowhere. */
    long clearChildId() {
        return clearChildId;
    }

    void clearChildId(long address) {
        clearChildId = address;
    }

    long robustList() {
        return robustList;
    }

    long robustLength() {
        return robustLength;
    }

    void robustList(long head, long length) {
        robustList = head;
        robustLength = length;
    }

    long alternateStack() {
        return alternateStack;
    }

    /** 0 if there is none. */
    long alternateSize() {
        return alternateSize;
    }

    boolean onAlternate(long sp) {
        return sp > alternateStack && sp <= alternateStack + alternateSize;
    }

    void alternateStack(long start, long size) {
        alternateStack = start;
        alternateSize = size;
    }

    /** execve: what belonged to the old program's memory is gone. */
    void exec() {
        clearChildId = 0;
        robustList = 0;
        alternateSize = 0;
    }

    void waitsIn(Request request) {
        waiting = request;
    }

    /** The call in which it waits, or null. */
    Request waiting() {
        return waiting != null && waiting.waiting() ? waiting : null;
    }

    /** Blocks other signals for one wait (ppoll, sigsuspend); the old mask comes back after it. */
    void maskForWait(long mask) {
        if (!maskSaved) {
            savedMask = signalMask;
            maskSaved = true;
            signalMask(mask);
        }
    }

    /** The mask to return to after a handler or a wait. */
    long takeSavedMask() {
        long mask = maskSaved ? savedMask : signalMask;
        maskSaved = false;
        return mask;
    }
}
