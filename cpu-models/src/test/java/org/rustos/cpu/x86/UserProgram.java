package org.rustos.cpu.x86;

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

import java.util.HexFormat;
import java.util.List;

/** A board with one core and a few pages of user code on it: the smallest thing that runs. */
final class UserProgram implements AutoCloseable {
    static final long CODE = 0x40_0000;
    static final long DATA = 0x60_0000;
    static final long STACK_TOP = 0x70_0000;

    final Board board;
    final AddressSpace space;
    final Hart hart;
    final HartContext context;
    final Budget budget = new Budget();

    UserProgram(String hex) {
        this(hex, true);
    }

    UserProgram(String hex, boolean timed) {
        this(hex, timed, 64 << 20);
    }

    UserProgram(String hex, boolean timed, long ramBytes) {
        this(hex, timed, ramBytes, List.of(0));
    }

    UserProgram(String hex, boolean timed, long ramBytes, List<Integer> slots) {
        this(hex, new X86CpuModels().load("x86-zen3"), new Board.Options(ramBytes, slots, timed));
    }

    UserProgram(String hex, CpuModel model, Board.Options options) {
        board = new Board(model, options);
        space = new AddressSpace(1, board.tables(), board.aliases());
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int at = 0; at < code.length || at == 0; at += 4096) {
            long frame = page(CODE + at, Permissions.READ_EXECUTE);
            board.memory().write(frame, code, at, Math.min(4096, code.length - at));
        }
        page(DATA, Permissions.READ_WRITE);
        page(STACK_TOP - 4096, Permissions.READ_WRITE);
        hart = board.cores().getFirst().hart();
        context = hart.newContext(space);
        context.pc(CODE);
        context.sp(STACK_TOP);
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
