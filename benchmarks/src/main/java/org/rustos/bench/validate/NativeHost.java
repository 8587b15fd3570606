package org.rustos.bench.validate;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether this host is the silicon that a profile models: on any other a native run compares the
 * model with something else.
 */
final class NativeHost {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private NativeHost() {}

    /**
     * Why kernels cannot run natively here, or empty if they can.
     *
     * @param profile the profile's document; its {@code host} names vendor, family and ranges of
     *     models as CPUID has them
     */
    static String refusal(JsonNode profile) {
        String system = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
        String cpuinfo = "";
        try {
            cpuinfo = Files.readString(CPUINFO);
        } catch (IOException e) {
            // Another system than Linux, which is what will be said.
        }
        return refusal(profile, system, cpuinfo);
    }

    static String refusal(JsonNode profile, String system, String cpuinfo) {
        JsonNode host = profile.path("host");
        if (host.isMissingNode()) {
            return "the profile names no host (\"host\")";
        }
        if (!system.equals("Linux/amd64")) {
            return "this host is " + system + ", the kernels are for Linux/amd64";
        }
        Map<String, String> first = firstProcessor(cpuinfo);
        String vendor = first.getOrDefault("vendor_id", "unknown");
        String family = first.getOrDefault("cpu family", "?");
        String model = first.getOrDefault("model", "?");
        if (vendor.equals(host.path("vendor").asText())
                && family.equals(host.path("family").asText())
                && modelAmong(host.path("models"), model)) {
            return "";
        }
        return "this host is %s family %s model %s, the profile is for %s family %s models %s"
                .formatted(
                        vendor,
                        family,
                        model,
                        host.path("vendor").asText(),
                        host.path("family").asText(),
                        host.path("models"));
    }

    private static Map<String, String> firstProcessor(String cpuinfo) {
        Map<String, String> values = new TreeMap<>();
        for (String line : cpuinfo.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.putIfAbsent(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    private static boolean modelAmong(JsonNode ranges, String model) {
        if (!model.chars().allMatch(Character::isDigit)) {
            return false;
        }
        int number = Integer.parseInt(model);
        for (JsonNode range : ranges) {
            if (number >= range.path(0).asInt() && number <= range.path(1).asInt()) {
                return true;
            }
        }
        return false;
    }
}
