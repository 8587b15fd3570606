package org.rustos.cli.gdb;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where debuggers connect.
 *
 * @param host name or address of an interface of this machine
 * @param port 0 for any that is free
 */
public record GdbAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LAST_PORT = 0xffff;

    /** Reads {@code [HOST:]PORT}. */
    static final class Converter implements ITypeConverter<GdbAddress> {
        @Override
        public GdbAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon <= 0 ? LOOPBACK : text.substring(0, colon);
            String port = text.substring(colon + 1);
            if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LAST_PORT) {
                throw new TypeConversionException(
                        "'" + text + "' is no [HOST:]PORT; give a port of 0 to " + LAST_PORT);
            }
            String bare = host.replaceAll("^\\[|\\]$", "");
            return new GdbAddress(bare, Integer.parseInt(port));
        }
    }
}
