package org.rustos.cpu.riscv.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a flattened device tree. Source: Devicetree Specification 0.4, chapter 5. */
final class DeviceTree {
    private static final int MAGIC = 0xd00dfeed;
    private static final int VERSION = 17;
    private static final int COMPATIBLE = 16;
    private static final int HEADER = 40;

    /** One empty entry: nothing is reserved. */
    private static final int RESERVED = 16;

    private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();

    DeviceTree begin(String name) {
        word(structure, 1);
        text(structure, name);
        return this;
    }

    DeviceTree end() {
        word(structure, 2);
        return this;
    }

    /** A property of 32-bit cells. */
    DeviceTree cells(String name, long... cells) {
        property(name, cells.length * 4);
        for (long cell : cells) {
            word(structure, (int) cell);
        }
        return this;
    }

    /** A property of strings; each ends with a zero byte. */
    DeviceTree strings(String name, String... values) {
        String all = String.join("\0", values);
        property(name, all.length() + 1);
        text(structure, all);
        return this;
    }

    /** A property that is there or not. */
    DeviceTree flag(String name) {
        property(name, 0);
        return this;
    }

    /** The whole blob. */
    byte[] bytes() {
        word(structure, 9);
        int structureAt = HEADER + RESERVED;
        int stringsAt = structureAt + structure.size();
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        int[] header = {
            MAGIC,
            stringsAt + strings.size(),
            structureAt,
            stringsAt,
            HEADER,
            VERSION,
            COMPATIBLE,
            0,
            strings.size(),
            structure.size()
        };
        for (int field : header) {
            word(blob, field);
        }
        blob.writeBytes(new byte[RESERVED]);
        blob.writeBytes(structure.toByteArray());
        blob.writeBytes(strings.toByteArray());
        return blob.toByteArray();
    }

    private void property(String name, int length) {
        word(structure, 3);
        word(structure, length);
        Integer offset = offsets.get(name);
        if (offset == null) {
            offset = strings.size();
            offsets.put(name, offset);
            strings.writeBytes(name.getBytes(US_ASCII));
            strings.write(0);
        }
        word(structure, offset);
    }

    private static void text(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(US_ASCII));
        to.write(0);
        while (to.size() % 4 != 0) {
            to.write(0);
        }
    }

    private static void word(ByteArrayOutputStream to, int value) {
        to.write(value >>> 24);
        to.write(value >>> 16);
        to.write(value >>> 8);
        to.write(value);
    }
}
