package org.rustos.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.rustos.bench.suite.Selection;
import org.rustos.cli.serve.job.Feed;
import org.rustos.cli.serve.job.Jobs;
import org.rustos.cli.serve.job.Refusal;

import java.util.ArrayList;
import java.util.List;

/** Jobs that never run, and what was asked of them. */
final class FakeJobs implements Jobs {
    final List<String> asked = new ArrayList<>();
    Feed feed = () -> null;

    @Override
    public long version() {
        return asked.size();
    }

    @Override
    public ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }

    @Override
    public Feed feed(int id) throws Refusal {
        if (id != 1) {
            throw new Refusal("no job " + id);
        }
        return feed;
    }

    @Override
    public int suite(String name, Selection selection) {
        asked.add("suite " + name + selection.arguments());
        return 1;
    }

    @Override
    public int guest(GuestWish wish) {
        asked.add("guest " + wish.workload());
        return 1;
    }

    @Override
    public void cancel(int id) throws Refusal {
        if (id != 1) {
            throw new Refusal("no job " + id);
        }
        asked.add("cancel");
    }
}
