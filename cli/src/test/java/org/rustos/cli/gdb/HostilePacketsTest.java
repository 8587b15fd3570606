package org.rustos.cli.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.Rewind;
import org.rustos.channels.debug.Stop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packets that no debugger sends: each is answered or ignored, and the run is still there. */
class HostilePacketsTest {
    private static final int CASES = 100_000;

    private static final List<String> SEEDS =
            List.of(
                    "?",
                    "g",
                    "p10",
                    "P2=0011223344556677",
                    "m401000,40",
                    "m7fffffff0000,1000",
                    "mffffca0019000000,40",
                    "M7fffffffde00,4:01020304",
                    "X7fffffffde00,2:ab",
                    "Hgp64.65",
                    "Hc-1",
                    "Tp64.65",
                    "qSupported:swbreak+;xmlRegisters=i386",
                    "qC",
                    "qfThreadInfo",
                    "qsThreadInfo",
                    "qXfer:features:read:target.xml:0,ffb",
                    "qXfer:threads:read::0,1000",
                    "qXfer:exec-file:read:64:0,1000",
                    "qOffsets",
                    "qThreadExtraInfo,p64.65",
                    "qRcmd,63617073",
                    "qRcmd,64657269766174696f6e2031",
                    "qRcmd,6368616e6e656c73",
                    "qRcmd,6379636c6573",
                    "QStartNoAckMode",
                    "vCont?",
                    "vCont;c",
                    "vCont;s:p64.65;c",
                    "vCont;r401000,401010:p64.65",
                    "c",
                    "s",
                    "C05",
                    "bs",
                    "bc",
                    "Z0,401000,1",
                    "z0,401000,1",
                    "Z2,7fffffffde00,8",
                    "z2,7fffffffde00,8",
                    "Z4,401000,1",
                    "vFile:setfs:0",
                    "vFile:open:2f727573746f732f66,0,0",
                    "vFile:pread:5,10,0",
                    "vFile:fstat:5",
                    "vFile:close:5",
                    "D;64",
                    "vMustReplyEmpty",
                    "k",
                    "vKill;64");

    private final Random random = new Random(7);

    private byte[] next() {
        if (random.nextInt(8) == 0) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            return garbage;
        }
        StringBuilder body = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(4); i > 0 && !body.isEmpty(); i--) {
            int at = random.nextInt(body.length());
            switch (random.nextInt(4)) {
                case 0 -> body.setCharAt(at, (char) random.nextInt(256));
                case 1 -> body.deleteCharAt(at);
                case 2 -> body.insert(at, "ffffffffffffffffffffffff", 0, random.nextInt(24));
                default -> body.insert(at, ",:;=.-p0".charAt(random.nextInt(8)));
            }
        }
        String frame = PacketCodec.frame(body.toString());
        String sent = random.nextInt(16) == 0 ? frame.substring(1) : frame;
        return sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void hostilePacketsChangeNothingButWhatTheyMay() throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload("riscv-cheri", "file-read");
        Inbox inbox = new Inbox();
        List<String> said = new ArrayList<>();
        ProgramFile program = new ProgramFile("file-read", workload.image());
        GdbSession session = new GdbSession(inbox, run -> DebuggedGuest.commands(run, program));
        int[] answers = new int[1];
        DebuggedRun[] held = new DebuggedRun[1];
        try (DebuggedRun run =
                workload.debugged(
                        stop -> {
                            attack(session, inbox, said, answers, stop);
                            held[0].release();
                        })) {
            held[0] = run;
            session.of(run);
            run.run();
        }
        assertTrue(answers[0] > CASES / 2, answers[0] + " answers");
        assertEquals(List.of(), said, "nobody was told of anything");
    }

    private void attack(
            GdbSession session, Inbox inbox, List<String> said, int[] answers, Stop stop) {
        session.holding(stop);
        EmbeddedChannel channel = null;
        for (int i = 0; i < CASES; i++) {
            if (channel == null || i % 1000 == 0) {
                if (channel != null) {
                    var _ = channel.close();
                }
                channel =
                        new EmbeddedChannel(new PacketCodec(), new ClientHandler(inbox, said::add));
            }
            channel.writeInbound(Unpooled.wrappedBuffer(next()));
            while (!inbox.isEmpty()) {
                serve(session, inbox, stop);
            }
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                answers[0] += out.readableBytes() > 1 ? 1 : 0;
                assertTrue(out.readableBytes() <= 2 * PacketCodec.LONGEST + 4);
                out.release();
            }
        }
        var _ = channel.close();
        while (!inbox.isEmpty()) {
            serve(session, inbox, stop);
        }
    }

    private static void serve(GdbSession session, Inbox inbox, Stop stop) {
        try {
            if (session.goesOn(inbox.take())) {
                session.holding(stop);
            }
        } catch (Rewind | KilledException _) {
            session.holding(stop);
        }
    }
}
