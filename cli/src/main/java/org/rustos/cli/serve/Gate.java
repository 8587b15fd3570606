package org.rustos.cli.serve;

import static io.netty.handler.codec.http.HttpHeaderNames.COOKIE;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.util.List;
import java.util.function.Consumer;

/**
 * Every request comes through here, and gets no further without the token, under a name that is not
 * ours, or from another's page. One request a connection: what a client can make us hold is bounded
 * by the number of connections.
 */
final class Gate extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Where the page's socket is. */
    static final String SOCKET = "/live";

    private final AccessToken token;
    private final OwnAddress own;
    private final Pages pages;
    private final Consumer<ChannelPipeline> socket;
    private boolean used;

    /**
     * A gate for one connection.
     *
     * @param socket makes a pipeline one that speaks WebSocket, after this gate
     */
    Gate(AccessToken token, OwnAddress own, Pages pages, Consumer<ChannelPipeline> socket) {
        super(FullHttpRequest.class, false);
        this.token = token;
        this.own = own;
        this.pages = pages;
        this.socket = socket;
    }

    /** A request that is refused, and how. */
    private record Refused(HttpResponseStatus status, String text) {}

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean passed = false;
        try {
            if (used) {
                return;
            }
            used = true;
            passed = handle(context, request);
        } catch (IllegalArgumentException e) {
            refuse(context, new Refused(HttpResponseStatus.BAD_REQUEST, "bad address"));
        } finally {
            if (passed) {
                socket.accept(context.pipeline());
                context.fireChannelRead(request);
            } else {
                request.release();
            }
        }
    }

    /** True if the request is for the socket and may have it. */
    private boolean handle(ChannelHandlerContext context, FullHttpRequest request) {
        Refused refused = refusal(request);
        QueryStringDecoder address = new QueryStringDecoder(request.uri(), UTF_8, true, 16);
        if (refused == null && !knowsToken(request.headers(), address)) {
            refused =
                    new Refused(
                            HttpResponseStatus.FORBIDDEN,
                            "open the address that 'rustos serve' printed: it holds the token");
        }
        if (refused != null) {
            refuse(context, refused);
            return false;
        }
        if (address.path().equals(SOCKET)) {
            if (request.headers().contains(UPGRADE) && request.headers().contains(ORIGIN)) {
                return true;
            }
            refuse(context, new Refused(HttpResponseStatus.BAD_REQUEST, "a WebSocket, of a page"));
            return false;
        }
        Content content = pages.get(address.path());
        if (content == null) {
            refuse(context, new Refused(HttpResponseStatus.NOT_FOUND, "nothing here"));
        } else {
            FullHttpResponse response = response(HttpResponseStatus.OK, content);
            if (address.path().equals("/")) {
                response.headers().set(HttpHeaderNames.SET_COOKIE, cookie());
            }
            send(context, response);
        }
        return false;
    }

    private Refused refusal(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return new Refused(HttpResponseStatus.BAD_REQUEST, "no HTTP request");
        }
        List<String> hosts = request.headers().getAll(HOST);
        if (hosts.size() != 1 || !own.owns(hosts.getFirst())) {
            return new Refused(HttpResponseStatus.FORBIDDEN, "not the name of this server");
        }
        for (String origin : request.headers().getAll(ORIGIN)) {
            if (!OwnAddress.sameOrigin(origin, hosts.getFirst())) {
                return new Refused(HttpResponseStatus.FORBIDDEN, "a page of another origin");
            }
        }
        if (!request.method().equals(HttpMethod.GET)) {
            return new Refused(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET only");
        }
        return null;
    }

    private String cookieName() {
        // Cookies do not know ports: a second server on this host keeps its own.
        return "rustos-" + own.port();
    }

    private String cookie() {
        return cookieName() + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Strict";
    }

    private boolean knowsToken(HttpHeaders headers, QueryStringDecoder address) {
        boolean known = false;
        for (String given : address.parameters().getOrDefault("token", List.of())) {
            known |= token.matches(given);
        }
        String start = cookieName() + "=";
        for (String header : headers.getAll(COOKIE)) {
            for (String cookie : header.split(";", 64)) {
                String one = cookie.strip();
                known |= one.startsWith(start) && token.matches(one.substring(start.length()));
            }
        }
        return known;
    }

    private static void refuse(ChannelHandlerContext context, Refused refused) {
        send(
                context,
                response(refused.status(), Content.text("text/plain", refused.text() + "\n")));
    }

    private static FullHttpResponse response(HttpResponseStatus status, Content content) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content.bytes()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, content.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, content.bytes().length)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, content.policy())
                .set(HttpHeaderNames.CONNECTION, "close")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin");
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
