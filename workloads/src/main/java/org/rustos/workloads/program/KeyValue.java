package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a store costs whose popular keys are asked for most: the mix of most services. */
public final class KeyValue extends GuestProgram {
    public KeyValue() {
        super(
                "key-value",
                "get and set values in a store, popular keys more often",
                List.of("operation of the mix", "get", "set"),
                List.of(
                        new Parameter("keys", "keys of the store", 1024, 1, 16_384),
                        new Parameter("skew", "hundredths of Zipf's exponent, 0: none", 99, 0, 300),
                        new Parameter("sets", "percent of operations that set", 10, 0, 100),
                        new Parameter("value", "bytes of a value, whole words", 256, 8, 1024),
                        new Parameter("burst", "operations of a stretch of the mix", 16, 1, 64),
                        new Parameter("seed", "of the keys drawn", 1, 0, Long.MAX_VALUE)));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        int keys = (int) given.get("keys");
        int value = (int) given.get("value");
        KeyValueModel model =
                new KeyValueModel(
                        keys,
                        (int) given.get("skew"),
                        (int) given.get("sets"),
                        value,
                        given.get("seed"));
        long rounds = given.get("warmup") + given.get("iterations");
        model.run(rounds * given.get("burst") + given.get("iterations"));
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("/data/expected.bin", model.expectedFile());
        files.put("/data/popularity.bin", model.popularityFile());
        files.put("/data/store.bin", StoreFile.bytes(keys, value));
        return Collections.unmodifiableSortedMap(files);
    }
}
