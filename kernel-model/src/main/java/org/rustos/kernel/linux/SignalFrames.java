package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;

import java.util.Arrays;
import java.util.List;

/**
 * Builds what a handler finds on its stack and takes the registers back from it. Here is what all
 * ISAs have: general registers by the order of the table, mask, alternate stack, information.
 */
abstract sealed class SignalFrames permits X86SignalFrames, ArmSignalFrames, RiscvSignalFrames {
    private static final int SS_DISABLE = 2;
    private static final long LARGEST = 16 * PhysicalMemory.PAGE_SIZE;

    private final LinuxAbi abi;
    private final LinuxAbi.SignalFrame layout;

    SignalFrames(LinuxAbi abi) {
        this.abi = abi;
        this.layout = abi.signalFrame();
    }

    /** The frames of an ISA. */
    static SignalFrames of(LinuxAbi abi) {
        return switch (abi.isa()) {
            case X86_64 -> new X86SignalFrames(abi);
            case RISCV64 -> new RiscvSignalFrames(abi);
            case AARCH64 -> new ArmSignalFrames(abi);
        };
    }

    /**
     * A handler that is about to be entered.
     *
     * @param trap the fault that the signal tells of, or null
     * @param top where the stack of the handler begins
     * @param mask to return to
     */
    record Entry(
            Caller caller,
            LinuxThread thread,
            SignalActions.Action action,
            SignalInformation information,
            Trap trap,
            long top,
            long mask) {
        HartContext context() {
            return thread.thread().context();
        }

        Errno write(long address, byte[] bytes) {
            var memory = thread.process().system().kernel().userMemory();
            return memory.write(caller, address, bytes, 0, bytes.length);
        }

        /** Whether a frame lies where a frame may lie. */
        boolean fits(long frame) {
            return frame >= 0 && top - frame <= LARGEST;
        }
    }

    /** What rt_sigreturn finds. */
    record Returned(long result, long mask, long alternateStack, long alternateSize) {}

    /** Writes a frame and lets the thread go on in the handler. */
    abstract Errno enter(Entry entry);

    /** Takes all registers back; null if the frame cannot be read or is none. */
    abstract Returned leave(Request r);

    LinuxAbi.SignalFrame layout() {
        return layout;
    }

    static List<String> names(HartContext context) {
        return Arrays.asList(context.registerNames());
    }

    /** A frame with what all ISAs have in it. */
    Struct frame(Entry entry) {
        LinuxThread thread = entry.thread();
        Struct s = new Struct(layout.size());
        s.u64(layout.stack(), thread.alternateStack());
        s.u32(layout.stack() + 8, thread.alternateSize() == 0 ? SS_DISABLE : 0);
        s.u64(layout.stack() + 16, thread.alternateSize());
        HartContext context = entry.context();
        List<String> names = names(context);
        for (int i = 0; i < abi.signalRegisters().size(); i++) {
            int index = names.indexOf(abi.signalRegisters().get(i));
            long value = index < 0 ? context.pc() : context.register(index);
            s.u64(layout.registers() + 8 * i, value);
        }
        s.u64(layout.mask(), entry.mask());
        entry.information().into(s, layout.information());
        return s;
    }

    /** Moves the thread into the handler. */
    void go(Entry entry, long frame) {
        HartContext context = entry.context();
        context.sp(frame);
        context.pc(entry.action().handler());
        context.argument(0, entry.information().signal());
        context.argument(1, frame + layout.information());
        context.argument(2, frame + layout.context());
    }

    /** What a register may hold that a program wrote into a frame. */
    long sound(String name, long value) {
        return value;
    }

    /** Takes the general registers back, and tells the rest. */
    Returned returned(HartContext context, Struct s) {
        List<String> names = names(context);
        List<String> order = abi.signalRegisters();
        long result = 0;
        for (int i = 0; i < order.size(); i++) {
            int index = names.indexOf(order.get(i));
            long value = sound(order.get(i), s.u64(layout.registers() + 8 * i));
            if (index < 0) {
                context.pc(value);
            } else {
                context.register(index, value);
            }
            if (order.get(i).equals(layout.resultRegister())) {
                result = value;
            }
        }
        boolean none = (s.s32(layout.stack() + 8) & SS_DISABLE) != 0;
        return new Returned(
                result,
                s.u64(layout.mask()),
                none ? 0 : s.u64(layout.stack()),
                none ? 0 : s.u64(layout.stack() + 16));
    }
}
