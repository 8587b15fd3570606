package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.channels.view.GuestView;
import org.rustos.channels.view.Holding;
import org.rustos.channels.view.Occupancy;
import org.rustos.channels.view.ProcessLife;
import org.rustos.channels.view.Sample;
import org.rustos.kernel.cap.Capability;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Turns what is new in a guest's view into messages. Times are in millicycles. */
final class GuestFeed implements Feed {
    private final int job;
    private final Supplier<GuestView> view;
    private final GuestJob.Transcript output;
    private GuestView.Mark mark = GuestView.Mark.NOTHING;
    private List<ProcessLife> processes = List.of();
    private long said;

    /** A reader that has seen nothing of a guest, which may have no view yet. */
    GuestFeed(int job, Supplier<GuestView> view, GuestJob.Transcript output) {
        this.job = job;
        this.view = view;
        this.output = output;
    }

    @Override
    public ObjectNode next() {
        GuestView open = view.get();
        if (open == null) {
            return null;
        }
        GuestView.Excerpt excerpt = open.read(mark);
        mark = excerpt.next();
        boolean news =
                !excerpt.samples().isEmpty()
                        || !excerpt.holdings().isEmpty()
                        || !excerpt.processes().equals(processes)
                        || output.version() != said;
        return news ? message(excerpt) : null;
    }

    private ObjectNode message(GuestView.Excerpt excerpt) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("is", "guest");
        message.put("job", job);
        message.put("anew", excerpt.anew());
        message.put("left", excerpt.left());
        ArrayNode samples = message.putArray("samples");
        excerpt.samples().forEach(sample -> put(samples.addObject(), sample));
        ArrayNode holdings = message.putArray("holdings");
        excerpt.holdings().forEach(holding -> put(holdings.addObject(), holding));
        ArrayNode queues = message.putArray("queues");
        for (GuestView.Queue queue : excerpt.queues()) {
            queues.addObject()
                    .put("queue", queue.number())
                    .put("process", queue.process())
                    .put("entries", queue.entries());
        }
        if (!excerpt.processes().equals(processes)) {
            processes = excerpt.processes();
            ArrayNode list = message.putArray("processes");
            processes.forEach(process -> put(list.addObject(), process));
        }
        long version = output.version();
        if (version != said) {
            said = version;
            message.put("output", output.text());
        }
        return message;
    }

    private static void put(ObjectNode line, Sample sample) {
        line.put("at", sample.atMc());
        line.put("instructions", sample.instructions());
        line.put("held", sample.held());
        line.put("revoked", sample.revoked());
        ArrayNode categories = line.putArray("mc");
        sample.categoriesMc().forEach(categories::add);
        ArrayNode queues = line.putArray("queues");
        for (Occupancy queue : sample.queues()) {
            queues.addArray()
                    .add(queue.queue())
                    .add(queue.waiting())
                    .add(queue.serving())
                    .add(queue.unread())
                    .add(queue.most());
        }
    }

    private static void put(ObjectNode line, Holding holding) {
        line.put("n", holding.number());
        line.put("process", holding.process());
        line.put("handle", holding.handle());
        line.put("descriptor", holding.descriptor());
        line.put("object", holding.object());
        line.put("kind", holding.kind());
        line.put("name", holding.name());
        line.put("rights", holding.rights());
        line.put("badge", Long.toUnsignedString(holding.badge()));
        time(line, "expiry", holding.expiryMc());
        line.put("origin", holding.origin());
        line.put("since", holding.sinceMc());
        time(line, "until", holding.untilMc());
        line.put("end", holding.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static void put(ObjectNode line, ProcessLife process) {
        line.put("id", process.id());
        line.put("parent", process.parent());
        line.put("name", process.name());
        line.put("since", process.sinceMc());
        time(line, "until", process.untilMc());
        line.put("status", process.status());
    }

    private static void time(ObjectNode line, String field, long mc) {
        if (mc == Capability.NEVER) {
            line.putNull(field);
        } else {
            line.put(field, mc);
        }
    }
}
