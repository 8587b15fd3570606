package org.rustos.cli.plugin;

import org.rustos.channels.Mechanism;

import java.util.Collections;

/** What a plug-in's jar holds in tests. */
public class EchoMechanism implements Mechanism {
    @Override
    public String id() {
        return "echo";
    }

    @Override
    public String approach() {
        return "none";
    }

    @Override
    public String description() {
        return "carries nothing";
    }

    @Override
    public Bound bind(Binding binding) {
        return Collections::emptySortedMap;
    }

    /** One whose id cannot be typed. */
    public static final class Nameless extends EchoMechanism {
        @Override
        public String id() {
            return "No Name";
        }
    }
}
