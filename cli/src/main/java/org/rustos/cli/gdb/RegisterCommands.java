package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.kernel.process.UserThread;

import java.util.Arrays;

/** {@code g}, {@code G}, {@code p} and {@code P}. */
final class RegisterCommands {
    private final DebuggedRun run;
    private final Registers table;

    RegisterCommands(DebuggedRun run, Registers table) {
        this.run = run;
        this.table = table;
    }

    Answer read(char kind, PacketText text, UserThread thread) {
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        if (kind == 'p') {
            return Answer.of(value(one(text), thread));
        }
        StringBuilder all = new StringBuilder();
        table.all().forEach(register -> all.append(value(register, thread)));
        return Answer.of(all.toString());
    }

    Answer write(char kind, PacketText text, UserThread thread) {
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        if (kind == 'P') {
            Register register = one(text);
            text.need("=");
            return write(register, text.bytes(), thread);
        }
        byte[] all = text.bytes();
        int at = 0;
        for (Register register : table.all()) {
            if (at + register.bytes() > all.length) {
                break;
            }
            byte[] value = Arrays.copyOfRange(all, at, at + register.bytes());
            at += register.bytes();
            if (register.writer() != null
                    && !Arrays.equals(value, register.reader().read(thread.context()))) {
                write(register, value, thread);
            }
        }
        return Answer.OK;
    }

    private Register one(PacketText text) {
        return table.all().get(text.number(0, table.all().size() - 1));
    }

    private static String value(Register register, UserThread thread) {
        return PacketText.hex(register.reader().read(thread.context()));
    }

    private Answer write(Register register, byte[] value, UserThread thread) {
        if (value.length != register.bytes()) {
            throw new MalformedPacketException();
        }
        if (register.writer() == null) {
            return Answer.READ_ONLY;
        }
        run.change(thread, context -> register.writer().write(context, value));
        return Answer.OK;
    }
}
