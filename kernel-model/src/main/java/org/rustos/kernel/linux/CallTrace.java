package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells calls as strace does, one line each when it returns; what never returns is told with a
 * question mark. Pointers stay pointers.
 */
public final class CallTrace implements LinuxSyscalls.Tracer {
    private static final long LARGEST_DECIMAL = 0xffff;

    private final Consumer<String> lines;
    private boolean several;
    private int first;

    public CallTrace(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void entered(int process, String name, long[] arguments) {
        if (first == 0) {
            first = process;
        }
        several |= process != first;
        if (name.equals("exit") || name.equals("exit_group")) {
            lines.accept(line(process, name, arguments, "?"));
        }
    }

    @Override
    public void left(int process, String name, long[] arguments, long result) {
        if (!name.equals("exit") && !name.equals("exit_group")) {
            lines.accept(line(process, name, arguments, result(result)));
        }
    }

    private String line(int process, String name, long[] arguments, String result) {
        StringBuilder line = new StringBuilder();
        if (several) {
            line.append("[pid ").append(process).append("] ");
        }
        line.append(name).append('(');
        for (int i = 0; i < arguments.length; i++) {
            line.append(i == 0 ? "" : ", ").append(value(arguments[i]));
        }
        return line.append(") = ").append(result).toString();
    }

    /** Small numbers in decimal, 32-bit negatives too; the rest is an address or a set of bits. */
    private static String value(long value) {
        if (value >= -LARGEST_DECIMAL && value <= LARGEST_DECIMAL) {
            return Long.toString(value);
        }
        boolean negative = value >>> 32 == 0 && (int) value < 0 && (int) value > -LARGEST_DECIMAL;
        return negative ? Integer.toString((int) value) : String.format(Locale.ROOT, "0x%x", value);
    }

    private static String result(long result) {
        Errno errno = result < 0 && result > -4096 ? Errno.of((int) -result) : null;
        return errno == null ? value(result) : "-1 " + errno;
    }
}
