package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.RiscvHart;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.function.Consumer;

/** Makes a region of the blocks around a hot one, for one hart. */
public final class Translator implements Consumer<Block> {
    /**
     * How often a block is interpreted before it is worth translating. The JVM spends as long on
     * the code of an instruction as the interpreter on tens of thousands of them: flat code that
     * runs less often is faster interpreted, and a loop is there in milliseconds.
     */
    public static final int HOT = 1 << 16;

    /**
     * Java 5: the last version without stack maps, whose making took most of a translation's time.
     * The JVM verifies such a class by inference.
     */
    private static final int VERSION = 49;

    /** For comparisons: the variable that chooses the engine. */
    private static final String CHOICE = "RUSTOS_RISCV_ENGINE";

    /** HotSpot never compiles a method of 8,000 bytes or more. */
    private static final int MOST_BYTES = 7600;

    private static final ClassDesc NAME =
            ClassDesc.of("org.rustos.cpu.riscv.translator.TranslatedCode");
    private static final MethodTypeDesc CONSTRUCTOR =
            MethodTypeDesc.of(CD_void, Frame.BLOCK_ARRAY, Frame.REGION_STATE);
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_boolean, RegionEmitter.desc(RiscvHart.class));

    /**
     * Instructions that a hart interprets while the JVM compiles a byte of a class, about: it
     * decides nothing but which of two engines runs that give the same.
     */
    private static final long COMPILATION = 200;

    private final RiscvHart hart;
    private final long compilation;

    /** When the classes made so far are expected to be compiled, in instructions of the hart. */
    private long queue;

    private final RegionState state;
    private int regions;

    private Translator(RiscvHart hart, long compilation) {
        this.hart = hart;
        this.compilation = compilation;
        this.state = new RegionState(hart);
    }

    /** From now on hot blocks of a hart are translated, if {@value #CHOICE} does not forbid it. */
    public static void attach(RiscvHart hart) {
        if (!"interpreter".equals(System.getenv(CHOICE))) {
            hart.translator(new Translator(hart, COMPILATION), HOT);
        }
    }

    /**
     * As {@link #attach(RiscvHart)}, but sooner than is good: regions run as soon as they are made.
     *
     * @param times how often a block is interpreted before, at least once
     */
    public static Translator attach(RiscvHart hart, int times) {
        Translator translator = new Translator(hart, 0);
        hart.translator(translator, times);
        return translator;
    }

    /** Regions that were made. */
    public int made() {
        return regions;
    }

    @Override
    public void accept(Block first) {
        if (OpSize.of(first) > 2 * MOST_BYTES) {
            return;
        }
        int room = MOST_BYTES - 600;
        while (first.region() == null) {
            RegionShape shape = new RegionShape(first, block -> fits(first, block), room);
            byte[] bytes = bytes(shape);
            if (codeLength(bytes) < MOST_BYTES) {
                install(first, shape, bytes);
                return;
            }
            if (shape.blocks().size() == 1) {
                return;
            }
            room = room * 3 / 4;
        }
    }

    private boolean fits(Block first, Block block) {
        return block.category() == first.category() && hart.translatable(block);
    }

    private byte[] bytes(RegionShape shape) {
        boolean timed = hart.clock().isTimed();
        int shift = hart.memory().near().shift();
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
                .build(
                        NAME,
                        type -> {
                            type.withVersion(VERSION, 0);
                            type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                            type.withSuperclass(Frame.TRANSLATED);
                            type.withMethodBody(
                                    "<init>",
                                    CONSTRUCTOR,
                                    ClassFile.ACC_PUBLIC,
                                    code ->
                                            code.aload(0)
                                                    .aload(1)
                                                    .aload(2)
                                                    .invokespecial(
                                                            Frame.TRANSLATED, "<init>", CONSTRUCTOR)
                                                    .return_());
                            type.withMethodBody(
                                    "run",
                                    RUN,
                                    ClassFile.ACC_PUBLIC,
                                    code ->
                                            new RegionEmitter(
                                                            code,
                                                            shape,
                                                            timed,
                                                            shift,
                                                            hart.clock().prices())
                                                    .emit());
                        });
    }

    private static int codeLength(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(method -> method.methodName().equalsString("run"))
                .flatMap(method -> method.code().stream())
                .mapToInt(code -> ((CodeAttribute) code).codeLength())
                .sum();
    }

    private void install(Block first, RegionShape shape, byte[] bytes) {
        Block[] blocks = shape.blocks().toArray(Block[]::new);
        try {
            Lookup made = MethodHandles.lookup().defineHiddenClass(bytes, true);
            TranslatedRegion region =
                    (TranslatedRegion)
                            made.lookupClass()
                                    .getConstructor(Block[].class, RegionState.class)
                                    .newInstance(blocks, state);
            queue = Math.max(queue, hart.state().retired()) + compilation * bytes.length;
            region.compiledAt(queue);
            first.region(region);
            regions++;
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException("a region cannot be made", bug);
        }
    }
}
