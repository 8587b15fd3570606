package org.rustos.channels.view;

import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.ProcessTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Knows the processes of a machine and listens to what each comes to hold. Capabilities are seen at
 * the cycle at which they come and go, descriptors of the Linux ABI when somebody looks.
 */
final class Census {
    /** Most processes that are remembered. */
    private static final int MOST = 256;

    private final ProcessTable processes;
    private final HoldingLog holdings;
    private final LongSupplier nowMc;
    private final NavigableMap<Integer, ProcessLife> lives = new TreeMap<>();
    private final Map<Integer, Listener> listeners = new LinkedHashMap<>();
    private final Map<Integer, NavigableMap<Integer, OpenFile>> descriptors = new TreeMap<>();
    private int lastId;
    private boolean incomplete = true;

    /**
     * A census of a machine that has not run yet.
     *
     * @param nowMc the clock of the core that does what is being done
     */
    Census(Kernel kernel, HoldingLog holdings, LongSupplier nowMc) {
        this.processes = kernel.processes();
        this.holdings = holdings;
        this.nowMc = nowMc;
        processes.onEnd(this::ended);
        count();
    }

    private final class Listener implements CSpace.Observer {
        private final CSpace space;

        Listener(CapabilityTable table) {
            this.space = table.space();
            space.forEach(this::filled);
            table.observe(this);
        }

        @Override
        public void filled(long handle, Capability capability) {
            holdings.filled(nowMc.getAsLong(), space, handle, capability);
        }

        @Override
        public void emptied(long handle, Capability capability, boolean byRevocation) {
            holdings.emptied(nowMc.getAsLong(), space.process(), handle, byRevocation);
        }
    }

    /** Looks for new processes if there can be any; cheap if not. */
    void check() {
        if (incomplete || processes.lastId() != lastId) {
            count();
        }
    }

    private void count() {
        lastId = processes.lastId();
        incomplete = false;
        for (Process process : processes.all()) {
            if (process.exited()) {
                continue;
            }
            if (!lives.containsKey(process.id()) && lives.size() < MOST) {
                lives.put(process.id(), born(process));
            }
            // A process is made before it is told what it speaks.
            incomplete |= process.front() == null;
            if (process.front() instanceof RustosProcess rustos
                    && lives.containsKey(process.id())) {
                listeners.computeIfAbsent(process.id(), _ -> new Listener(rustos.table()));
            }
        }
    }

    private ProcessLife born(Process process) {
        String name =
                process.loaded() == null || process.loaded().arguments().isEmpty()
                        ? ""
                        : process.loaded().arguments().getFirst();
        return new ProcessLife(
                process.id(), process.parentId(), name, nowMc.getAsLong(), Long.MAX_VALUE, -1);
    }

    private void ended(Process process) {
        long now = nowMc.getAsLong();
        lives.computeIfPresent(process.id(), (_, life) -> life.ended(now, process.exitStatus()));
        listeners.remove(process.id());
        NavigableMap<Integer, OpenFile> open = descriptors.remove(process.id());
        if (open != null) {
            open.keySet().forEach(number -> holdings.closed(now, process.id(), number));
        }
    }

    /** Compares descriptors with those of the last look. */
    void look() {
        for (Process process : processes.all()) {
            if (process.exited() || !lives.containsKey(process.id())) {
                continue;
            }
            NavigableMap<Integer, OpenFile> now = new TreeMap<>();
            LinuxSyscalls.forEachFile(process, now::put);
            NavigableMap<Integer, OpenFile> before =
                    descriptors.getOrDefault(process.id(), new TreeMap<>());
            before.forEach(
                    (number, file) -> {
                        if (now.get(number) != file) {
                            holdings.closed(nowMc.getAsLong(), process.id(), number);
                        }
                    });
            now.forEach(
                    (number, file) -> {
                        if (before.get(number) != file) {
                            holdings.opened(nowMc.getAsLong(), process.id(), number, file);
                        }
                    });
            descriptors.put(process.id(), now);
        }
    }

    List<ProcessLife> lives() {
        return new ArrayList<>(lives.values());
    }
}
