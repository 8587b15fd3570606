package org.rustos.cli.cap;

import org.rustos.cli.ExitCode;
import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/** Answers "what does this capability allow?" when somebody looks at a dump of memory. */
@Command(
        name = "decode",
        description = "Shows the fields of a capability.",
        mixinStandardHelpOptions = true)
public final class CapDecodeCommand implements Callable<Integer> {
    /** By bit of the permission field. */
    private static final String[] PERMISSIONS = {
        "Global", "Execute", "Load", "Store",
        "LoadCap", "StoreCap", "StoreLocalCap", "Seal",
        "CInvoke", "Unseal", "AccessSystemRegisters", "SetCID",
        "software0", "software1", "software2", "software3",
    };

    @Option(
            names = "--meta",
            required = true,
            paramLabel = "HEX",
            converter = Word.class,
            description = "The upper 64 bits as stored in memory (NULL is 0x0).")
    private long meta;

    @Option(
            names = "--addr",
            required = true,
            paramLabel = "HEX",
            converter = Word.class,
            description = "The lower 64 bits: the address.")
    private long addr;

    @Option(names = "--json", description = "One JSON object, as cap batch answers it.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CapAnswers.decode(meta, addr));
        } else {
            print(out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private void print(PrintWriter out) {
        out.println("address      " + Hex.of(addr));
        out.println("base         " + Hex.of(CapBounds.base(meta, addr)));
        out.println(
                "top          "
                        + Hex.of(CapBounds.topHigh(meta, addr), CapBounds.topLow(meta, addr)));
        out.println("exponent     " + CapBounds.exponent(meta));
        out.println("permissions  " + permissions());
        out.println("otype        " + otype());
        out.println(
                "flags        " + (CheriCap.flags(meta) == 1 ? "capability" : "integer") + " mode");
    }

    private String permissions() {
        int field = CheriCap.permissionField(meta);
        StringJoiner names = new StringJoiner(" ");
        for (int bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((field >> bit & 1) != 0) {
                names.add(PERMISSIONS[bit]);
            }
        }
        return Hex.of(field) + (field == 0 ? "" : " " + names);
    }

    private String otype() {
        int otype = CheriCap.otype(meta);
        String kind =
                switch (otype) {
                    case CheriCap.OTYPE_UNSEALED -> "unsealed";
                    case CheriCap.OTYPE_SENTRY -> "sealed entry";
                    default -> CheriCap.hasReservedOtype(meta) ? "sealed, reserved" : "sealed";
                };
        return Hex.of(otype) + " " + kind;
    }

    /** With or without 0x, because this is typed by hand. */
    static final class Word implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Hex.parse(
                        text.startsWith("0x") || text.startsWith("0X") ? text : "0x" + text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
