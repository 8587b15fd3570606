package org.rustos.kernel.linux.trace;

import org.rustos.kernel.linux.LinuxAbi;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.op.Errno;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells calls as strace does, one line each when it returns; what never returns is told with a
 * question mark.
 */
public final class CallTrace implements LinuxSyscalls.Tracer {
    private static final long LARGEST_DECIMAL = 0xffff;
    private static final int RESULT_COLUMN = 40;
    private static final long SIGNAL_BITS = 0xff;

    private final CallFormats formats = CallFormats.load();
    private final LinuxAbi abi;
    private final Consumer<String> lines;

    /** Arguments of calls under way: a call may overwrite them, and execve all memory. */
    private final Map<Integer, List<String>> begun = new HashMap<>();

    private boolean several;
    private int first;

    /**
     * A trace.
     *
     * @param lines gets each line
     */
    public CallTrace(LinuxAbi abi, Consumer<String> lines) {
        this.abi = abi;
        this.lines = lines;
    }

    @Override
    public void entered(int thread, String name, long[] arguments, GuestBytes memory) {
        if (first == 0) {
            first = thread;
        }
        several |= thread != first;
        if (name.equals("exit") || name.equals("exit_group")) {
            print(thread, text(name, arguments, memory, 0, null), "?");
            return;
        }
        CallFormats.Format format = formats.of(name, arguments);
        if (format != null) {
            begun.put(
                    thread,
                    new ArgumentText(formats, abi, memory, arguments, -1).all(format, null));
        }
    }

    @Override
    public void left(int thread, String name, long[] arguments, GuestBytes memory, long result) {
        if (name.equals("exit") || name.equals("exit_group")) {
            return;
        }
        List<String> before = begun.remove(thread);
        print(
                thread,
                text(name, arguments, memory, result, before),
                result(name, arguments, result));
    }

    private void print(int thread, String call, String result) {
        String who = several ? "[pid " + thread + "] " : "";
        String line = who + call;
        lines.accept(line + " ".repeat(Math.max(1, RESULT_COLUMN - line.length())) + "= " + result);
    }

    private String text(
            String name, long[] arguments, GuestBytes memory, long result, List<String> before) {
        if (name.equals("clone")) {
            return clone(arguments);
        }
        CallFormats.Format format = formats.of(name, arguments);
        if (format != null) {
            ArgumentText text = new ArgumentText(formats, abi, memory, arguments, result);
            return name + "(" + String.join(", ", text.all(format, before)) + ")";
        }
        StringBuilder line = new StringBuilder(name).append('(');
        for (int i = 0; i < arguments.length; i++) {
            line.append(i == 0 ? "" : ", ").append(value(arguments[i]));
        }
        return line.append(')').toString();
    }

    /** The one call whose arguments strace names. */
    private String clone(long[] arguments) {
        long signal = arguments[0] & SIGNAL_BITS;
        String flags = formats.flags("clone", arguments[0] & ~SIGNAL_BITS);
        return "clone(child_stack="
                + ArgumentText.pointer(arguments[1])
                + ", flags="
                + flags
                + (signal == 0 ? "" : "|" + formats.signal(signal))
                + ", child_tidptr="
                + ArgumentText.pointer(arguments[3])
                + ")";
    }

    /** Small numbers in decimal, 32-bit negatives too; the rest is an address or a set of bits. */
    private static String value(long value) {
        if (value >= -LARGEST_DECIMAL && value <= LARGEST_DECIMAL) {
            return Long.toString(value);
        }
        boolean negative = value >>> 32 == 0 && (int) value < 0 && (int) value > -LARGEST_DECIMAL;
        return negative ? Integer.toString((int) value) : String.format(Locale.ROOT, "0x%x", value);
    }

    private String result(String name, long[] arguments, long result) {
        Errno errno = result < 0 && result > -4096 ? Errno.of((int) -result) : null;
        if (errno != null) {
            String meaning = formats.meaning(errno.name());
            String code = errno == Errno.EOPNOTSUPP ? "EOPNOTSUPP" : errno.name();
            return "-1 " + code + (meaning.isEmpty() ? "" : " (" + meaning + ")");
        }
        CallFormats.Format format = formats.of(name, arguments);
        return switch (format == null ? "" : format.result()) {
            case "ptr" -> "0x" + Long.toHexString(result);
            case "oct" -> ArgumentText.octal(result);
            case "int" -> Long.toString(result);
            case "fdflags" -> result == 0 ? "0" : "0x1 (flags " + formats.flags("fd", result) + ")";
            case "openflags" ->
                    "0x"
                            + Long.toHexString(result)
                            + " (flags "
                            + formats.flags("open", abi.openFlags().ours((int) result))
                            + ")";
            default -> value(result);
        };
    }
}
