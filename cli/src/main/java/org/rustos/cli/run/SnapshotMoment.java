package org.rustos.cli.run;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When to take a snapshot. */
sealed interface SnapshotMoment {
    /** When all cores have reached a time. */
    record Cycles(long cycles) implements SnapshotMoment {}

    /** When user code first enters a block at a symbol of the program. */
    record Symbol(String name) implements SnapshotMoment {}

    /** At the first marker of user code. */
    record Marker() implements SnapshotMoment {}

    /** Reads one of a command line. */
    final class Converter implements ITypeConverter<SnapshotMoment> {
        @Override
        public SnapshotMoment convert(String text) {
            if (text.equals("marker")) {
                return new Marker();
            }
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                try {
                    return new Cycles(Long.parseLong(text));
                } catch (NumberFormatException e) {
                    throw new TypeConversionException("'" + text + "' is too many cycles");
                }
            }
            if (text.isBlank() || Character.isDigit(text.charAt(0)) || text.startsWith("-")) {
                throw new TypeConversionException(
                        "'" + text + "' is no number of cycles, no symbol and not marker");
            }
            return new Symbol(text);
        }
    }
}
