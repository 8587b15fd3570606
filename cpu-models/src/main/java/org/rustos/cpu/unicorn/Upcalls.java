package org.rustos.cpu.unicorn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.EnumMap;
import java.util.Map;

/**
 * Stands between the C library and the callbacks: an exception that left an upcall would kill the
 * JVM, so each body catches everything, keeps it and stops the engine. A record, because the JIT
 * trusts a record's fields and can then inline the callbacks into the upcall.
 *
 * @param engine the engine whose events these are
 * @param callbacks where they go
 */
record Upcalls(UnicornEngine engine, EngineCallbacks callbacks) {
    private static final Map<EngineHook, MethodHandle> TARGETS = targets();

    MemorySegment stub(EngineHook hook, Arena arena) {
        return Unicorn.LINKER.upcallStub(TARGETS.get(hook).bindTo(this), hook.descriptor, arena);
    }

    void onBlock(MemorySegment uc, long address, int size, MemorySegment user) {
        try {
            callbacks.block(address, size);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    void onInstruction(MemorySegment uc, long address, int size, MemorySegment user) {
        try {
            callbacks.instruction(address);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    boolean onFetch(
            MemorySegment uc, int type, long address, int size, long value, MemorySegment user) {
        try {
            callbacks.fetch(address);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
        return true;
    }

    void onRead(
            MemorySegment uc, int type, long address, int size, long value, MemorySegment user) {
        try {
            callbacks.read(address, size);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    void onWrite(
            MemorySegment uc, int type, long address, int size, long value, MemorySegment user) {
        try {
            callbacks.write(address, size);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    boolean onUnmapped(
            MemorySegment uc, int type, long address, int size, long value, MemorySegment user) {
        try {
            callbacks.unmapped(address, size, type);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
        return false;
    }

    void onInterrupt(MemorySegment uc, int vector, MemorySegment user) {
        try {
            callbacks.interrupt(vector);
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    void onSyscall(MemorySegment uc, MemorySegment user) {
        try {
            callbacks.syscall();
        } catch (Throwable failure) {
            engine.fail(failure);
        }
    }

    int onRdtsc(MemorySegment uc, MemorySegment user) {
        return timestamp(false);
    }

    int onRdtscp(MemorySegment uc, MemorySegment user) {
        return timestamp(true);
    }

    int onCpuid(MemorySegment uc, MemorySegment user) {
        try {
            return callbacks.cpuid() ? 1 : 0;
        } catch (Throwable failure) {
            engine.fail(failure);
            return 1;
        }
    }

    boolean onInvalid(MemorySegment uc, MemorySegment user) {
        try {
            callbacks.invalidInstruction();
        } catch (Throwable failure) {
            engine.fail(failure);
        }
        return false;
    }

    private int timestamp(boolean withProcessorId) {
        try {
            return callbacks.readTimestamp(withProcessorId) ? 1 : 0;
        } catch (Throwable failure) {
            engine.fail(failure);
            return 1;
        }
    }

    private static Map<EngineHook, MethodHandle> targets() {
        Map<EngineHook, MethodHandle> targets = new EnumMap<>(EngineHook.class);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (EngineHook hook : EngineHook.values()) {
            try {
                targets.put(
                        hook,
                        lookup.findVirtual(
                                Upcalls.class, hook.target, hook.descriptor.toMethodType()));
            } catch (ReflectiveOperationException missing) {
                throw new LinkageError("no upcall body " + hook.target, missing);
            }
        }
        return targets;
    }
}
