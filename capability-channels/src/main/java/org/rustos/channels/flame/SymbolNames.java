package org.rustos.channels.flame;

import org.rustos.core.elf.ElfImage.Symbol;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.program.ProgramLoader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Names of code of one process: its symbols, else the part of its memory that the code lies in. */
final class SymbolNames {
    private static final int PAGE_SHIFT = 12;

    /** Code under one name. */
    record Range(long from, long to, String name) {
        boolean holds(long pc) {
            return pc >= from && pc < to;
        }
    }

    private final Process process;
    private final ProgramLoader.Loaded loaded;
    private final NavigableMap<Long, Range> ranges = new TreeMap<>();

    private SymbolNames(Process process, ProgramLoader.Loaded loaded) {
        this.process = process;
        this.loaded = loaded;
        if (loaded != null) {
            List<Symbol> functions = functions(loaded.symbols());
            for (int i = 0; i < functions.size(); i++) {
                add(functions, i);
            }
        }
    }

    /** One name for each piece of code: no labels within functions, no second names. */
    private static List<Symbol> functions(List<Symbol> symbols) {
        List<Symbol> kept = new ArrayList<>();
        for (Symbol symbol : symbols) {
            Symbol last = kept.isEmpty() ? null : kept.getLast();
            boolean label =
                    symbol.size() == 0
                            && last != null
                            && symbol.address() < last.address() + last.size();
            boolean second = last != null && symbol.address() == last.address();
            if (symbol.function() && !label && !second && !symbol.name().startsWith(".L")) {
                kept.add(symbol);
            }
        }
        return kept;
    }

    /** What is as long as 0 (a label of assembly) reaches to the next name. */
    private void add(List<Symbol> functions, int index) {
        Symbol symbol = functions.get(index);
        long from = loaded.base() + symbol.address();
        long behind =
                index + 1 < functions.size()
                        ? loaded.base() + functions.get(index + 1).address()
                        : from + Math.max(symbol.size(), 1L << PAGE_SHIFT);
        long to = symbol.size() == 0 ? behind : Math.min(from + symbol.size(), behind);
        ranges.put(from, new Range(from, to, clean(symbol.name())));
    }

    /** Names of what a process runs now; the same object while that is the same. */
    @SuppressWarnings("ReferenceEquality") // the same program, not one that looks like it
    static SymbolNames of(Process process, SymbolNames before) {
        ProgramLoader.Loaded loaded = loaded(process);
        return before != null && before.loaded == loaded
                ? before
                : new SymbolNames(process, loaded);
    }

    /** A forked process runs what its parent ran. */
    private static ProgramLoader.Loaded loaded(Process process) {
        Process at = process;
        while (at.loaded() == null && at.parent() != null) {
            at = at.parent();
        }
        return at.loaded();
    }

    /** The code around an address that has one name. */
    Range at(long pc) {
        Map.Entry<Long, Range> below = ranges.floorEntry(pc);
        if (below != null && below.getValue().holds(pc)) {
            return below.getValue();
        }
        Area area = process.areas().at(pc);
        String name = area == null || area.name().isEmpty() ? "[unknown]" : clean(area.name());
        return new Range(pc, pc + 1, name);
    }

    /** Separators of the format, and what no terminal should print, become an underscore. */
    static String clean(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> c == ';' || c <= ' ' || Character.isISOControl(c) ? '_' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
