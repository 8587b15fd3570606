package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.Message;

import java.util.Locale;
import java.util.concurrent.Future;

/** Something that takes time, as its readers see it while it is waiting, running and over. */
public abstract class Job implements Runnable {
    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** Thrown inside a job that was cancelled. */
    static final class CancelledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final int id;
    private final String title;
    private final Runnable changed;
    private Future<?> future;
    private State state = State.WAITING;
    private String message = "";
    private boolean cancelled;

    /**
     * A job that has not begun.
     *
     * @param changed is called whenever readers of the list of jobs would see something new
     */
    Job(int id, String title, Runnable changed) {
        this.id = id;
        this.title = title;
        this.changed = changed;
    }

    public final int id() {
        return id;
    }

    /** How far it is now. */
    public final synchronized State state() {
        return state;
    }

    /** One line about its end or why it has none. */
    public final synchronized String message() {
        return message;
    }

    final boolean over() {
        return state().compareTo(State.DONE) >= 0;
    }

    /** Whether somebody wants it to end; what still comes of it counts no more. */
    final synchronized boolean cancelled() {
        return cancelled;
    }

    abstract String kind();

    /** A reader that has seen nothing. */
    public abstract Feed feed();

    /** Does all the work; the answer is one line about how it ended. */
    abstract String work() throws InterruptedException, Refusal;

    /** More for the list of jobs. */
    abstract void describe(ObjectNode line);

    final void changed() {
        changed.run();
    }

    final synchronized void runs(Future<?> where) {
        future = where;
    }

    final void cancel() {
        synchronized (this) {
            if (state == State.WAITING) {
                state = State.CANCELLED;
            }
            cancelled = true;
            if (future != null) {
                future.cancel(true);
            }
        }
        changed();
    }

    @Override
    public final void run() {
        if (!begin()) {
            return;
        }
        State end = State.DONE;
        String last;
        try {
            last = work();
        } catch (CancelledException | InterruptedException e) {
            end = State.CANCELLED;
            last = "cancelled";
        } catch (Refusal | CommandFailure e) {
            end = State.FAILED;
            last = e.getMessage();
        } catch (RuntimeException | Error e) {
            // Whatever it is: it ends this job, not the server.
            end = State.FAILED;
            last = "internal error: " + e;
        }
        synchronized (this) {
            state = end;
            message = Message.printable(String.valueOf(last).lines().findFirst().orElse(""));
        }
        changed();
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.RUNNING;
        changed();
        return true;
    }

    /** Its line in the list of jobs. */
    public final ObjectNode line() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", id);
        line.put("kind", kind());
        line.put("title", title);
        line.put("state", state().name().toLowerCase(Locale.ROOT));
        line.put("message", message());
        describe(line);
        return line;
    }
}
