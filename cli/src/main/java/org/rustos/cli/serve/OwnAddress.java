package org.rustos.cli.serve;

import io.netty.util.NetUtil;

import java.util.Locale;

/**
 * The names by which a browser may call this server. A name of somebody else that resolves to us
 * (DNS rebinding) is none of them, since such a page would be of the same origin as ours.
 *
 * @param host what {@code --host} says
 */
record OwnAddress(String host, int port) {
    /** Whether a Host header is ours: the name that we were given, localhost, or a bare address. */
    boolean owns(String hostHeader) {
        if (hostHeader == null) {
            return false;
        }
        int colon = hostHeader.lastIndexOf(':');
        boolean portless = colon < 0 || hostHeader.endsWith("]");
        String given = portless ? "80" : hostHeader.substring(colon + 1);
        String name = portless ? hostHeader : hostHeader.substring(0, colon);
        return given.equals(String.valueOf(port)) && ownsName(name.toLowerCase(Locale.ROOT));
    }

    private boolean ownsName(String name) {
        if (name.equals("localhost") || name.equals(host.toLowerCase(Locale.ROOT))) {
            return true;
        }
        return name.startsWith("[") && name.endsWith("]")
                ? NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1))
                : NetUtil.isValidIpV4Address(name);
    }

    /** Whether a page of this origin is ours, as the request that it makes says whom it calls. */
    static boolean sameOrigin(String origin, String hostHeader) {
        return origin.equalsIgnoreCase("http://" + hostHeader);
    }

    /** As it stands in an address. */
    String inUrl() {
        String name = NetUtil.isValidIpV6Address(host) ? "[" + host + "]" : host;
        return "http://" + name + ":" + port + "/";
    }
}
