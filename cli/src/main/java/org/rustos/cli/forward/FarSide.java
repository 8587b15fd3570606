package org.rustos.cli.forward;

/** What a connection of the guest leads to: a socket of the host, or nothing in a replay. */
public interface FarSide {
    /** The guest's network has the connection. */
    void opened();

    /** The guest sent bytes. */
    void received(byte[] bytes);

    /** Bytes that the far side sent have found room in the guest. */
    void sent(int bytes);

    /** The guest sends no more. */
    void finished();

    /** The connection is over. */
    void closed();

    /** Nothing. */
    FarSide NONE =
            new FarSide() {
                @Override
                public void opened() {}

                @Override
                public void received(byte[] bytes) {}

                @Override
                public void sent(int bytes) {}

                @Override
                public void finished() {}

                @Override
                public void closed() {}
            };
}
