package org.rustos.core.snapshot;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes snapshots of one machine and puts them back. Made while the machine is fresh; used between
 * two steps of it only.
 */
public final class StateGraph {
    private final Object root;
    private final MemorySegment ram;
    private final Supplier<BitSet> used;
    private final Supplier<BitSet> dirty;
    private final Landmarks landmarks;
    private LargeArrays lastArrays;
    private MemoryImage lastImage;

    /**
     * Numbers the objects of a fresh machine.
     *
     * @param root what reaches all of its state but the content of its RAM
     * @param used which frames of RAM hold something
     * @param dirty which others may not be zero
     */
    public StateGraph(
            Object root, MemorySegment ram, Supplier<BitSet> used, Supplier<BitSet> dirty) {
        this.root = root;
        this.ram = ram;
        this.used = used;
        this.dirty = dirty;
        this.landmarks = new Landmarks(root);
    }

    /** The state as it is. The machine does not notice. */
    public Snapshot save() {
        LargeArrays arrays = new LargeArrays(lastArrays);
        byte[] graph = new StateWriter(landmarks, arrays).write(root);
        MemoryImage image = MemoryImage.of(ram, used.get(), lastImage);
        lastArrays = arrays;
        lastImage = image;
        return new Snapshot(landmarks.sum(), graph, arrays.copies(), image);
    }

    /**
     * Makes the state what it was.
     *
     * @throws SnapshotException if the snapshot is of another machine or is damaged; this machine
     *     must not go on then
     */
    public void restore(Snapshot snapshot) throws SnapshotException {
        if (snapshot.landmarks != landmarks.sum()) {
            throw new SnapshotException("it is of a machine that consists of other parts");
        }
        BitSet touched = dirty.get();
        touched.or(used.get());
        snapshot.memory.restore(ram, touched);
        List<Object> large = snapshot.large;
        new StateReader(landmarks, large, snapshot.graph).read();
    }
}
