package org.rustos.cpu.testing;

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

/** A board with one core and a few pages of user code on it: the smallest thing that runs. */
public class UserBoard implements AutoCloseable {
    public static final long CODE = 0x40_0000;
    public static final long DATA = 0x60_0000;
    public static final long STACK_TOP = 0x70_0000;
    private static final int PAGE = 4096;

    public final Board board;
    public final AddressSpace space;

    /** Frame of the first page of code. */
    public final long codeFrame;

    public final Hart hart;
    public final HartContext context;
    public final Budget budget = new Budget();

    /** Maps code from {@link #CODE} on, a page at least, with a page of data and one of stack. */
    protected UserBoard(byte[] code, CpuModel model, Board.Options options) {
        board = new Board(model, options);
        space = new AddressSpace(1, board.tables(), board.aliases());
        codeFrame = codePage(code, 0);
        for (int at = PAGE; at < code.length; at += PAGE) {
            codePage(code, at);
        }
        page(DATA, Permissions.READ_WRITE);
        page(STACK_TOP - PAGE, Permissions.READ_WRITE);
        hart = board.cores().getFirst().hart();
        context = hart.newContext(space);
        context.pc(CODE);
        context.sp(STACK_TOP);
    }

    private long codePage(byte[] code, int at) {
        long frame = page(CODE + at, Permissions.READ_EXECUTE);
        board.memory().write(frame, code, at, Math.min(PAGE, code.length - at));
        return frame;
    }

    public final long page(long va, Permissions permissions) {
        long frame = board.frames().allocate();
        space.map(va, frame, PageSize.SMALL, permissions);
        return frame;
    }

    public final CycleLedger ledger() {
        return board.cores().getFirst().ledger();
    }

    public final HartExit run() {
        return hart.run(context, budget);
    }

    public final Trap trap() {
        HartExit exit = run();
        if (exit instanceof HartExit.Trapped(Trap trap)) {
            return trap;
        }
        throw new AssertionError("no trap but " + exit);
    }

    @Override
    public final void close() {
        board.close();
    }
}
