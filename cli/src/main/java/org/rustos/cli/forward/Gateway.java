package org.rustos.cli.forward;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets of the host that listen for a guest, and a queue of what happens at them. */
final class Gateway implements AutoCloseable {
    /** Connections at once; further ones wait in the host's own queue. */
    static final int MOST = 256;

    private static final int BACKLOG = 1024;
    private static final long LAST_BYTES_MS = 2000;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("forward", true), NioIoHandler.newFactory());
    private final List<Channel> listening = new CopyOnWriteArrayList<>();
    private final BlockingDeque<NetworkEvent> events = new LinkedBlockingDeque<>();
    private final Map<Integer, HostConnection> connections = new ConcurrentHashMap<>();
    private final Map<Integer, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /**
     * Listens at one more port.
     *
     * @return the port, which the host chose if 0 was asked for
     */
    int listen(Forward forward) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Accepting(forward.guestPort()))
                        .bind(forward.host(), forward.hostPort())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new CommandFailure(
                    ExitCode.ENGINE,
                    "--forward: cannot listen at %s port %d (%s); name another"
                            .formatted(
                                    forward.host(),
                                    forward.hostPort(),
                                    bound.cause().getMessage()));
        }
        listening.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private final class Accepting extends ChannelInitializer<SocketChannel> {
        private final int guestPort;

        Accepting(int guestPort) {
            this.guestPort = guestPort;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            HostConnection connection =
                    new HostConnection(Gateway.this, next.getAndIncrement(), guestPort);
            channels.put(connection.number(), channel);
            channel.pipeline().addLast(connection);
        }
    }

    void happened(NetworkEvent event) {
        events.add(event);
    }

    void accepted(HostConnection connection) {
        connections.put(connection.number(), connection);
        accepting(connections.size() < MOST);
    }

    void left(HostConnection connection) {
        connections.remove(connection.number());
        channels.remove(connection.number());
        accepting(connections.size() < MOST);
    }

    private void accepting(boolean more) {
        listening.forEach(server -> server.config().setAutoRead(more));
    }

    /** The socket of a connection; one that is gone already takes nothing. */
    FarSide side(int connection) {
        HostConnection side = connections.get(connection);
        return side == null ? FarSide.NONE : side;
    }

    boolean quiet() {
        return events.isEmpty();
    }

    /** The next event, or null if there is none yet. */
    NetworkEvent next() {
        return events.pollFirst();
    }

    /** Waits until there is an event; false if none came in that time. */
    boolean await(long nanos) throws InterruptedException {
        NetworkEvent event = events.pollFirst(nanos, TimeUnit.NANOSECONDS);
        if (event == null) {
            return false;
        }
        events.addFirst(event);
        return true;
    }

    /** Ends all connections; what the guest sent leaves first, unless its reader is too slow. */
    @Override
    public void close() {
        listening.forEach(server -> server.close().awaitUninterruptibly());
        connections.values().forEach(HostConnection::closed);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_BYTES_MS);
        for (Channel channel : channels.values()) {
            long left = Math.max(0, deadline - System.nanoTime());
            channel.closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS);
        }
        var _ = group.shutdownGracefully(0, LAST_BYTES_MS, TimeUnit.MILLISECONDS);
    }
}
