package org.rustos.cli.forward;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One port of the host that leads to a port of the guest, as people write it: {@code 8080:80},
 * {@code 0.0.0.0:8080:80}, {@code [::1]:0:80}.
 *
 * @param host where to listen; loopback unless it is said
 * @param hostPort 0 for any that is free
 */
public record Forward(String host, int hostPort, int guestPort) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int GREATEST = 65_535;
    private static final Pattern TEXT =
            Pattern.compile("(?:(\\[[0-9a-fA-F:.%]+\\]|[^:\\[\\]]+):)?(\\d{1,5}):(\\d{1,5})");

    /** Reads one; used by the command line. */
    public static final class Converter implements ITypeConverter<Forward> {
        @Override
        public Forward convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'"
                                + text
                                + "' is no [HOST:]HOSTPORT:GUESTPORT; write for example 8080:80");
            }
            String host = matcher.group(1) == null ? LOOPBACK : matcher.group(1);
            int hostPort = Integer.parseInt(matcher.group(2));
            int guestPort = Integer.parseInt(matcher.group(3));
            if (hostPort > GREATEST || guestPort < 1 || guestPort > GREATEST) {
                throw new TypeConversionException(
                        "'" + text + "': a port is at most 65535, the guest's at least 1");
            }
            return new Forward(host.replaceAll("[\\[\\]]", ""), hostPort, guestPort);
        }
    }
}
