package org.rustos.cpu.arm;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Board;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.CycleLedger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A board with one core and a few pages of user code on it: the smallest thing that runs. */
final class UserProgram implements AutoCloseable {
    static final long CODE = 0x40_0000;
    static final long DATA = 0x60_0000;
    static final long STACK_TOP = 0x70_0000;
    private static final String MODEL = "arm-neoverse-v1";

    final Board board;
    final AddressSpace space;
    final long codeFrame;
    final Hart hart;
    final HartContext context;
    final Budget budget = new Budget();

    /** Runs words, one a line, with what they are behind them. */
    UserProgram(String words) {
        this(words, true);
    }

    UserProgram(String words, boolean timed) {
        this(words, new ArmCpuModels().load(MODEL), new Board.Options(16 << 20, List.of(0), timed));
    }

    UserProgram(String words, CpuModel model, Board.Options options) {
        board = new Board(model, options);
        space = new AddressSpace(1, board.tables(), board.aliases());
        codeFrame = page(CODE, Permissions.READ_EXECUTE);
        code(words);
        page(DATA, Permissions.READ_WRITE);
        page(STACK_TOP - 4096, Permissions.READ_WRITE);
        hart = board.cores().getFirst().hart();
        context = hart.newContext(space);
        context.pc(CODE);
        context.sp(STACK_TOP);
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
        long at = codeFrame;
        for (String line : words.strip().lines().toList()) {
            board.memory().putInt(at, Integer.parseUnsignedInt(line.strip().substring(0, 8), 16));
            at += 4;
        }
    }

    long page(long va, Permissions permissions) {
        long frame = board.frames().allocate();
        space.map(va, frame, PageSize.SMALL, permissions);
        return frame;
    }

    CycleLedger ledger() {
        return board.cores().getFirst().ledger();
    }

    HartExit run() {
        return hart.run(context, budget);
    }

    Trap trap() {
        HartExit exit = run();
        if (exit instanceof HartExit.Trapped(Trap trap)) {
            return trap;
        }
        throw new AssertionError("no trap but " + exit);
    }

    @Override
    public void close() {
        board.close();
    }
}
