package org.rustos.cpu.arm;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.machine.Board;
import org.rustos.cpu.testing.UserBoard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** User code for a board, by its words. */
final class UserProgram extends UserBoard {
    private static final String MODEL = "arm-neoverse-v1";

    /** Runs words, one a line, with what they are behind them. */
    UserProgram(String words) {
        this(words, true);
    }

    UserProgram(String words, boolean timed) {
        this(words, new ArmCpuModels().load(MODEL), new Board.Options(16 << 20, List.of(0), timed));
    }

    UserProgram(String words, CpuModel model, Board.Options options) {
        super(bytes(words), model, options);
    }

    private static byte[] bytes(String words) {
        List<String> lines = words.strip().lines().toList();
        ByteBuffer code = ByteBuffer.allocate(4 * lines.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (String line : lines) {
            code.putInt(Integer.parseUnsignedInt(line.strip().substring(0, 8), 16));
        }
        return code.array();
    }

    /** The model with FEAT_FPAC. */
    static CpuModel faulting(Path folder) {
        try (InputStream in =
                UserProgram.class.getResourceAsStream("/profiles/" + MODEL + ".json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Path file = folder.resolve("fpac.json");
            Files.writeString(file, text.replace("\"fpac\": false", "\"fpac\": true"));
            CpuModel model = new ArmCpuModels().load(file.toString());
            if (!model.profile().feature("fpac")) {
                throw new AssertionError("the profile says otherwise");
            }
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static UserProgram faulting(String words, Path folder) {
        return new UserProgram(
                words, faulting(folder), new Board.Options(16 << 20, List.of(0), true));
    }

    /** Puts words at the start of the code, as the kernel would. */
    void code(String words) {
        byte[] code = bytes(words);
        board.memory().write(codeFrame, code, 0, code.length);
    }
}
