package org.rustos.cpu.zydis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.cpu.pipeline.Control;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Holds the struct offsets of the binding against instructions whose operands are known. */
class InstructionDecoderTest {
    private static final long RAX = 1;
    private static final long RCX = 1 << 1;
    private static final long RDX = 1 << 2;
    private static final long RBX = 1 << 3;
    private static final long RSP = 1 << 4;
    private static final long RBP = 1 << 5;
    private static final long FLAGS = 1L << Registers.FLAGS;
    private static final long XMM0 = 1L << Registers.VECTOR;

    private final InstructionDecoder decoder = InstructionDecoder.open();

    @AfterEach
    void close() {
        decoder.close();
    }

    private Instruction decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length, 0x1000);
    }

    private String format(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return decoder.format(MemorySegment.ofArray(bytes), 0, bytes.length, 0x1000);
    }

    @Test
    void wrpkruReadsThreeRegistersAndWritesPkru() {
        Instruction wrpkru = decode("0f01ef");
        assertEquals("wrpkru", wrpkru.mnemonic());
        assertEquals(RAX | RCX | RDX, wrpkru.registersRead());
        assertEquals(1L << Registers.PKRU, wrpkru.registersWritten());
    }

    @Test
    void newerInstructionsAreKnown() {
        assertEquals("endbr64", decode("f30f1efa").mnemonic());
        assertEquals("xrstor", decode("0fae29").mnemonic());
        assertEquals("rdrand", decode("480fc7f0").mnemonic());
    }

    @Test
    void pushWritesTheStack() {
        Instruction push = decode("55");
        assertEquals(RSP | RBP, push.registersRead());
        assertEquals(RSP, push.registersWritten());
        assertTrue(push.stores());
        assertFalse(push.loads());
        assertEquals(8, push.memory().getFirst().size());
    }

    @Test
    void callThroughMemoryLoadsItsTargetAndStoresTheReturnAddress() {
        Instruction call = decode("ff5008");
        assertEquals(Control.INDIRECT_CALL, call.control());
        assertEquals(2, call.memory().size());
        assertEquals(RAX, call.memory().getFirst().addressRegisters());
        assertEquals(8, call.memory().getFirst().displacement());
        assertTrue(call.loads() && call.stores());
    }

    @Test
    void lockedExchangeIsLocked() {
        Instruction exchange = decode("f0480fb11f");
        assertTrue(exchange.locked());
        assertEquals(RAX | RBX, exchange.registersRead());
        assertEquals(RAX | FLAGS, exchange.registersWritten());
        assertTrue(decode("48870f").locked(), "XCHG with memory implies LOCK");
    }

    @Test
    void repeatedStringsAreOneInstruction() {
        Instruction movsb = decode("f3a4");
        assertTrue(movsb.repeated());
        assertTrue(movsb.loads() && movsb.stores());
        assertFalse(decode("f30fb8c1").repeated(), "POPCNT's F3 is no REP");
    }

    @Test
    void vectorsHaveBitsOfTheirOwn() {
        Instruction add = decode("f20f58442408");
        assertEquals(XMM0, add.registersRead());
        assertEquals(XMM0, add.registersWritten());
        assertEquals(RSP, add.memory().getFirst().addressRegisters());
        assertEquals(8, add.memory().getFirst().size());
        Instruction move = decode("660f6fc8");
        assertEquals(XMM0, move.registersRead());
        assertEquals(XMM0 << 1, move.registersWritten());
        assertEquals(128, move.widestVectorBits());
    }

    @Test
    void clearingARegisterReadsNothing() {
        assertEquals(0, decode("31c0").registersRead());
        assertTrue(decode("660fefc0").zeroing());
        assertFalse(decode("31c8").zeroing());
    }

    @Test
    void partialAndConditionalWritesKeepTheRest() {
        assertEquals(RAX, decode("b001").registersRead());
        assertEquals(0, decode("b801000000").registersRead());
        assertEquals(RAX | RCX | FLAGS, decode("480f44c1").registersRead());
    }

    @Test
    void leaIsArithmetic() {
        Instruction lea = decode("488d0449");
        assertEquals(RCX, lea.registersRead());
        assertTrue(lea.memory().isEmpty());
    }

    @Test
    void branchesAreTold() {
        assertEquals(Control.CONDITIONAL, decode("7510").control());
        assertEquals(0x1012, decode("7510").target());
        assertEquals(Control.JUMP, decode("eb10").control());
        assertEquals(Control.INDIRECT_JUMP, decode("ffe0").control());
        assertEquals(Control.CALL, decode("e800000000").control());
        assertEquals(Control.RETURN, decode("c3").control());
        assertEquals(Control.TRAP, decode("0f05").control());
        assertEquals(Control.TRAP, decode("0f0b").control());
        assertEquals(0xf1, decode("cdf1").immediate() & 0xff);
    }

    @Test
    void programCounterRelativeAddressesAreAbsolute() {
        Instruction load = decode("488b0510000000");
        assertEquals(0x1017, load.memory().getFirst().displacement());
        assertEquals(0, load.memory().getFirst().addressRegisters());
    }

    @Test
    void cutAndWrongBytesAreNoInstruction() {
        assertNull(decode("48"));
        assertNull(decode("06"));
        assertNull(decode(""));
        assertEquals("(bad)", format("06"));
    }

    @Test
    void textIsIntelSyntax() {
        assertEquals("mov [rsp+0x08], rax", format("4889442408"));
        assertEquals("jnz 0x0000000000001012", format("7510"));
    }
}
