package org.rustos.cpu.x86;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.machine.Board;
import org.rustos.cpu.testing.UserBoard;

import java.util.HexFormat;
import java.util.List;

/** User code for a board, by its bytes. */
final class UserProgram extends UserBoard {
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
        super(HexFormat.of().parseHex(hex.replace(" ", "")), model, options);
    }
}
