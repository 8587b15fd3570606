package org.rustos.cli.gdb;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** What the socket's thread has for the run's thread, in order; bounded. */
final class Inbox {
    /** gdb waits for each answer; who sends more is no debugger. */
    private static final int MOST = 64;

    /** Something that happened at the socket. */
    sealed interface Event {
        record Arrived(Client client) implements Event {}

        record Packet(Client client, String body) implements Event {}

        record Interrupt(Client client) implements Event {}

        record Gone(Client client) implements Event {}
    }

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST + 2);
    private volatile Runnable attention = () -> {};

    /** Who is told that something came in. */
    void attention(Runnable told) {
        attention = told;
    }

    /** False if there is no room: the client must go. */
    boolean offer(Event event) {
        boolean room = event instanceof Event.Gone || events.size() < MOST;
        boolean taken = room && events.offer(event);
        attention.run();
        return taken;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Waits in host time; the guest does not see it. */
    Event take() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the debugger", e);
        }
    }
}
