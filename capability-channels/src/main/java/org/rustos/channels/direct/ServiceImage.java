package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel-owned program that is tier 1, and the places in it that the kernel must know.
 *
 * @param gate the only address at which user code may enter
 * @param copyBegin first address of the code that touches user buffers
 * @param copyEnd first address behind it
 * @param copyFixup where a fault in it continues
 * @param textEnd end of the registered text, which begins at {@link DirectLayout#TEXT}
 * @param authenticate first address of the code that authenticates handles, or 0 where none does
 * @param authenticateFixup first address behind it, where a fault in it continues
 * @param door the gate where the service's memory is closed to user code, or null
 */
record ServiceImage(
        ElfImage image,
        long gate,
        long copyBegin,
        long copyEnd,
        long copyFixup,
        long textEnd,
        long authenticate,
        long authenticateFixup,
        Door door) {
    /**
     * A gate that traps.
     *
     * @param gate where user code enters
     * @param entered behind the trap that opens the service's memory
     * @param left behind the trap that closes it
     */
    record Door(long gate, long entered, long left) {}

    /** The service of an ISA that takes one operation at a time. */
    static ServiceImage of(Isa isa) {
        return of(isa, false);
    }

    /**
     * Reads the image of an ISA; it is part of our jar, so a bad one is our bug.
     *
     * @param batches the service that takes batches too
     * @return null if there is none for the ISA
     */
    static ServiceImage of(Isa isa, boolean batches) {
        String file = (batches ? "service-batch-" : "service-") + isa.id() + ".elf";
        try (InputStream in = ServiceImage.class.getResourceAsStream(file)) {
            return in == null ? null : parse(ElfReader.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        } catch (ElfException e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static ServiceImage parse(ElfImage image) {
        for (ElfImage.Segment segment : image.segments()) {
            if (segment.address() == DirectLayout.TEXT) {
                ByteBuffer header = ByteBuffer.wrap(segment.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                if (header.getLong(DirectLayout.HEADER_MAGIC) != DirectLayout.MAGIC) {
                    break;
                }
                return new ServiceImage(
                        image,
                        header.getLong(DirectLayout.HEADER_GATE),
                        header.getLong(DirectLayout.HEADER_COPY_BEGIN),
                        header.getLong(DirectLayout.HEADER_COPY_END),
                        header.getLong(DirectLayout.HEADER_COPY_FIXUP),
                        header.getLong(DirectLayout.HEADER_TEXT_END),
                        header.getLong(DirectLayout.HEADER_AUTHENTICATE),
                        header.getLong(DirectLayout.HEADER_AUTHENTICATE_FIXUP),
                        door(header));
            }
        }
        throw new IllegalStateException("service image has no header at its text");
    }

    private static Door door(ByteBuffer header) {
        if (header.getLong(DirectLayout.HEADER_AUTHENTICATE) == 0) {
            return null;
        }
        return new Door(
                header.getLong(DirectLayout.HEADER_DOOR),
                header.getLong(DirectLayout.HEADER_DOOR_ENTERED),
                header.getLong(DirectLayout.HEADER_DOOR_LEFT));
    }

    /** Whether an instruction belongs to the registered text. */
    boolean registered(long pc) {
        return pc >= DirectLayout.TEXT && pc < textEnd;
    }

    /** Whether a fault at an instruction is the user's bad buffer. */
    boolean copies(long pc) {
        return pc >= copyBegin && pc < copyEnd;
    }

    /** Whether a fault at an instruction is a handle that is not authentic. */
    boolean authenticates(long pc) {
        return pc >= authenticate && pc < authenticateFixup;
    }
}
