package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;

/** Makes programs that nobody would write, from a seed. */
enum RandomCode {
    /** Any bytes. */
    BYTES {
        @Override
        byte[] bytes(Random random) {
            byte[] code = new byte[LENGTH];
            random.nextBytes(code);
            return code;
        }
    },
    /** Instructions that the decoder knows, of any kind, with short jumps among them. */
    INSTRUCTIONS {
        @Override
        byte[] bytes(Random random) {
            byte[] code = new byte[LENGTH];
            byte[] window = new byte[16];
            try (InstructionDecoder decoder = InstructionDecoder.open()) {
                int at = 0;
                while (at < LENGTH - window.length) {
                    random.nextBytes(window);
                    prefix(window, random);
                    Instruction next =
                            decoder.decode(MemorySegment.ofArray(window), 0, window.length, 0);
                    if (next != null) {
                        System.arraycopy(window, 0, code, at, next.length());
                        at += next.length();
                    }
                }
            }
            return code;
        }
    },
    /** The instructions that touch the engine's edges, between ordinary ones. */
    EDGES {
        @Override
        byte[] bytes(Random random) {
            StringBuilder hex = new StringBuilder();
            while (hex.length() < 2 * LENGTH) {
                String[] row = EDGE[random.nextInt(EDGE.length)].split(" ");
                hex.append(row[random.nextInt(row.length)]);
            }
            return HexFormat.of().parseHex(hex);
        }
    };

    private static final int LENGTH = 512;

    // Each row one family; ordinary code in between.
    private static final String[] EDGE = {
        // rep movsb, stosq, lodsb, cmpsb, scasb, insb, outsb
        "f3a4 f348ab f3ac f3a6 f2ae f36c f36e a4 48ab",
        // fxsave, fxrstor, xsave, xrstor, xsaveopt, ldmxcsr, stmxcsr on [rdi]
        "0fae07 0fae0f 0fae27 0fae2f 0fae37 0fae17 0fae1f 480fae07",
        // rdtsc, rdtscp, cpuid, rdpid, rdrand, rdseed, rdpmc, xgetbv, xsetbv
        "0f31 0f01f9 0fa2 f30fc7f8 0fc7f0 0fc7f8 0f33 0f01d0 0f01d1",
        // wrpkru, rdpkru, rdfsbase, wrfsbase, swapgs
        "0f01ef 0f01ee f30faec0 f30faed0 0f01f8",
        // iretq, retf, lcall [rdi], ljmp [rdi], ret 8, int 0x80, int3, icebp, into
        "48cf cb ff1f ff2f c20800 cd80 cc f1 ce",
        // sysenter, sysexit, sysret, hlt, cli, sti, in, out
        "0f34 0f35 480f07 f4 fa fb e460 e660 ec ee",
        // lldt, ltr, sldt, str, verr, verw, sgdt, sidt, lgdt, smsw, lmsw, invlpg on [rdi] or ax
        "0f00d0 0f00d8 0f00c0 0f00c8 0f00e0 0f00e8 0f0107 0f010f 0f0117 0f01e0 0f01f0 0f013f",
        // lar, lsl, mov ds, mov ss, mov from cr0, mov to dr7, clts, wbinvd
        "0f02c0 0f03c0 8ed8 8ed0 0f20c0 0f23f8 0f06 0f09",
        // vmcall, vmrun, vmload, stgi, monitor, mwait, xbegin, xend, xabort, xtest, encls, enclu
        "0f01c1 0f01d8 0f01da 0f01dc 0f01c8 0f01c9 c7f800000000 0f01d5 c6f800 0f01d6 0f01cf 0f01d7",
        // vmovaps ymm, vzeroupper, vmovaps zmm, crc32, pclmul, aesenc, sha1rnds4
        "c5fc2807 c5f877 62f17c482807 f20f38f1c0 660f3a44c100 660f38dcc1 0f3accc100",
        // movaps [rdi], movups, movntdq, lddqu, maskmovdqu, cmpxchg16b, lock add, lock not legal
        "0f2807 0f1007 660fe707 f20ff007 660ff7c1 480fc70f f00107 f001c0",
        // pushf, popf with TF, std, cld, enter, leave, xlat
        "9c 6800010000 9d fd fc c8100000 c9 d7",
        // div, idiv by rdi or memory, aam (illegal), fld, fstp, fninit, fptan, emms, fwait
        "48f7f7 f737 f73f d40a d907 db3f dbe3 d9f2 0f77 9b",
        // jumps: to itself, back 2, forward, loop, jrcxz, jmp rax, call rax, ret, jmp into the
        // middle
        "ebfe 75f0 eb02 e2f8 e302 ffe0 ffd0 c3 ebf9 7302",
        // ordinary
        "48ffc0 01d8 488b07 488907 4883c708 89c8 31c9 b910000000 bf00006000 be00016000 5058"
                + " 48c1e003",
        // stores into the code page, and far away
        "c6050000000090 c60425000040009090 48a30000000000000080 488b042500000080",
    };

    abstract byte[] bytes(Random random);

    /** Makes the rarer maps and short jumps as frequent as plain opcodes. */
    private static void prefix(byte[] window, Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> window[0] = 0x0f;
            case 2 -> {
                window[0] = 0x66;
                window[1] = 0x0f;
            }
            case 3 -> {
                window[0] = (byte) (random.nextBoolean() ? 0xf3 : 0xf2);
                window[1] = 0x0f;
            }
            case 4 -> window[0] = (byte) (0x48 | random.nextInt(8));
            case 5 -> {
                window[0] = (byte) (0x70 | random.nextInt(16));
                window[1] = (byte) random.nextInt(32);
            }
            case 6 -> {
                window[0] = 0x0f;
                window[1] = (byte) (random.nextBoolean() ? 0x38 : 0x3a);
            }
            default -> {}
        }
    }
}
