package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;

import java.util.HexFormat;
import java.util.List;

/** Code that changes behind the engine's back: what runs next is what stands in memory now. */
class ChangedCodeTest {
    private static final long ROUTINE = 0x41_0000;
    private static final long WRITABLE = 0x51_0000;
    private static final String MOV_1_RET = "b801000000c3";
    private static final String CALL_ROUTINE = "e8fbff0000";
    // call ROUTINE; mov ebx,eax; mov byte [WRITABLE+1],2; call ROUTINE; syscall
    private static final String CALL_CHANGE_CALL =
            CALL_ROUTINE + "89c3" + "c604250100510002" + "e8ecff0000" + "0f05";
    // call ROUTINE; mov ebx,eax; mov dword [WRITABLE],{rdrand eax; ret}; call ROUTINE
    private static final String CALL_RANDOMISE_CALL =
            CALL_ROUTINE + "89c3" + "c70425000051000fc7f0c3" + "e8e9ff0000";

    private static UserProgram program(String code, boolean timed, Integer... slots) {
        UserProgram p = new UserProgram(code, timed, 64 << 20, List.of(slots));
        long frame = p.page(ROUTINE, Permissions.READ_EXECUTE);
        p.board.memory().write(frame, HexFormat.of().parseHex(MOV_1_RET), 0, 6);
        return p;
    }

    private static long frame(UserProgram p) {
        return p.space.lookup(ROUTINE).frame();
    }

    private static void mapWritable(UserProgram p) {
        p.space.map(WRITABLE, frame(p), PageSize.SMALL, Permissions.READ_WRITE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void throughASecondMapping(boolean timed) {
        try (UserProgram p = program(CALL_CHANGE_CALL, timed, 0)) {
            mapWritable(p);
            assertEquals(new Trap.Syscall(2), p.trap());
            assertEquals(1, p.context.register(3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void throughASecondMappingThatCameAfterItRan(boolean timed) {
        try (UserProgram p = program(CALL_CHANGE_CALL, timed, 0)) {
            // The write faults; the routine has run by then.
            assertEquals(WRITABLE + 1, ((Trap.PageFault) p.trap()).address());
            mapWritable(p);
            assertEquals(new Trap.Syscall(2), p.trap());
            assertEquals(1, p.context.register(3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hostRandomnessCannotBePutInBehindTheCheck(boolean timed) {
        try (UserProgram p = program(CALL_RANDOMISE_CALL, timed, 0)) {
            mapWritable(p);
            assertEquals(new Trap.IllegalInstruction(ROUTINE), p.trap());
            assertEquals(1, p.context.register(0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byTheHostWithoutAWordToTheHart(boolean timed) {
        try (UserProgram p = program(CALL_ROUTINE + "0f05", timed, 0)) {
            assertEquals(new Trap.Syscall(1), p.trap());
            for (int value = 2; value < 6; value++) {
                p.board.memory().putInt(frame(p) + 1, value);
                p.context.pc(UserProgram.CODE);
                assertEquals(new Trap.Syscall(value), p.trap());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileAnotherSpaceRan(boolean timed) {
        try (UserProgram p = program(CALL_ROUTINE + "0f05", timed, 0)) {
            assertEquals(new Trap.Syscall(1), p.trap());
            AddressSpace other = new AddressSpace(2, p.board.tables(), p.board.aliases());
            long code = p.space.lookup(UserProgram.CODE).frame();
            other.map(UserProgram.CODE, code, PageSize.SMALL, Permissions.READ_EXECUTE);
            other.map(ROUTINE, frame(p), PageSize.SMALL, Permissions.READ_EXECUTE);
            long stack = p.space.lookup(UserProgram.STACK_TOP - 1).frame();
            other.map(UserProgram.STACK_TOP - 4096, stack, PageSize.SMALL, Permissions.READ_WRITE);
            HartContext thread = p.hart.newContext(other);
            for (int value = 2; value < 6; value++) {
                p.board.memory().putInt(frame(p) + 1, value);
                thread.pc(UserProgram.CODE);
                thread.sp(UserProgram.STACK_TOP);
                HartExit expected = new HartExit.Trapped(new Trap.Syscall(value));
                assertEquals(expected, p.hart.run(thread, p.budget));
                p.context.pc(UserProgram.CODE);
                assertEquals(new Trap.Syscall(value), p.trap());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byAnotherHart(boolean timed) {
        try (UserProgram p = program(CALL_CHANGE_CALL, timed, 0, 1)) {
            mapWritable(p);
            var second = p.board.cores().get(1);
            HartContext other = p.context.copy();
            other.pc(UserProgram.CODE + 15);
            HartExit before = second.hart().run(other, second.budget());
            assertEquals(new HartExit.Trapped(new Trap.Syscall(1)), before);
            assertEquals(new Trap.Syscall(2), p.trap());
            other.pc(UserProgram.CODE + 15);
            HartExit after = second.hart().run(other, second.budget());
            assertEquals(new HartExit.Trapped(new Trap.Syscall(2)), after);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byAnotherFrameInTheSamePlace(boolean timed) {
        try (UserProgram p = program(CALL_ROUTINE + "0f05", timed, 0)) {
            assertEquals(new Trap.Syscall(1), p.trap());
            long first = frame(p);
            long second = p.board.frames().allocate();
            p.board.memory().copy(first, second, 4096);
            p.board.memory().putByte(second + 1, (byte) 2);
            for (int round = 0; round < 3; round++) {
                for (int value = 1; value <= 2; value++) {
                    p.space.map(
                            ROUTINE,
                            value == 1 ? first : second,
                            PageSize.SMALL,
                            Permissions.READ_EXECUTE);
                    p.hart.forget(p.space, ROUTINE, 4096);
                    p.context.pc(UserProgram.CODE);
                    assertEquals(new Trap.Syscall(value), p.trap());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overThePageEnd(boolean timed) {
        // A routine whose first instruction lies on two pages, the second one written elsewhere.
        try (UserProgram p = program("e8f80f0100" + "0f05", timed, 0)) {
            long behind = p.page(ROUTINE + 4096, Permissions.READ_EXECUTE);
            p.board.memory().write(frame(p) + 4093, new byte[] {(byte) 0xb8, 1, 0}, 0, 3);
            p.board.memory().write(behind, new byte[] {0, 0, (byte) 0xc3}, 0, 3);
            assertEquals(new Trap.Syscall(1), p.trap());
            p.space.map(WRITABLE, behind, PageSize.SMALL, Permissions.READ_WRITE);
            p.board.memory().putByte(behind, (byte) 1);
            p.context.pc(UserProgram.CODE);
            assertEquals(new Trap.Syscall(0x10001), p.trap());
        }
    }

    @Test
    void withNothingChangedTheCyclesAreThoseOfOneMapping() {
        long once;
        try (UserProgram p = program(CALL_ROUTINE + "0f05", true, 0)) {
            p.trap();
            once = p.ledger().clockMc();
        }
        try (UserProgram p = program(CALL_ROUTINE + "0f05", true, 0)) {
            mapWritable(p);
            p.trap();
            assertEquals(once, p.ledger().clockMc());
        }
    }
}
