package org.rustos.cli.gdb;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames of the remote serial protocol: a body between {@code $} and {@code #} with a checksum
 * behind it, acknowledged by {@code +} until both sides agree to leave that out. Bytes between
 * frames mean nothing; a frame that does not end in time is forgotten.
 */
final class PacketCodec extends ByteToMessageCodec<String> {
    /** What comes out beside bodies: the debugger wants the run to hold. */
    static final String INTERRUPT = "\u0003";

    /** Longest body that is taken, and told to the debugger. */
    static final int LONGEST = 0x4000;

    private static final int BREAK = 3;
    private static final int ESCAPE = '}';
    private static final int ESCAPED = 0x20;
    private static final int BYTE = 0xff;
    private static final String NO_ACK = "QStartNoAckMode";

    private final StringBuilder body = new StringBuilder();
    private State state = State.BETWEEN;
    private boolean escaped;
    private int sum;
    private int given;
    private boolean acknowledges = true;
    private boolean silentNext;
    private String sent = "";

    private enum State {
        BETWEEN,
        BODY,
        FIRST_DIGIT,
        SECOND_DIGIT
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            take(context, in.readByte() & BYTE, out);
        }
    }

    private void take(ChannelHandlerContext context, int next, List<Object> out) {
        switch (state) {
            case BETWEEN -> between(context, next, out);
            case BODY -> body(next);
            case FIRST_DIGIT -> {
                given = Character.digit(next, 16) << 4;
                state = State.SECOND_DIGIT;
            }
            case SECOND_DIGIT -> {
                state = State.BETWEEN;
                arrived(context, given | Character.digit(next, 16), out);
            }
        }
    }

    private void between(ChannelHandlerContext context, int next, List<Object> out) {
        if (next == '$') {
            begin();
        } else if (next == BREAK) {
            out.add(INTERRUPT);
        } else if (next == '-' && acknowledges && !sent.isEmpty()) {
            var _ = context.write(context.alloc().buffer().writeBytes(bytes(sent)));
        }
    }

    private void begin() {
        body.setLength(0);
        sum = 0;
        escaped = false;
        state = State.BODY;
    }

    private void body(int next) {
        if (next == '$') {
            begin(); // the end of the one before it was lost
            return;
        }
        if (next == '#') {
            state = State.FIRST_DIGIT;
            return;
        }
        sum += next;
        if (next == ESCAPE && !escaped) {
            escaped = true;
            return;
        }
        body.append((char) (escaped ? next ^ ESCAPED : next));
        escaped = false;
        if (body.length() > LONGEST) {
            state = State.BETWEEN;
        }
    }

    private void arrived(ChannelHandlerContext context, int checksum, List<Object> out) {
        boolean right = !acknowledges || checksum == (sum & BYTE);
        if (acknowledges) {
            var _ = context.write(context.alloc().buffer(1).writeByte(right ? '+' : '-'));
            context.flush();
        }
        if (right) {
            silentNext |= body.indexOf(NO_ACK) == 0 && body.length() == NO_ACK.length();
            out.add(body.toString());
        }
    }

    @Override
    protected void encode(ChannelHandlerContext context, String reply, ByteBuf out) {
        sent = frame(reply);
        out.writeBytes(bytes(sent));
        if (silentNext) {
            silentNext = false;
            acknowledges = false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A frame around a body. */
    static String frame(String reply) {
        StringBuilder frame = new StringBuilder(reply.length() + 4).append('$');
        for (int i = 0; i < reply.length(); i++) {
            char next = reply.charAt(i);
            if ("$#}*".indexOf(next) >= 0) {
                frame.append((char) ESCAPE).append((char) (next ^ ESCAPED));
            } else {
                frame.append(next);
            }
        }
        int check = 0;
        for (int i = 1; i < frame.length(); i++) {
            check += frame.charAt(i);
        }
        return frame.append('#')
                .append(Character.forDigit(check >> 4 & 0xf, 16))
                .append(Character.forDigit(check & 0xf, 16))
                .toString();
    }
}
