package org.rustos.kernel.network;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all sockets of one machine share: frames, the network, names, files on their way. */
public final class NetworkServices {
    private final Volume volume;
    private final Network network;
    private final int mostInFlight;
    private final SortedMap<String, Socket> names = new TreeMap<>();
    private final SortedMap<Integer, Kept.Action> expected = new TreeMap<>();
    private final Deque<OpenFile> dropped = new ArrayDeque<>();
    private int autoNames;
    private int inFlight;
    private boolean dropping;

    /**
     * Prepares the services.
     *
     * @param mostInFlight open files that may be on their way in messages at once
     */
    public NetworkServices(Volume volume, Network network, int mostInFlight) {
        this.volume = volume;
        this.network = network;
        this.mostInFlight = mostInFlight;
    }

    Volume volume() {
        return volume;
    }

    Network network() {
        return network;
    }

    /** Somebody outside waits for a port; he is told once, at once if it is there already. */
    void whenListening(int port, Kept.Action told) {
        if (network.listener(InternetAddress.loopback(false, port)) != null) {
            told.run();
        } else {
            expected.put(port, told);
        }
    }

    /** A socket listens at a port from now on. */
    void listening(int port) {
        Kept.Action told = expected.remove(port);
        if (told != null) {
            told.run();
        }
    }

    /** Gives a socket an abstract name: OK or EADDRINUSE. */
    Errno name(LocalAddress address, Socket socket) {
        return names.putIfAbsent(address.name(), socket) == null ? Errno.OK : Errno.EADDRINUSE;
    }

    /** A free abstract name of five hexadecimal digits, as Linux makes them up. */
    LocalAddress freeName() {
        String name;
        do {
            name = String.format(Locale.ROOT, "\0%05x", autoNames++ & 0xfffff);
        } while (names.containsKey(name));
        return new LocalAddress(name);
    }

    void forget(LocalAddress address, Socket socket) {
        names.remove(address.name(), socket);
    }

    /** Who has an abstract name, or null. */
    public Socket named(LocalAddress address) {
        return names.get(address.name());
    }

    /** Takes references to files that go into a message: OK or ETOOMANYREFS. */
    Errno send(List<OpenFile> rights) {
        if (inFlight + rights.size() > mostInFlight) {
            return Errno.ETOOMANYREFS;
        }
        inFlight += rights.size();
        rights.forEach(OpenFile::retain);
        return Errno.OK;
    }

    /** Files left a message: their references are the receiver's now. */
    void arrived(List<OpenFile> rights) {
        inFlight -= rights.size();
    }

    /**
     * Gives up files of messages that nobody will read. A file may be a socket with such messages
     * of its own, so that this goes round by round instead of deeper and deeper.
     */
    public void drop(List<OpenFile> rights, Payer payer) {
        dropped.addAll(rights);
        if (dropping) {
            return;
        }
        dropping = true;
        while (!dropped.isEmpty()) {
            dropped.removeFirst().release(payer);
        }
        dropping = false;
    }
}
