package org.rustos.cli.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

import org.rustos.cli.Message;
import org.rustos.cli.serve.job.Feed;
import org.rustos.cli.serve.job.Jobs;
import org.rustos.cli.serve.job.Refusal;
import org.rustos.cli.serve.job.ResultFolders;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One browser's socket. It takes commands, and sends what is new whenever the browser can take
 * more: nothing is queued for one that is slow or gone.
 */
final class LiveSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int TICK_MILLIS = 100;
    private static final int TICKS_A_PING = 100;

    private final Jobs jobs;
    private final ResultFolders folders;
    private final String hello;
    private ScheduledFuture<?> ticker;
    private long jobsSeen = -1;
    private long foldersSeen = -1;
    private Feed feed = () -> null;
    private int ticks;

    /**
     * A session that has not begun.
     *
     * @param hello the first message, the same for all
     */
    LiveSession(Jobs jobs, ResultFolders folders, String hello) {
        this.jobs = jobs;
        this.hello = hello;
        this.folders = folders;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof HandshakeComplete) {
            send(context, new TextWebSocketFrame(hello));
            folders.look();
            ticker =
                    context.executor()
                            .scheduleAtFixedRate(
                                    () -> tick(context), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (!(frame instanceof TextWebSocketFrame text) || !frame.isFinalFragment()) {
            context.writeAndFlush(
                            new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        if (!context.channel().isWritable()) {
            var _ = context.close(); // it asks and does not read
            return;
        }
        ObjectNode answer = message("answer");
        try {
            Commands.Numbered numbered = Commands.read(text.text());
            answer.put("ref", numbered.reference());
            obey(numbered.command(), answer);
            answer.put("ok", true);
        } catch (Refusal e) {
            answer.put("ok", false);
            answer.put("message", Message.printable(e.getMessage()));
        }
        send(context, answer);
    }

    private void obey(Commands.Command command, ObjectNode answer) throws Refusal {
        switch (command) {
            case Commands.StartSuite(var suite, var selection) ->
                    answer.put("job", jobs.suite(suite, selection));
            case Commands.StartGuest(var wish) -> answer.put("job", jobs.guest(wish));
            case Commands.Cancel(int job) -> jobs.cancel(job);
            case Commands.Watch(int job) -> {
                feed = jobs.feed(job);
                answer.put("job", job);
            }
            case Commands.Look _ -> folders.look();
        }
    }

    private void tick(ChannelHandlerContext context) {
        if (++ticks % TICKS_A_PING == 0) {
            send(context, new PingWebSocketFrame());
        }
        if (!context.channel().isWritable()) {
            return;
        }
        long changes = jobs.version();
        if (changes != jobsSeen) {
            jobsSeen = changes;
            ObjectNode news = message("jobs");
            news.set("jobs", jobs.list());
            send(context, news);
        }
        long seen = folders.version();
        if (seen != foldersSeen) {
            foldersSeen = seen;
            ObjectNode news = message("folders");
            news.set("folders", folders.list());
            send(context, news);
        }
        ObjectNode news = feed.next();
        if (news != null) {
            send(context, news);
        }
    }

    private static ObjectNode message(String is) {
        return JsonNodeFactory.instance.objectNode().put("is", is);
    }

    private static void send(ChannelHandlerContext context, ObjectNode message) {
        send(context, new TextWebSocketFrame(message.toString()));
    }

    private static void send(ChannelHandlerContext context, WebSocketFrame frame) {
        context.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (ticker != null) {
            ticker.cancel(false);
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
