package org.rustos.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;

/** Proves on the real library each fact about user mode that the x86 hart relies on. */
class UserModeTest {
    private static final String SYSCALL = "0f05";
    private static final String LOAD_DATA = "488b042500006000"; // mov rax, [DATA]
    private static final String STORE_DATA = "4889042508006000"; // mov [DATA + 8], rax

    @Test
    void syscallStopsBehindItself() {
        try (PagedGuest guest = new PagedGuest("b827000000" + SYSCALL)) {
            assertEquals(0, guest.run());
            assertEquals(1, guest.syscalls);
            assertEquals(39, guest.engine.read(X86Register.RAX));
            assertEquals(PagedGuest.CODE + 7, guest.engine.read(X86Register.RIP));
        }
    }

    @Test
    void memoryCallbacksCarryPhysicalAddressesOfSuccessfulAccesses() {
        try (PagedGuest guest = new PagedGuest(LOAD_DATA + STORE_DATA + SYSCALL)) {
            guest.run();
            assertEquals(List.of(0x9000L), guest.reads);
            assertEquals(List.of(0x9008L), guest.writes);
            assertEquals(List.of(), guest.vectors);
        }
    }

    @Test
    void everyFaultIsAPageFaultWithTheFaultingAddressAndARightErrorCode() {
        // Three loads from three unmapped pages: without clearing the old exception the second
        // would be a double fault and the third nothing at all.
        String loads = "488b042500008000" + "488b042500009000" + "488b04250000a000" + SYSCALL;
        try (PagedGuest guest = new PagedGuest(loads)) {
            for (long page = 0x80_0000; page <= 0xa0_0000; page += 0x10_0000) {
                guest.run();
                assertEquals(page, guest.engine.read(X86Register.CR2));
                assertEquals(4, guest.errorCode);
                guest.page(page, 0xb000, 5);
            }
            guest.run();
            assertEquals(List.of(14, 14, 14), guest.vectors);
            assertEquals(1, guest.syscalls);
        }
    }

    @Test
    void storeToCodeAndCallOfDataFaultWithTheirBits() {
        String store = "4889042500004000"; // mov [CODE], rax
        try (PagedGuest guest = new PagedGuest(store)) {
            guest.run();
            assertEquals(7, guest.errorCode);
        }
        String jump = "b800006000ffe0"; // mov eax, DATA; jmp rax
        try (PagedGuest guest = new PagedGuest(jump)) {
            guest.run();
            assertEquals(0x15, guest.errorCode);
            assertEquals(PagedGuest.DATA, guest.engine.read(X86Register.RIP));
        }
    }

    @Test
    void supervisorPagesAreOutOfReach() {
        String load = "48b80000000000 80ffff" + "488b00"; // mov rax, SUPERVISOR; mov rax, [rax]
        try (PagedGuest guest = new PagedGuest(load)) {
            guest.run();
            assertEquals(List.of(14), guest.vectors);
            assertEquals(5, guest.errorCode);
        }
    }

    @Test
    void wrpkruTakesTheRightToKeyThreeAway() {
        // xor ecx,ecx; xor edx,edx; mov eax,0xc0; wrpkru; load
        String code = "31c931d2b8c00000000f01ef" + LOAD_DATA + SYSCALL;
        try (PagedGuest guest = new PagedGuest(LOAD_DATA + code)) {
            guest.run();
            assertEquals(List.of(14), guest.vectors);
            assertEquals(0x25, guest.errorCode);
            assertEquals(PagedGuest.DATA, guest.engine.read(X86Register.CR2));
            assertEquals(1, guest.reads.size());
        }
    }

    @Test
    void oneBlockSlicesLoseAndRepeatNothing() {
        // mov ecx,1000; l: inc rax; dec ecx; jnz l; syscall
        try (PagedGuest guest = new PagedGuest("31c0b9e803000048ffc0ffc975f9" + SYSCALL)) {
            guest.stopAfterBlocks = 1;
            int slices = 0;
            while (guest.syscalls == 0) {
                assertEquals(0, guest.run());
                slices++;
            }
            assertEquals(1000, guest.engine.read(X86Register.RAX));
            assertTrue(slices >= 1000, "slices: " + slices);
        }
    }

    @Test
    void timestampsAreOurs() {
        // rdtsc; mov ebx,edx; rdtscp; syscall
        try (PagedGuest guest = new PagedGuest("0f3189d30f01f9" + SYSCALL)) {
            guest.run();
            assertEquals(1234, guest.engine.read(X86Register.RAX));
            assertEquals(1, guest.engine.read(X86Register.RBX));
            assertEquals(2, guest.engine.read(X86Register.RDX));
        }
    }

    @Test
    void markersAndUndefinedInstructionsAreTold() {
        try (PagedGuest guest = new PagedGuest("cdf1" + "0f0b")) {
            guest.run();
            assertEquals(List.of(0xf1), guest.vectors);
            assertEquals(PagedGuest.CODE + 2, guest.engine.read(X86Register.RIP));
            assertEquals(10, guest.run());
            assertEquals(1, guest.invalid);
            assertEquals(PagedGuest.CODE + 2, guest.engine.read(X86Register.RIP));
        }
    }

    @Test
    void anAccessOverAPageEndShowsItsFirstPageOnly() {
        // mov rax, [STACK_TOP - 4]; mov [STACK_TOP - 4], rax, with the next page mapped elsewhere
        String code = "488b0425fc0f7000" + "48890425fc0f7000" + SYSCALL;
        try (PagedGuest guest = new PagedGuest(code)) {
            guest.page(PagedGuest.STACK_TOP, 0xb000, 7);
            guest.run();
            assertEquals(List.of(), guest.vectors);
            assertEquals(List.of(0xaffcL), guest.reads);
            assertEquals(List.of(0xaffcL), guest.writes);
        }
    }

    @Test
    void anExceptionInACallbackComesOutOfTheRun() {
        try (PagedGuest guest = new PagedGuest("0fa2" + SYSCALL)) { // cpuid
            EngineCallbacks failing =
                    new EngineCallbacks() {
                        @Override
                        public boolean cpuid() {
                            throw new IllegalStateException("on purpose");
                        }
                    };
            guest.engine.hook(failing, EnumSet.of(EngineHook.X86_CPUID));
            IllegalStateException thrown = assertThrows(IllegalStateException.class, guest::run);
            assertEquals("on purpose", thrown.getMessage());
        }
    }

    @Test
    void errorsCarryUnicornsOwnWords() {
        try (PagedGuest guest = new PagedGuest(SYSCALL)) {
            EngineException thrown =
                    assertThrows(
                            EngineException.class, () -> guest.engine.unmap(0x8000_0000L, 0x1000));
            assertTrue(thrown.getMessage().contains("unmap memory at 0x80000000"));
            assertTrue(thrown.getMessage().contains("(UC_ERR_"), thrown.getMessage());
        }
    }
}
