package org.rustos.cpu.arm;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.unicorn.UnicornEngine;

/**
 * FEAT_FPAC, which the engine does not have: an authentication that fails faults at once and
 * changes nothing, instead of leaving a poisoned pointer. Each instruction is looked at before it
 * runs, and what the last one left in its register behind it.
 */
final class FailedAuthentications {
    private static final long NO_PAGE = 1;

    private final UnicornEngine engine;
    private final PhysicalMemory memory;
    private ArmContext thread;
    // The page that instructions were last read from.
    private long page = NO_PAGE;
    private long frame;
    // The authentication that ran last, and what its register held before.
    private Authentication last;
    private long before;
    private boolean failed;

    FailedAuthentications(UnicornEngine engine, PhysicalMemory memory) {
        this.engine = engine;
        this.memory = memory;
    }

    /** A run begins. */
    void begin(ArmContext next) {
        thread = next;
        page = NO_PAGE;
        last = null;
        failed = false;
    }

    /** An instruction is about to run; false if the one before it must not have run. */
    boolean before(long pc) {
        if (lastFailed()) {
            return false;
        }
        last = Authentication.of(pc, word(pc));
        if (last != null) {
            before = engine.read(EngineRegisters.general(last.register()));
        }
        return true;
    }

    /** Whether the last instruction was an authentication that failed. */
    boolean lastFailed() {
        if (last != null && !last.jumps()) {
            failed = Poison.in(engine.read(EngineRegisters.general(last.register())));
        }
        return failed;
    }

    /**
     * What a stop is, if a failed authentication was its reason.
     *
     * @param trap what it would be otherwise, or null if the engine was stopped here
     */
    Trap instead(Trap trap) {
        boolean poisoned =
                trap instanceof Trap.ProtectionFault fault
                        && fault.cause() == ProtectionCause.POINTER_AUTHENTICATION;
        if (failed || poisoned && last != null && last.jumps()) {
            thread.register(last.register(), before);
            thread.pc(last.pc());
            return fault(last.key());
        }
        if (poisoned && trap instanceof Trap.ProtectionFault fault) {
            return Authentication.loads(word(thread.pc())) ? fault(fault.key()) : trap;
        }
        return trap;
    }

    private Trap fault(int key) {
        return new Trap.ProtectionFault(
                thread.pc(), Access.EXECUTE, ProtectionCause.POINTER_AUTHENTICATION, key);
    }

    private int word(long pc) {
        long wanted = pc & -PhysicalMemory.PAGE_SIZE;
        if (wanted != page) {
            Mapping mapping = thread.space().lookup(pc);
            if (mapping == null) {
                return 0;
            }
            page = wanted;
            frame = mapping.physical(wanted);
        }
        return memory.getInt(frame + (pc & PhysicalMemory.PAGE_MASK));
    }
}
