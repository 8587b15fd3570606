package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The images that {@code tools/build-guest} built and checked in. */
final class GuestImages {
    private GuestImages() {}

    private static String path(Isa isa, String mechanism, String program) {
        return "/images/" + isa.id() + "/" + mechanism + "/" + program + ".elf";
    }

    static boolean exists(Isa isa, String mechanism, String program) {
        return GuestImages.class.getResource(path(isa, mechanism, program)) != null;
    }

    static byte[] read(Isa isa, String mechanism, String program) {
        String path = path(isa, mechanism, program);
        try (InputStream in = GuestImages.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no image " + path + "; see tools/build-guest");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("image " + path + " cannot be read", e);
        }
    }
}
