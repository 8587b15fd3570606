package org.rustos.cli.run;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of guest RAM as people write it: {@code 512M}, {@code 2G}, {@code 65536}. */
record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})([KMG]?)(?:I?B)?");
    private static final long PAGE = 4096;

    /** Below it not even the kernel's own tables fit; above it host tables grow too large. */
    static final long LEAST = 1L << 20;

    static final long GREATEST = 16L << 30;

    /** Reads a size; used by the command line. */
    static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            Matcher matcher = TEXT.matcher(text.toUpperCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no size; write for example 512M or 2G");
            }
            int shift =
                    switch (matcher.group(2)) {
                        case "K" -> 10;
                        case "M" -> 20;
                        case "G" -> 30;
                        default -> 0;
                    };
            long number = Long.parseLong(matcher.group(1));
            if (number > GREATEST >> shift || number << shift < LEAST) {
                throw new TypeConversionException("'" + text + "' is not within 1M to 16G");
            }
            return new ByteSize(number << shift & -PAGE);
        }
    }
}
