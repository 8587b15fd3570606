package org.rustos.cli.gdb;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The socket at which one debugger at a time connects. */
public final class GdbServer implements AutoCloseable {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("gdb", true), NioIoHandler.newFactory());
    private final AtomicReference<Channel> connected = new AtomicReference<>();
    private final Inbox inbox;
    private final Consumer<String> say;
    private final Channel listening;

    /**
     * Listens from now on.
     *
     * @param say takes lines for the user
     * @throws CommandFailure if the address cannot be had
     */
    GdbServer(GdbAddress address, Inbox inbox, Consumer<String> say) {
        this.inbox = inbox;
        this.say = say;
        InetSocketAddress at = new InetSocketAddress(address.host(), address.port());
        if (at.isUnresolved()) {
            var _ = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw CommandFailure.usage("--gdb " + address.host() + ": no such host; give another");
        }
        try {
            listening = bind(at);
        } catch (Exception e) { // Netty throws checked exceptions that it does not declare
            var _ = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--gdb %s:%d: cannot listen (%s); give another port"
                            .formatted(address.host(), address.port(), e.getMessage()));
        }
    }

    private Channel bind(InetSocketAddress at) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                connect(channel);
                            }
                        })
                .bind(at)
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    private void connect(Channel channel) {
        if (!connected.compareAndSet(null, channel)) {
            say.accept("gdb: refused " + channel.remoteAddress() + ": one debugger is connected");
            var _ = channel.close();
            return;
        }
        channel.closeFuture()
                .addListener(
                        (ChannelFutureListener)
                                future -> connected.compareAndSet(future.channel(), null));
        channel.pipeline().addLast(new PacketCodec(), new ClientHandler(inbox, say));
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        Channel last = connected.get();
        if (last != null) {
            last.closeFuture().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
