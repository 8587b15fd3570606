package org.rustos.cli.forward;

/** Is told of each event when it takes effect, and of each byte that a guest sends out. */
public interface EventLog {
    /**
     * An event takes effect.
     *
     * @param idle whether all cores waited
     */
    void delivered(boolean idle, long atMc, NetworkEvent event);

    /** The guest sent bytes. */
    void left(byte[] bytes);

    /** Nobody listens. */
    EventLog NONE =
            new EventLog() {
                @Override
                public void delivered(boolean idle, long atMc, NetworkEvent event) {}

                @Override
                public void left(byte[] bytes) {}
            };
}
