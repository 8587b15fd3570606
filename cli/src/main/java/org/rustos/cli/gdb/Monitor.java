package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.SlotWindow;
import org.rustos.core.machine.Core;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.Lineage;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.Locale;

/** The {@code monitor} commands: what a kernel debugger would show and gdb has no word for. */
final class Monitor {
    private static final String HELP =
            """
            caps [PID]               capabilities of a process; the selected one without PID
            derivation [PID] SLOT    what the capability in a slot came from and what came from it
            slot-address [PID] SLOT  where the slot is shown as memory, for x and watch
            channels                 queues in shared memory, and what the mechanism counted
            cycles                   clock of each core and where its cycles went
            """;

    private static final int MOST_LINES = 100;

    private final DebuggedRun run;

    Monitor(DebuggedRun run) {
        this.run = run;
    }

    /** The text that gdb prints. */
    String answer(String line, UserThread selected) {
        String[] words = line.strip().split("\\s+", -1);
        Process process = selected == null ? null : selected.process();
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "", "help" -> HELP;
            case "caps" -> caps(words.length > 1 ? process(words[1]) : process);
            case "derivation" -> slot(words, process, this::derivation);
            case "slot-address" -> slot(words, process, Monitor::address);
            case "channels" -> channels();
            case "cycles" -> cycles();
            default -> "no such command: " + words[0] + "; try monitor help\n";
        };
    }

    private Process process(String id) {
        return id.matches("[0-9]{1,9}") ? run.memory().process(Integer.parseInt(id)) : null;
    }

    private String caps(Process process) {
        CSpace slots = SlotWindow.slots(process);
        if (slots == null) {
            return "no such process, or it has no capabilities of the kernel\n";
        }
        StringBuilder text =
                new StringBuilder(
                        "process %d: %d of %d slots%n"
                                .formatted(process.id(), slots.used(), slots.capacity()));
        text.append("slot      handle object       kind       rights   badge epoch%n".formatted());
        int[] lines = {0};
        slots.forEach(
                (handle, capability) -> {
                    if (lines[0]++ < MOST_LINES) {
                        text.append(
                                "%4d  %10x %s%n"
                                        .formatted(
                                                CSpace.slot(handle), handle, describe(capability)));
                    }
                });
        if (lines[0] > MOST_LINES) {
            text.append(lines[0] - MOST_LINES).append(" more\n");
        }
        return text.toString();
    }

    private static String describe(Capability capability) {
        String dead = capability.epoch() == capability.object().epoch() ? "" : " revoked";
        return "%-12x %-10s %02x %12x %5d%s"
                .formatted(
                        capability.object().line(),
                        capability.object().kind().name().toLowerCase(Locale.ROOT),
                        capability.rights().bits(),
                        capability.badge(),
                        capability.epoch(),
                        dead);
    }

    /** What is said of a slot. */
    private interface OfSlot {
        String say(CSpace slots, int slot);
    }

    private String slot(String[] words, Process selected, OfSlot what) {
        if (words.length < 2 || words.length > 3) {
            return "give [PID] SLOT\n";
        }
        Process process = words.length == 3 ? process(words[1]) : selected;
        CSpace slots = SlotWindow.slots(process);
        String slot = words[words.length - 1];
        if (slots == null) {
            return "no such process, or it has no capabilities of the kernel\n";
        }
        if (!slot.matches("[0-9]{1,5}") || Integer.parseInt(slot) > slots.capacity()) {
            return slot + ": no slot; give 1 to " + slots.capacity() + "\n";
        }
        return what.say(slots, Integer.parseInt(slot));
    }

    private static String address(CSpace slots, int slot) {
        return "0x%x%n".formatted(SlotWindow.address(slots.process(), slot));
    }

    private String derivation(CSpace slots, int slot) {
        StringBuilder text = new StringBuilder();
        for (Lineage.Entry entry : Lineage.of(slots, slot, MOST_LINES)) {
            boolean here =
                    entry.process() == slots.process() && CSpace.slot(entry.handle()) == slot;
            String holder =
                    entry.handle() == 0
                            ? "nobody"
                            : "process %d slot %d"
                                    .formatted(entry.process(), CSpace.slot(entry.handle()));
            text.append(here ? "* " : "  ")
                    .append("  ".repeat(entry.depth()))
                    .append(holder)
                    .append(": ")
                    .append(describe(entry.capability()))
                    .append('\n');
        }
        return text.isEmpty() ? "slot " + slot + " is empty\n" : text.toString();
    }

    private String channels() {
        StringBuilder text = new StringBuilder();
        for (DebuggedRun.QueueState queue : run.queues()) {
            text.append(
                    "queue of process %d: %d left, %d taken, %d answered%n"
                            .formatted(
                                    queue.process(),
                                    queue.left(),
                                    queue.taken(),
                                    queue.answered()));
        }
        run.simulation()
                .counters()
                .forEach((name, count) -> text.append("%-24s %d%n".formatted(name, count)));
        return text.isEmpty() ? "no queues, and nothing was counted\n" : text.toString();
    }

    private String cycles() {
        StringBuilder text = new StringBuilder();
        for (Core core : run.simulation().board().cores()) {
            Account account = core.ledger().account();
            text.append("core %d at cycle %s%n".formatted(core.id(), cycles(core.clockMc())));
            for (Category category : Category.values()) {
                long mc = account.categoryMc(category);
                if (mc != 0) {
                    text.append("  %-18s %16s%n".formatted(category.label(), cycles(mc)));
                }
            }
        }
        return text.toString();
    }

    private static String cycles(long mc) {
        return String.format(Locale.ROOT, "%,d.%03d", mc / 1000, mc % 1000);
    }
}
