package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.hart.Bus;

import java.util.List;

/** Where each device stands. Add one by adding a row. */
final class MemoryMap implements Bus {
    /** A device and its place. */
    record Place(long base, long size, Device device) {
        boolean holds(long address, int width) {
            return address >= base && address - base <= size - width;
        }
    }

    private final List<Place> places;
    private final Runnable changed;

    /**
     * A map of these places.
     *
     * @param changed called after each access, which may have moved an interrupt line
     */
    MemoryMap(List<Place> places, Runnable changed) {
        this.places = places;
        this.changed = changed;
    }

    @Override
    public boolean answers(long address, int width, boolean write) {
        Place place = at(address, width);
        return place != null && place.device.answers(address - place.base, width);
    }

    @Override
    public long read(long address, int width) {
        Place place = at(address, width);
        long value = place.device.read(address - place.base, width);
        changed.run();
        return value;
    }

    @Override
    public void write(long address, int width, long value) {
        Place place = at(address, width);
        place.device.write(address - place.base, width, value);
        changed.run();
    }

    private Place at(long address, int width) {
        for (Place place : places) {
            if (place.holds(address, width)) {
                return place;
            }
        }
        return null;
    }
}
