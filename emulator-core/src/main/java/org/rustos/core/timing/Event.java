package org.rustos.core.timing;

import static org.rustos.core.timing.Category.CHERI;
import static org.rustos.core.timing.Category.COHERENCE;
import static org.rustos.core.timing.Category.COPY;
import static org.rustos.core.timing.Category.DATA_MISS;
import static org.rustos.core.timing.Category.FRONT_END;
import static org.rustos.core.timing.Category.MITIGATION;
import static org.rustos.core.timing.Category.MODE_SWITCH;
import static org.rustos.core.timing.Category.POLLING;
import static org.rustos.core.timing.Category.SERVICE;
import static org.rustos.core.timing.Category.SWITCH;
import static org.rustos.core.timing.Category.TLB;
import static org.rustos.core.timing.Category.USER_COMPUTE;

/**
 * Everything that can cost cycles, named as the field names it. A profile gives each a cost and a
 * source; an event that a CPU model does not have costs 0 with the source "not in this ISA".
 */
public enum Event {
    /** A user instruction retired; its cycles are in the block's static schedule. */
    INSTRUCTION(USER_COMPUTE),
    /** A timing block entered; its cycles are in its static schedule. */
    BLOCK(USER_COMPUTE),

    FETCH_L2(FRONT_END),
    FETCH_L3(FRONT_END),
    FETCH_MEMORY(FRONT_END),
    /** A line of kernel code that is not in the cache of decoded instructions. */
    DECODE(FRONT_END),

    /** A load served by L2, L3 or memory whose latency stands on the dependency chain. */
    LOAD_L2(DATA_MISS),
    LOAD_L3(DATA_MISS),
    LOAD_MEMORY(DATA_MISS),
    /** The same for a load that overlaps an earlier miss (not address-dependent on it). */
    LOAD_L2_OVERLAPPED(DATA_MISS),
    LOAD_L3_OVERLAPPED(DATA_MISS),
    LOAD_MEMORY_OVERLAPPED(DATA_MISS),
    STORE_L2(DATA_MISS),
    STORE_L3(DATA_MISS),
    STORE_MEMORY(DATA_MISS),
    /** A load that needs bytes of an earlier store that cannot be forwarded. */
    STORE_FORWARD_STALL(DATA_MISS),

    DTLB_L2(TLB),
    /** A step of a page walk that the walk caches do not save. */
    DTLB_WALK(TLB),
    /** The same for accesses that overlap an earlier miss: several walkers work at a time. */
    DTLB_L2_OVERLAPPED(TLB),
    DTLB_WALK_OVERLAPPED(TLB),
    ITLB_L2(TLB),
    ITLB_WALK(TLB),
    TLB_FLUSH(TLB),
    TLB_INVALIDATE_PAGE(TLB),

    MISPREDICT(Category.MISPREDICT),
    MISPREDICT_INDIRECT(Category.MISPREDICT),
    MISPREDICT_RETURN(Category.MISPREDICT),
    /** In a kernel path, which has no schedule: with the time until the branch is resolved. */
    MISPREDICT_KERNEL(Category.MISPREDICT),

    /** One execution of a repeated string instruction, and each 32 bytes that it moves or sets. */
    REP_START(COPY),
    REP_32_BYTES(COPY),

    /** The kernel reads the time stamp counter; the second waits for all loads before it. */
    TIMESTAMP_READ(SERVICE),
    TIMESTAMP_READ_ORDERED(SERVICE),

    /** User to kernel, kernel to user, by the system-call instruction pair. */
    MODE_ENTER(MODE_SWITCH),
    MODE_LEAVE(MODE_SWITCH),
    /** User to kernel by an exception, and back by the exception return. */
    EXCEPTION_ENTER(MODE_SWITCH),
    EXCEPTION_LEAVE(MODE_SWITCH),

    KPTI_SWITCH(MITIGATION),
    RETPOLINE(MITIGATION),
    SAFE_RET(MITIGATION),
    IBRS_WRITE(MITIGATION),
    VERW(MITIGATION),
    USER_POINTER_FENCE(MITIGATION),
    RSB_FILL(MITIGATION),
    IBPB(MITIGATION),

    ADDRESS_SPACE_SWITCH(SWITCH),
    REGISTER_STATE_SAVE(SWITCH),
    IPI_SEND(COHERENCE),
    IPI_RECEIVE(COHERENCE),

    PKEY_WRITE(Category.PKEY),
    PKEY_READ(Category.PKEY),
    PAC_SIGN(Category.PAC),
    PAC_AUTHENTICATE(Category.PAC),
    CHERI_INVOKE(CHERI),
    CHERI_TAG_MISS(CHERI),

    /** A line that another core holds dirty or exclusively, by distance. */
    LINE_FROM_CLUSTER(COHERENCE),
    LINE_FROM_OTHER_CLUSTER(COHERENCE),
    LINE_FROM_OTHER_NODE(COHERENCE),
    /** The same for a line that a load does not wait for: several transfers are in flight. */
    LINE_FROM_CLUSTER_OVERLAPPED(COHERENCE),
    LINE_FROM_OTHER_CLUSTER_OVERLAPPED(COHERENCE),
    LINE_FROM_OTHER_NODE_OVERLAPPED(COHERENCE),
    /** A store to a line that others hold goes to the store buffer: what the storing core pays. */
    STORE_UPGRADE(COHERENCE),
    /**
     * How long such a store stays in the store buffer, by the distance of the farthest holder: a
     * latency that readers wait for, never counted on the storing core.
     */
    STORE_VISIBLE_CLUSTER(COHERENCE),
    STORE_VISIBLE_OTHER_CLUSTER(COHERENCE),
    STORE_VISIBLE_OTHER_NODE(COHERENCE),
    /** How long an interrupt from one core to another is on its way: a latency, never counted. */
    IPI_WAY_CLUSTER(COHERENCE),
    IPI_WAY_OTHER_CLUSTER(COHERENCE),
    IPI_WAY_OTHER_NODE(COHERENCE),

    /** One turn of a polling kernel thread that found nothing. */
    POLL_EMPTY(POLLING),
    /** One turn of a polling kernel thread that found work. */
    POLL_HIT(POLLING),

    /** An atomic read-modify-write in a kernel path. */
    ATOMIC(Category.SERVICE),
    /** Access to user memory is opened and closed (STAC/CLAC, PAN). */
    USER_ACCESS_WINDOW(Category.VALIDATION),
    /** One operation of an eBPF program, translated for the CPU; misses are apart. */
    EBPF_OPERATION(Category.SERVICE),

    /** The kernel's access to a user buffer is compared with its descriptor by hardware. */
    DESCRIPTOR_CHECK(Category.VALIDATION),

    /** User to kernel and back where the hardware makes the whole frame (FRED). */
    FRED_ENTER(MODE_SWITCH),
    FRED_LEAVE(MODE_SWITCH),

    /** A call stores its return address a second time, a return compares it. */
    SHADOW_STACK_PUSH(Category.CONTROL_FLOW),
    SHADOW_STACK_COMPARE(Category.CONTROL_FLOW);

    private static final Event[] VALUES = values();

    private final Category category;

    Event(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }

    /** How many kinds there are. */
    public static int count() {
        return VALUES.length;
    }

    public static Event of(int ordinal) {
        return VALUES[ordinal];
    }
}
