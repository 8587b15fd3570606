package org.rustos.channels.message;

import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The file server: a program of ours that runs as a process of its own, built for each ISA. */
final class ServerImage {
    private ServerImage() {}

    /** Reads it; it is part of our jar, so a bad one is our bug. */
    static ElfImage of(Isa isa) {
        String file = "server-" + isa.id() + ".elf";
        try (InputStream in = ServerImage.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no " + file + "; see tools/build-guest");
            }
            return ElfReader.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        } catch (ElfException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
