package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The images that {@code tools/build-guest} built and checked in, and behind them those that a
 * plug-in brings for its own mechanism.
 */
final class GuestImages {
    private GuestImages() {}

    private static String path(Isa isa, String mechanism, String program) {
        return "images/" + isa.id() + "/" + mechanism + "/" + program + ".elf";
    }

    private static ClassLoader loader() {
        ClassLoader seen = Thread.currentThread().getContextClassLoader();
        return seen == null ? GuestImages.class.getClassLoader() : seen;
    }

    static boolean exists(Isa isa, String mechanism, String program) {
        return loader().getResource(path(isa, mechanism, program)) != null;
    }

    static byte[] read(Isa isa, String mechanism, String program) {
        String path = path(isa, mechanism, program);
        try (InputStream in = loader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no image " + path + "; see tools/build-guest");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("image " + path + " cannot be read", e);
        }
    }
}
