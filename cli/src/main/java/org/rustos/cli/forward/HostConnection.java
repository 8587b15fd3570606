package org.rustos.cli.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

import org.rustos.cli.forward.NetworkEvent.Kind;

/**
 * One socket of the host: what comes in becomes events, and it is read only as fast as the guest
 * takes it. Its methods as a far side are called by the thread of the simulation, all else by
 * Netty's.
 */
final class HostConnection extends ChannelInboundHandlerAdapter implements FarSide {
    /** Bytes that may wait for the guest. */
    private static final int WINDOW = 1 << 16;

    /** Credit comes in lumps, so that a recording has few of them. */
    private static final long LUMP = NetworkEnds.CREDIT / 4;

    private final Gateway gateway;
    private final int number;
    private final int guestPort;
    private Channel channel;
    private long waiting;
    private long taken;
    private boolean gone;

    HostConnection(Gateway gateway, int number, int guestPort) {
        this.gateway = gateway;
        this.number = number;
        this.guestPort = guestPort;
    }

    int number() {
        return number;
    }

    private void happened(Kind kind, long amount) {
        gateway.happened(NetworkEvent.of(kind, number, amount));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        gateway.accepted(this);
        happened(Kind.OPEN, guestPort);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        waiting += bytes.length;
        throttle();
        gateway.happened(NetworkEvent.data(number, bytes));
    }

    private void throttle() {
        channel.config().setAutoRead(waiting < WINDOW);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            happened(Kind.FINISH, 0);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gateway.left(this);
        if (!gone) {
            gone = true;
            happened(Kind.GONE, 0);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close(); // the peer reset it
    }

    @Override
    public void opened() {
        channel.eventLoop().execute(this::throttle);
    }

    @Override
    public void sent(int bytes) {
        channel.eventLoop()
                .execute(
                        () -> {
                            waiting -= bytes;
                            throttle();
                        });
    }

    @Override
    public void received(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes))
                .addListener(
                        written -> {
                            taken += bytes.length;
                            if (taken >= LUMP && written.isSuccess()) {
                                happened(Kind.CREDIT, taken);
                                taken = 0;
                            }
                        });
    }

    @Override
    public void finished() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        _ -> {
                            var _ = ((SocketChannel) channel).shutdownOutput();
                        });
    }

    @Override
    public void closed() {
        channel.eventLoop().execute(() -> gone = true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
