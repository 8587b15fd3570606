package org.rustos.kernel;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.kernel.memory.UserAreas;

import java.util.List;
import java.util.Locale;

/** Says in words why a program was killed, for the one line that its user sees. */
final class FaultText {
    private FaultText() {}

    static String of(Trap trap, UserAreas areas) {
        return switch (trap) {
            case Trap.PageFault fault ->
                    access(fault.access(), fault.address())
                            + (areas.at(fault.address()) == null
                                    ? ", where nothing is mapped,"
                                    : areas.at(fault.address()).allows(fault.access())
                                            ? ", which lies past the end of its file,"
                                            : ", which its rights do not allow,");
            case Trap.ProtectionFault fault when fault.cause() == ProtectionCause.CAPABILITY ->
                    "%s, which a hardware capability refuses (cause %d, register %d),"
                            .formatted(
                                    access(fault.access(), fault.address()),
                                    fault.key() & Trap.CAPABILITY_CAUSE,
                                    fault.key() >>> Trap.CAPABILITY_REGISTER_SHIFT);
            case Trap.ProtectionFault fault
                    when fault.cause() == ProtectionCause.POINTER_AUTHENTICATION ->
                    "%s, whose authentication failed (key %s),"
                            .formatted(
                                    access(fault.access(), fault.address()),
                                    List.of("IA", "IB", "DA", "DB").get(fault.key()));
            case Trap.ProtectionFault fault when fault.cause() == ProtectionCause.SHADOW_STACK ->
                    "return to 0x%x, which the shadow stack refuses,".formatted(fault.address());
            case Trap.ProtectionFault fault when fault.cause() == ProtectionCause.BRANCH_TARGET ->
                    "%s, where no branch may land,"
                            .formatted(access(fault.access(), fault.address()));
            case Trap.ProtectionFault fault ->
                    "%s, which its %s refuses (key %d),"
                            .formatted(
                                    access(fault.access(), fault.address()),
                                    fault.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    fault.key());
            case Trap.IllegalInstruction _ -> "illegal or refused instruction";
            case Trap.ArithmeticFault _ -> "arithmetic fault (division by zero or overflow)";
            case Trap.GeneralFault _ -> "general fault (wild address or privileged instruction)";
            case Trap.Breakpoint _ -> "breakpoint instruction";
            case Trap.Syscall call -> "refused system call " + call.number();
            case Trap.Marker _ -> "misplaced marker";
        };
    }

    private static String access(Access access, long address) {
        String verb =
                switch (access) {
                    case READ -> "read of";
                    case WRITE -> "write to";
                    case EXECUTE -> "jump to";
                };
        return "%s 0x%x".formatted(verb, address);
    }
}
