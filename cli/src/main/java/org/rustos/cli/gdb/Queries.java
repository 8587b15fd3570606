package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.core.machine.Core;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** {@code q} and {@code Q}: what gdb wants to know of the stub and of the machine. */
final class Queries {
    /** What the stub can do, as {@code qSupported} has it. */
    static final List<String> FEATURES =
            List.of(
                    "PacketSize=%x".formatted(PacketCodec.LONGEST),
                    "QStartNoAckMode+",
                    "qXfer:features:read+",
                    "qXfer:exec-file:read+",
                    "qXfer:threads:read+",
                    "vContSupported+",
                    "multiprocess+",
                    "swbreak+",
                    "hwbreak+",
                    "fork-events+",
                    "ReverseStep+",
                    "ReverseContinue+");

    private final DebuggedRun run;
    private final Attached attached;
    private final Registers table;
    private final ProgramFile program;
    private final Monitor monitor;

    Queries(
            DebuggedRun run,
            Attached attached,
            Registers table,
            ProgramFile program,
            Monitor monitor) {
        this.run = run;
        this.attached = attached;
        this.table = table;
        this.program = program;
        this.monitor = monitor;
    }

    Answer handle(String body, UserThread selected) {
        PacketText text = new PacketText(body);
        if (text.takes("qXfer:")) {
            return transfer(text);
        }
        if (text.takes("qRcmd,")) {
            return Answer.of(PacketText.hex(monitor.answer(text.text(), selected)));
        }
        if (text.takes("qThreadExtraInfo,")) {
            UserThread thread = ThreadName.read(text).find(attached.threads(), null);
            return thread == null ? Answer.NO_THREAD : Answer.of(PacketText.hex(state(thread)));
        }
        String name = text.until(":,;");
        return switch (name) {
            case "qSupported" -> {
                run.tellForks(body.contains("fork-events+"));
                yield Answer.of(String.join(";", FEATURES));
            }
            case "QStartNoAckMode", "qSymbol" -> Answer.OK;
            case "qAttached" -> Answer.of("1");
            case "qC" ->
                    selected == null ? Answer.NO_THREAD : Answer.of("QC" + ThreadName.of(selected));
            case "qfThreadInfo" -> Answer.of(threads());
            case "qsThreadInfo" -> Answer.of("l");
            case "qOffsets" -> offsets();
            default -> Answer.UNKNOWN;
        };
    }

    Answer file(PacketText text) {
        return program.handle(text);
    }

    private Answer offsets() {
        Process first = run.simulation().kernel().processes().first();
        long base = first.loaded() == null ? 0 : first.loaded().base();
        return base == 0
                ? Answer.UNKNOWN
                : Answer.of("Text=%x;Data=%x;Bss=%x".formatted(base, base, base));
    }

    private String threads() {
        List<String> names = attached.threads().stream().map(ThreadName::of).toList();
        return names.isEmpty() ? "l" : "m" + String.join(",", names);
    }

    private String state(UserThread thread) {
        Core core = run.simulation().kernel().scheduler().coreOf(thread);
        String where = core == null ? "" : " on core " + core.id();
        return thread.state().name().toLowerCase(Locale.ROOT) + where;
    }

    private Answer transfer(PacketText text) {
        String object = text.until(":");
        text.need(":read:");
        String annex = text.until(":");
        text.need(":");
        int offset = text.number(0, Integer.MAX_VALUE);
        text.need(",");
        int length = text.number(0, Integer.MAX_VALUE);
        String whole =
                switch (object) {
                    case "features" -> annex.equals("target.xml") ? table.xml() : null;
                    case "threads" -> threadsXml();
                    case "exec-file" -> program.path();
                    default -> null;
                };
        if (whole == null) {
            return object.equals("features") ? Answer.of("E00") : Answer.UNKNOWN;
        }
        return Answer.of(part(whole, offset, Math.min(length, PacketCodec.LONGEST / 2)));
    }

    private static String part(String whole, int offset, int length) {
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        int from = Math.min(offset, bytes.length);
        int to = from + Math.min(length, bytes.length - from);
        String part = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return (to == bytes.length ? "l" : "m") + part;
    }

    private String threadsXml() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><threads>");
        for (UserThread thread : attached.threads()) {
            Core core = run.simulation().kernel().scheduler().coreOf(thread);
            xml.append("<thread id=\"").append(ThreadName.of(thread)).append('"');
            if (core != null) {
                xml.append(" core=\"").append(core.id()).append('"');
            }
            xml.append('>').append(state(thread)).append("</thread>");
        }
        return xml.append("</threads>").toString();
    }
}
