package org.rustos.cpu.riscv.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpTable;

import java.util.stream.Stream;

/**
 * Fixes what some blocks of compiled code cost alone and behind themselves, so that a change of
 * profile, table or schedule shows before it shows in results.
 */
class GoldenBlockTest {
    private final BlockSchedule schedule = Profiles.schedule();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "checksum of a byte, 00a5c733 177e 977d 1542 9145 15c2 91c5 8f75 367d 8db9 f66d, 7, 7",
        "pointer chase, 6108 fd65, 2, 3",
        "integer matrix product, 0007af83 4300 03f40433 9f22 0791 9772 ffd798e3, 7, 7",
        "dot product, 219c 2218 52e7f543 0621 05a1 fea61ae3, 6, 7",
        "copy of words, 6194 e114 0521 05a1 fec51ce3, 3, 3",
        "prologue, 1141 e422 4801 00251e13 88b2, 3, 3",
        "return, 6422 0141 8082, 2, 2",
    })
    void block(String name, String code, int alone, int round) {
        long[] ops =
                Stream.of(code.split(" "))
                        .mapToLong(
                                word ->
                                        Decoder.decode(
                                                OpTable.CHERI_V9,
                                                Integer.parseUnsignedInt(word, 16)))
                        .toArray();
        assertEquals(
                alone + " " + round,
                schedule.costMc(new long[0], ops, false) / 1000
                        + " "
                        + schedule.costMc(ops, ops, true) / 1000);
    }
}
