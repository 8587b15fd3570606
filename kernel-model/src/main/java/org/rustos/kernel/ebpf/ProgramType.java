package org.rustos.kernel.ebpf;

import static org.rustos.kernel.ebpf.ContextLayout.number;
import static org.rustos.kernel.ebpf.ContextLayout.pointer;
import static org.rustos.kernel.ebpf.ContextLayout.writable;

import org.rustos.kernel.ebpf.ContextLayout.Content;

import java.util.ArrayList;
import java.util.List;

/** Where a program may be attached, which decides what it is given. */
public enum ProgramType {
    /** R1 is plain memory and R2 its length: what {@code bpf exec} runs. */
    RAW(List.of(), new ContextLayout(0, List.of())),
    /** A packet, before anything else sees it: {@code struct xdp_md}. */
    XDP(List.of("xdp"), xdp()),
    /** A packet with what the kernel knows of it: the head of {@code struct __sk_buff}. */
    CLASSIFIER(List.of("tc", "tcx", "classifier", "action", "socket", "cgroup_skb"), skb()),
    /** A system call before it is served: {@code struct seccomp_data}. */
    SYSCALL_FILTER(List.of("syscall_filter", "seccomp"), call()),
    /** One block of a chained lookup: {@code struct ros_lookup}. */
    LOOKUP(List.of("lookup"), lookup());

    private final List<String> sections;
    private final ContextLayout context;

    ProgramType(List<String> sections, ContextLayout context) {
        this.sections = sections;
        this.context = context;
    }

    public ContextLayout context() {
        return context;
    }

    /** The type that a section's name stands for, or null. */
    public static ProgramType ofSection(String section) {
        int slash = section.indexOf('/');
        String head = slash < 0 ? section : section.substring(0, slash);
        int dot = head.indexOf('.');
        head = dot < 0 ? head : head.substring(0, dot);
        for (ProgramType type : values()) {
            if (type.sections.contains(head)) {
                return type;
            }
        }
        return null;
    }

    private static ContextLayout xdp() {
        return new ContextLayout(
                24,
                List.of(
                        pointer("data", 0, 4, Content.DATA),
                        pointer("data_end", 4, 4, Content.DATA_END),
                        pointer("data_meta", 8, 4, Content.DATA),
                        number("ingress_ifindex", 12, 4),
                        number("rx_queue_index", 16, 4),
                        number("egress_ifindex", 20, 4)));
    }

    private static ContextLayout skb() {
        String[] names = {
            "len", "pkt_type", "mark", "queue_mapping", "protocol", "vlan_present", "vlan_tci",
            "vlan_proto", "priority", "ingress_ifindex", "ifindex", "tc_index", "cb[0]", "cb[1]",
            "cb[2]", "cb[3]", "cb[4]", "hash", "tc_classid"
        };
        List<String> writable =
                List.of(
                        "mark",
                        "priority",
                        "tc_index",
                        "cb[0]",
                        "cb[1]",
                        "cb[2]",
                        "cb[3]",
                        "cb[4]");
        List<ContextLayout.Field> fields = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            boolean may = writable.contains(names[i]);
            fields.add(may ? writable(names[i], 4 * i, 4) : number(names[i], 4 * i, 4));
        }
        fields.add(pointer("data", 76, 4, Content.DATA));
        fields.add(pointer("data_end", 80, 4, Content.DATA_END));
        return new ContextLayout(84, fields);
    }

    private static ContextLayout call() {
        List<ContextLayout.Field> fields = new ArrayList<>();
        fields.add(number("nr", 0, 4));
        fields.add(number("arch", 4, 4));
        fields.add(number("instruction_pointer", 8, 8));
        for (int i = 0; i < 6; i++) {
            fields.add(number("args[" + i + "]", 16 + 8 * i, 8));
        }
        return new ContextLayout(64, fields);
    }

    private static ContextLayout lookup() {
        return new ContextLayout(
                56,
                List.of(
                        pointer("data", 0, 8, Content.DATA),
                        pointer("data_end", 8, 8, Content.DATA_END),
                        number("key", 16, 8),
                        number("depth", 24, 8),
                        writable("next", 32, 8),
                        writable("result", 40, 8),
                        writable("scratch", 48, 8)));
    }
}
