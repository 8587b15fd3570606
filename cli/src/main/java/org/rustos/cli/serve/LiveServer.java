package org.rustos.cli.serve;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.serve.job.Jobs;
import org.rustos.cli.serve.job.ResultFolders;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The socket that listens, and the one thread that serves all who come. */
public final class LiveServer implements AutoCloseable {
    private final EventLoopGroup loop;
    private final Channel listening;
    private final AccessToken token;
    private final OwnAddress own;

    private LiveServer(EventLoopGroup loop, Channel listening, AccessToken token, OwnAddress own) {
        this.loop = loop;
        this.listening = listening;
        this.token = token;
        this.own = own;
    }

    /**
     * Listens; returns when it does.
     *
     * @param host name or address to listen on
     * @param port 0 for any that is free
     * @throws CommandFailure with one line if that cannot be
     */
    static LiveServer start(
            String host, int port, AccessToken token, Jobs jobs, ResultFolders folders)
            throws InterruptedException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--host " + host + ": no such host; give an address");
        }
        // The port is known only when it listens: who comes earlier waits until it is known.
        CompletableFuture<Wiring> wiring = new CompletableFuture<>();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(wiring.join());
                                    }
                                })
                        .bind(new InetSocketAddress(address, port))
                        .await();
        if (!bound.isSuccess()) {
            var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--port %d: cannot listen on %s (%s); give another, or 0 for any"
                            .formatted(port, host, bound.cause().getMessage()));
        }
        int actual = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        OwnAddress own = new OwnAddress(host, actual);
        wiring.complete(new Wiring(token, own, jobs, folders));
        return new LiveServer(loop, bound.channel(), token, own);
    }

    /** What to open in a browser. */
    public String url() {
        return own.inUrl() + "?token=" + token.text();
    }

    /** Closes the socket and all connections. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
