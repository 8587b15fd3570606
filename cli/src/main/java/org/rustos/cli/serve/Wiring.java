package org.rustos.cli.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;

import org.rustos.cli.serve.job.Board;
import org.rustos.cli.serve.job.ResultFolders;

import java.util.concurrent.atomic.AtomicInteger;

/** What a connection goes through, with a bound at each place. */
final class Wiring extends ChannelInitializer<Channel> {
    /** Connections at once; further ones are closed. */
    static final int MOST_CONNECTIONS = 64;

    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_HEADERS = 16 << 10;
    private static final int LONGEST_BODY = 1024;
    private static final int SILENCE_SECONDS = 60;

    private final AccessToken token;
    private final OwnAddress own;
    private final Pages pages;
    private final Board board;
    private final ResultFolders folders;
    private final AtomicInteger connections = new AtomicInteger();

    Wiring(AccessToken token, OwnAddress own, Board board, ResultFolders folders) {
        this.token = token;
        this.own = own;
        this.pages = new Pages(folders);
        this.board = board;
        this.folders = folders;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(new Turnstile())
                .addLast(new ReadTimeoutHandler(SILENCE_SECONDS))
                .addLast(
                        new HttpServerCodec(
                                new HttpDecoderConfig()
                                        .setMaxInitialLineLength(LONGEST_LINE)
                                        .setMaxHeaderSize(LONGEST_HEADERS)))
                .addLast(new HttpObjectAggregator(LONGEST_BODY, true))
                .addLast(new Gate(token, own, pages))
                .addLast(
                        new WebSocketServerProtocolHandler(
                                WebSocketServerProtocolConfig.newBuilder()
                                        .websocketPath(Gate.SOCKET)
                                        .checkStartsWith(true)
                                        .maxFramePayloadLength(Commands.LONGEST)
                                        .build()))
                .addLast(new LiveSession(board, folders));
    }

    /** Counts who is in. */
    private final class Turnstile extends ChannelInboundHandlerAdapter {
        private boolean counted;

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            if (connections.incrementAndGet() > MOST_CONNECTIONS) {
                connections.decrementAndGet();
                context.close();
                return;
            }
            counted = true;
            super.channelActive(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            if (counted) {
                counted = false;
                connections.decrementAndGet();
            }
            super.channelInactive(context);
        }
    }
}
