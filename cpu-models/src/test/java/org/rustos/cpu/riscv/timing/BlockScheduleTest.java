package org.rustos.cpu.riscv.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.cpu.riscv.isa.OpCode;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Schedules that can be worked out by hand from the profile. */
class BlockScheduleTest {
    private static final long[] NONE = {};

    private final BlockSchedule schedule = Profiles.schedule();

    private static long op(int opCode, int rd, int rs1, int rs2) {
        return opCode | (long) (rd == 0 ? 32 : rd) << 10 | (long) rs1 << 16 | (long) rs2 << 21;
    }

    private static long add(int rd, int rs1, int rs2) {
        return op(OpCode.ADD, rd, rs1, rs2);
    }

    private static long load(int rd, int rs1) {
        return op(OpCode.LD, rd, rs1, 0);
    }

    private static long branch(int rs1, int rs2) {
        return op(OpCode.BNE, 0, rs1, rs2);
    }

    private static long fma(int rd, int rs1, int rs2, int rs3) {
        return OpCode.FMADD_D
                | (long) rd << 10
                | (long) rs1 << 16
                | (long) rs2 << 21
                | (long) rs3 << 32;
    }

    private void costs(int cycles, long... ops) {
        assertEquals(cycles * 1000L, schedule.costMc(NONE, ops, false));
    }

    private void round(int cycles, long... ops) {
        assertEquals(cycles * 1000L, schedule.costMc(ops, ops, true));
    }

    @Test
    void nothingCostsNothing() {
        costs(0);
    }

    @Test
    void twoIndependentOperationsIssueTogether() {
        costs(1, add(1, 2, 3), add(4, 5, 6));
        costs(2, add(1, 2, 3), add(4, 5, 6), add(7, 8, 9));
    }

    @Test
    void oneMemoryPipeAndOneOfControlAndArithmetic() {
        costs(2, load(1, 2), load(3, 4));
        costs(2, load(1, 2), op(OpCode.SD, 0, 3, 4));
        costs(1, load(1, 2), branch(3, 4));
        costs(2, op(OpCode.MUL, 1, 2, 3), branch(4, 5));
    }

    @Test
    void whatCanGoEitherWayMakesRoom() {
        costs(1, add(1, 2, 3), load(4, 5));
        costs(1, add(1, 2, 3), branch(4, 5));
        costs(1, load(4, 5), add(1, 2, 3));
    }

    @Test
    void aResultIsNotReadInTheCycleOfItsIssue() {
        costs(2, add(1, 2, 3), add(4, 1, 1));
        costs(3, add(1, 2, 3), add(1, 1, 1), add(1, 1, 1));
    }

    @Test
    void nobodyWaitsForWhatIsWrittenToX0() {
        costs(1, add(0, 2, 3), add(4, 0, 0));
    }

    @Test
    void aLoadIsTakenLateByArithmeticAndInFullByAnAddress() {
        costs(2, load(1, 2), add(3, 1, 4));
        costs(4, load(1, 2), load(3, 1));
        costs(4, load(1, 2), op(OpCode.MUL, 3, 1, 1));
    }

    @Test
    void whatWasComputedLateReachesAnAddressLate() {
        // load in 0, add in 1 with its operand of cycle 3, ready in 4.
        costs(5, load(1, 2), add(3, 1, 4), load(5, 3));
        // Early, without the load.
        costs(2, add(3, 1, 4), load(5, 3));
    }

    @Test
    void aStoredValueIsTakenLateAndItsAddressIsNot() {
        costs(2, load(1, 2), op(OpCode.SD, 0, 3, 1));
        costs(4, load(1, 2), op(OpCode.SD, 0, 1, 3));
    }

    @Test
    void aBranchTakesItsOperandLate() {
        costs(2, load(1, 2), branch(1, 0));
    }

    @Test
    void floatingPointHasFullLatency() {
        costs(8, fma(1, 2, 3, 4), fma(1, 2, 3, 1));
        costs(2, fma(1, 2, 3, 4), fma(5, 2, 3, 4));
        costs(6, op(OpCode.FADD_S, 1, 2, 3), op(OpCode.FADD_S, 1, 1, 3));
        costs(4, op(OpCode.FEQ_D, 1, 2, 3), branch(1, 0));
    }

    @Test
    void registersOfTheTwoFilesAreDifferentOnes() {
        costs(1, op(OpCode.FADD_D, 1, 2, 3), add(4, 1, 1));
        costs(1, fma(1, 2, 3, 4), load(4, 5));
    }

    @Test
    void oneDivisionAtATime() {
        costs(17, op(OpCode.DIV, 1, 2, 3), add(4, 2, 3), op(OpCode.MUL, 5, 1, 4));
        costs(16, op(OpCode.DIV, 1, 2, 3), op(OpCode.DIV, 4, 5, 6));
        costs(2, op(OpCode.DIV, 1, 2, 3), op(OpCode.FDIV_D, 4, 5, 6));
    }

    @Test
    void aShorterResultDoesNotOvertakeALongerOneInItsRegister() {
        costs(54, op(OpCode.FDIV_D, 1, 2, 3), op(OpCode.FCVT_D_S, 1, 4, 0));
    }

    @Test
    void whatStandsAloneWaitsForAllAndLetsNothingIn() {
        costs(2, add(1, 2, 3), op(OpCode.FENCE, 0, 0, 0));
        costs(4, load(1, 2), op(OpCode.FENCE, 0, 0, 0));
        costs(2, op(OpCode.CSRRS, 1, 0, 0), add(4, 5, 6));
    }

    @Test
    void anAtomicOperationKeepsTheMemoryPipe() {
        costs(3, op(OpCode.AMOADD_D, 1, 2, 3), load(4, 5));
        costs(1, op(OpCode.AMOADD_D, 1, 2, 3), branch(4, 5));
        costs(2, op(OpCode.AMOADD_D, 1, 2, 3), branch(4, 5), add(6, 7, 8));
    }

    @Test
    void capabilitiesLieInTheIntegerRegisters() {
        costs(4, op(OpCode.LC, 1, 2, 0), op(OpCode.LD_CAP, 3, 1, 0));
        costs(2, op(OpCode.CINCOFFSET, 1, 2, 3), op(OpCode.CGETADDR, 4, 1, 0));
        costs(4, op(OpCode.CINVOKE, 0, 1, 2), op(OpCode.LD_CAP, 3, 31, 0));
    }

    @Test
    void aMarkerTakesNoPlace() {
        costs(1, add(1, 2, 3), op(OpCode.ROS_MARKER, 0, 0, 0), add(4, 5, 6));
    }

    @Test
    void aBlockThatFollowsItselfPaysWhatItsRoundsOweEachOther() {
        // A pointer chase: the next address is there 3 cycles later, though the branch is not.
        round(3, load(1, 1), branch(1, 0));
        round(7, fma(1, 2, 3, 1), add(4, 4, 5), branch(4, 6));
        round(1, add(4, 4, 5), branch(6, 7));
    }

    @Test
    void behindATakenTransferTheNextCycleBegins() {
        long[] jump = {op(OpCode.JAL, 0, 0, 0)};
        long[] one = {load(1, 2)};
        assertEquals(1000, schedule.costMc(jump, one, true));
        assertEquals(0, schedule.costMc(jump, one, false));
        assertEquals(1000, schedule.costMc(NONE, one, true));
    }

    @Test
    void latencyReachesOverTheBoundary() {
        long[] before = {load(1, 2)};
        assertEquals(3000, schedule.costMc(before, new long[] {load(3, 1)}, false));
    }

    /** Two blocks that fall through are one block: their costs add up. */
    @Test
    void aCutChangesNothing() {
        Random random = new Random(4);
        int kinds = OpCode.COUNT;
        for (int round = 0; round < 2000; round++) {
            long[] ops =
                    random.longs(12, Long.MIN_VALUE, Long.MAX_VALUE)
                            .map(bits -> Math.floorMod(bits, kinds) | randomFields(bits))
                            .toArray();
            int cut = random.nextInt(ops.length + 1);
            long[] head = LongStream.of(ops).limit(cut).toArray();
            long[] tail = LongStream.of(ops).skip(cut).toArray();
            long whole = schedule.costMc(NONE, ops, false);
            assertEquals(
                    whole, schedule.costMc(NONE, head, false) + schedule.costMc(head, tail, false));
            assertTrue(whole >= (ops.length - markers(ops) + 1) / 2 * 1000L, "width");
        }
    }

    private static long randomFields(long bits) {
        long rd = Math.max(1, bits >>> 20 & 31);
        return rd << 10 | (bits >>> 30 & 31) << 16 | (bits >>> 40 & 31) << 21 | bits & 31L << 32;
    }

    private static int markers(long[] ops) {
        return (int)
                IntStream.range(0, ops.length)
                        .filter(i -> (ops[i] & 0x3ff) == OpCode.ROS_MARKER)
                        .count();
    }
}
