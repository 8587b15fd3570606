package org.rustos.cli.gdb;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

import java.util.function.Consumer;

/** Puts what one debugger sends into the inbox; who floods it is thrown out. */
final class ClientHandler extends SimpleChannelInboundHandler<String> {
    private final Inbox inbox;
    private final Consumer<String> say;
    private Client client;

    ClientHandler(Inbox inbox, Consumer<String> say) {
        this.inbox = inbox;
        this.say = say;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        client =
                new Client() {
                    @Override
                    public void send(String body) {
                        var _ = context.writeAndFlush(body);
                    }

                    @Override
                    public void close() {
                        context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                                .addListener(ChannelFutureListener.CLOSE);
                    }
                };
        offer(context, new Inbox.Event.Arrived(client));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, String body) {
        offer(
                context,
                body.equals(PacketCodec.INTERRUPT)
                        ? new Inbox.Event.Interrupt(client)
                        : new Inbox.Event.Packet(client, body));
    }

    private void offer(ChannelHandlerContext context, Inbox.Event event) {
        if (!inbox.offer(event) && context.channel().isOpen()) {
            say.accept("gdb: disconnected " + context.channel().remoteAddress() + ": it floods");
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inbox.offer(new Inbox.Event.Gone(client));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset connection: it is gone, and channelInactive says so.
        var _ = context.close();
    }
}
