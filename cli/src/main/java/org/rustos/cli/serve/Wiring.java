package org.rustos.cli.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;

import org.rustos.cli.serve.job.Catalogues;
import org.rustos.cli.serve.job.Jobs;
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
    private final Jobs jobs;
    private final ResultFolders folders;
    private final String hello;
    private final AtomicInteger connections = new AtomicInteger();

    Wiring(AccessToken token, OwnAddress own, Jobs jobs, ResultFolders folders) {
        this.token = token;
        this.own = own;
        this.pages = new Pages(folders);
        this.jobs = jobs;
        this.folders = folders;
        this.hello =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("is", "hello")
                        .set("catalogue", Catalogues.all())
                        .toString();
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
                .addLast(new Gate(token, own, pages, this::addSocket));
    }

    /** What a connection goes through from here on if it is a page's socket. */
    private void addSocket(ChannelPipeline pipeline) {
        pipeline.addLast(
                        new WebSocketServerProtocolHandler(
                                WebSocketServerProtocolConfig.newBuilder()
                                        .websocketPath(Gate.SOCKET)
                                        .checkStartsWith(true)
                                        .maxFramePayloadLength(Commands.LONGEST)
                                        .sendCloseFrame(null)
                                        .build()))
                .addLast(new LiveSession(jobs, folders, hello));
    }

    /** Connections that are open now. */
    int connections() {
        return connections.get();
    }

    /** Counts who is in. */
    private final class Turnstile extends ChannelInboundHandlerAdapter {
        private boolean counted;

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            if (connections.incrementAndGet() > MOST_CONNECTIONS) {
                connections.decrementAndGet();
                var _ = context.close();
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
