package org.rustos.bench.attack;

import org.rustos.core.elf.ElfImage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where a program was stopped as its author would: by the function, not by the address. */
final class Place {
    private static final Pattern PC = Pattern.compile("pc 0x([0-9a-f]+)");
    private static final Pattern WHO = Pattern.compile("^process \\d+ ");

    private Place() {}

    /** The kernel's notice about the end of a process, with the symbol behind the pc. */
    static String of(String notice, ElfImage image) {
        String text = WHO.matcher(notice).replaceFirst("");
        Matcher matcher = PC.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        long pc = Long.parseUnsignedLong(matcher.group(1), 16);
        for (ElfImage.Symbol symbol : image.symbols()) {
            if (symbol.function()
                    && pc >= symbol.address()
                    && pc - symbol.address() < symbol.size()) {
                return text.substring(0, matcher.end())
                        + " (%s+0x%x)".formatted(symbol.name(), pc - symbol.address())
                        + text.substring(matcher.end());
            }
        }
        return text;
    }
}
