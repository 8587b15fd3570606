package org.rustos.kernel.ebpf.run;

/** The few conversions of bpf_trace_printk; what it does not know it prints as it stands. */
final class TraceText {
    private TraceText() {}

    static String of(String format, long... arguments) {
        StringBuilder text = new StringBuilder();
        int used = 0;
        for (int i = 0; i < format.length() && format.charAt(i) != 0; i++) {
            char letter = format.charAt(i);
            if (letter != '%' || i + 1 == format.length()) {
                text.append(letter);
                continue;
            }
            int end = i + 1;
            while (end < format.length() && format.charAt(end) == 'l') {
                end++;
            }
            char conversion = end < format.length() ? format.charAt(end) : 0;
            boolean wide = end > i + 1;
            if (used == arguments.length || "diuxp%".indexOf(conversion) < 0) {
                text.append(letter);
                continue;
            }
            text.append(conversion == '%' ? "%" : convert(conversion, wide, arguments[used]));
            used += conversion == '%' ? 0 : 1;
            i = end;
        }
        return text.toString();
    }

    private static String convert(char conversion, boolean wide, long value) {
        return switch (conversion) {
            case 'd', 'i' -> Long.toString(wide ? value : (int) value);
            case 'u' -> Long.toUnsignedString(wide ? value : value & 0xffff_ffffL);
            default -> Long.toHexString(wide || conversion == 'p' ? value : value & 0xffff_ffffL);
        };
    }
}
