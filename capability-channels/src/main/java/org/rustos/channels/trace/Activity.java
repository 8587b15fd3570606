package org.rustos.channels.trace;

import org.rustos.channels.abi.TrapNumbers;
import org.rustos.core.hart.Trap;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.process.Process;

/**
 * What a core does, by the names that a reader of a trace knows: calls by what they ask for, not by
 * the classes that serve them.
 *
 * @param mechanism who carries it; empty if nobody does
 */
public record Activity(String name, String category, String mechanism) {
    public static final String USER = "user";
    public static final String KERNEL = "kernel";

    /** Why a thread is in the kernel. */
    public static Activity of(Trap trap, Process process, String mechanism) {
        return switch (trap) {
            case Trap.Syscall(long number) -> call(number, process, mechanism);
            case Trap.PageFault _ -> new Activity("page fault", KERNEL, "");
            case Trap.ProtectionFault _ -> new Activity("protection fault", KERNEL, "");
            case Trap.Marker _ -> new Activity("marker", KERNEL, "");
            case Trap.IllegalInstruction _ -> new Activity("illegal instruction", KERNEL, "");
            case Trap.ArithmeticFault _ -> new Activity("arithmetic fault", KERNEL, "");
            case Trap.GeneralFault _ -> new Activity("general fault", KERNEL, "");
            case Trap.Breakpoint _ -> new Activity("breakpoint", KERNEL, "");
        };
    }

    private static Activity call(long number, Process process, String mechanism) {
        if (number < TrapNumbers.RING_SETUP || number > Integer.MAX_VALUE) {
            LinuxSyscalls calls = LinuxSyscalls.of(process);
            String name = calls == null ? null : calls.abi().call(number);
            return new Activity(name == null ? "call " + number : name, KERNEL, mechanism);
        }
        String name = own((int) number);
        if (name == null) {
            return new Activity("call " + number, KERNEL, mechanism);
        }
        return new Activity(name, KERNEL, name.substring(0, name.indexOf(' ')));
    }

    /** The mechanism's id, then the call; null for those of plug-ins. */
    private static String own(int number) {
        return switch (number) {
            case TrapNumbers.RING_SETUP -> "ring setup";
            case TrapNumbers.RING_ENTER -> "ring enter";
            case TrapNumbers.CHANNEL_DOORBELL -> "channel doorbell";
            case TrapNumbers.CHANNEL_WAIT -> "channel wait";
            case TrapNumbers.ACQUIRE_INITIAL_CAPABILITIES -> "emergency acquire";
            case TrapNumbers.DEBUG_PRINT -> "emergency print";
            case TrapNumbers.ABORT -> "emergency abort";
            case TrapNumbers.DIRECT_KERNEL -> "direct kernel";
            case TrapNumbers.DIRECT_FILL -> "direct fill";
            case TrapNumbers.DIRECT_ENTER -> "direct enter";
            case TrapNumbers.DIRECT_LEAVE -> "direct leave";
            case TrapNumbers.MESSAGE_SEND -> "message send";
            case TrapNumbers.MESSAGE_CALL -> "message call";
            case TrapNumbers.MESSAGE_RECEIVE -> "message receive";
            case TrapNumbers.MESSAGE_REPLY -> "message reply";
            case TrapNumbers.MESSAGE_REPLY_WAIT -> "message reply-wait";
            case TrapNumbers.MESSAGE_SIGNAL -> "message signal";
            case TrapNumbers.MESSAGE_WAIT -> "message wait";
            case TrapNumbers.MESSAGE_BUFFER -> "message buffer";
            case TrapNumbers.MESSAGE_CREATE -> "message create";
            case TrapNumbers.MESSAGE_MINT -> "message mint";
            case TrapNumbers.MESSAGE_KEEP_REPLY -> "message keep-reply";
            case TrapNumbers.MESSAGE_SPAWN -> "message spawn";
            case TrapNumbers.MESSAGE_KERNEL -> "message kernel";
            case TrapNumbers.UNIKERNEL_CALL -> "unikernel call";
            case TrapNumbers.UNIKERNEL_FILL -> "unikernel fill";
            case TrapNumbers.EBPF_LOAD -> "ebpf load";
            case TrapNumbers.EBPF_RUN -> "ebpf run";
            case TrapNumbers.EBPF_FILTER_CALLS -> "ebpf filter-calls";
            case TrapNumbers.EBPF_LOOKUP -> "ebpf lookup";
            case TrapNumbers.EBPF_RECEIVE -> "ebpf receive";
            default -> null;
        };
    }
}
