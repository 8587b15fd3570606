#!/usr/bin/env python3
"""Why: turns the trace of plugin.c into counts per call and step, which is what kernel-paths.json is made of.

count.py tree NAME [DEPTH [LEAST]]   the functions of one call with what they call: instructions, step
count.py steps        one line per call and step, the numbers of docs/kernel-path-counts.tsv
Reads symbols.txt, console.txt and trace.txt of the current folder and steps.txt beside this file: which function
begins which step. An instruction belongs to the step of the innermost function on its call stack that has one.
"""
import bisect
import collections
import os
import re
import sys

KERNEL_STEP = "rest"
COLUMNS = ["instructions", "codeLines", "dataLines", "branches", "returns", "retpolines", "atomics",
           "userWindows", "loadFences", "flagChanges", "repeats"]
# Kernel stack and text mapping of QEMU's fixed addresses (nokaslr) need no special case: a line is a line.
THUNK = re.compile(r"^(?:__pi_)?(srso_alias_(safe_ret|return_thunk)|__x86_(return_thunk|indirect_(call_|jump_)?thunk_\w+))$")
INTERRUPTS = ("asm_sysvec_", "asm_common_interrupt", "asm_exc_nmi")


class Symbols:
    def __init__(self, path):
        rows = []
        for line in open(path, errors="replace"):
            part = line.split()
            if len(part) >= 3 and part[1] in "tTwW" and not part[2].startswith("__pfx_"):
                rows.append((int(part[0], 16), part[2]))
        rows.sort(key=lambda row: row[0])
        self.addresses = [row[0] for row in rows]
        self.names = [row[1] for row in rows]
        self.known = {}

    def at(self, address):
        name = self.known.get(address)
        if name is None:
            i = bisect.bisect_right(self.addresses, address) - 1
            name = self.names[i]
            while i > 0 and self.addresses[i - 1] == self.addresses[i]:
                i -= 1
                name = self.names[i]
            self.known[address] = name
        return name


def windows(trace, console, wanted=None):
    """Yields name and lines of each window of the trace, but the first, which is empty."""
    names = [line.split()[1] for line in open(console, errors="replace") if line.startswith("trace ")]
    texts = {}
    number, lines = -1, None
    for line in open(trace):
        first = line[0]
        if first == "B":
            number, lines = number + 1, []
        elif first == "E":
            if number > 0 and (wanted is None or names[number - 1] == wanted):
                yield names[number - 1], lines, texts
            lines = None
        elif lines is not None:
            if first not in "RWU" and " " in line:
                address, size, text = line.rstrip("\n").split(" ", 2)
                texts[int(address, 16)] = (int(size), text)
                line = address
            lines.append(line.rstrip("\n"))


class Window:
    """The counts of one window by step, and a tree of functions if asked for."""

    def __init__(self, lines, texts, symbols, step_rules, tree=None, skipped=INTERRUPTS):
        self.steps = collections.OrderedDict()
        self.seen_code, self.seen_data = set(), set()
        self.total, self.interrupted = 0, False
        self.interrupts = []  # the lines of each
        stack = []  # (return address, function, step)
        pending_call = in_thunk = skipping = False
        repeating = 0
        last = last_return = last_thunk = None
        step = KERNEL_STEP
        for line in lines:
            first = line[0]
            if first == "U":
                stack, pending_call, in_thunk, last = [], False, False, None
                continue
            if first in "RW":
                address = int(line[1:], 16)
                if skipping:
                    self.interrupts[-1].append(line)
                if skipping or in_thunk:
                    continue
                if repeating:  # what a string instruction moves is no private data of the path
                    if repeating == 1 and not address >> 47:
                        repeating = 2
                        self.add(step, "repeats", -1)  # and a copy from or to the user is priced where it is done
                elif address >> 47:
                    self.line(self.seen_data, address >> 6, step, "dataLines")
                continue
            address = int(line, 16)
            size, text = texts[address]
            function = symbols.at(address)
            if skipping:
                self.interrupts[-1].append(line)
                skipping = not text.startswith("iretq")
                last = None
                continue
            if function.startswith(skipped):
                skipping, self.interrupted = True, True
                self.interrupts.append([line])
                continue
            if THUNK.match(function):
                if not in_thunk or function != last_thunk:
                    if function == "srso_alias_return_thunk":
                        self.add(step, "returns")
                    elif "indirect" in function:
                        self.add(step, "retpolines")
                last_thunk = function
                in_thunk = True
                continue
            if address == last and text.startswith("rep"):
                continue
            if in_thunk:
                in_thunk = False
                match = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == address), None)
                if match is not None:
                    del stack[match:]
                    pending_call = False
                    if stack:
                        frame = stack[-1]
                        stack[-1] = (frame[0], frame[1], step_rules.after(frame[1], frame[2]))
            # A call pushes the frame of the function that is entered; a jump to another function replaces it.
            if pending_call:
                inherited = self.step_of(stack)
                stack.append((last_return, function, step_rules.get(function, inherited)))
                pending_call = False
            elif not stack:
                stack.append((0, function, step_rules.get(function, KERNEL_STEP)))
            elif stack[-1][1] != function:
                frame = stack[-1]
                stack[-1] = (frame[0], function, step_rules.get(function, frame[2]))
            step = stack[-1][2]
            self.total += 1
            self.count(step, address, size, text)
            repeating = 1 if text.startswith("rep") else 0
            if repeating:
                self.add(step, "repeats")
            if tree is not None:
                tree(stack, function, step)
            if text.startswith("call"):
                pending_call, last_return = True, address + size
            last = address

    def restores(self):
        return sum(row["xrstor64"] for row in self.steps.values())

    def step_of(self, stack):
        return stack[-1][2] if stack else KERNEL_STEP

    def line(self, seen, line, step, column):
        if line not in seen:
            seen.add(line)
            self.add(step, column)

    def add(self, step, column, times=1):
        row = self.steps.get(step)
        if row is None:
            row = self.steps[step] = collections.Counter()
        row[column] += times

    def count(self, step, address, size, text):
        self.add(step, "instructions")
        for line in range(address >> 6, ((address + size - 1) >> 6) + 1):
            self.line(self.seen_code, line, step, "codeLines")
        word = text.split(" ", 1)[0]
        if word[0] == "j" and not word.startswith("jmp"):
            self.add(step, "branches")
        elif word == "lock" or word.startswith("xchg") and "(" in text:
            self.add(step, "atomics")
        elif word == "stac":
            self.add(step, "userWindows")
        elif word == "lfence":
            self.add(step, "loadFences")
        elif word in ("pushfq", "popfq", "cli", "sti"):
            self.add(step, "flagChanges")
        if word in OTHERS or word.startswith(("xsave", "xrstor", "fxsave", "fxrstor")):
            self.add(step, word)


OTHERS = {"wrmsr", "rdmsr", "rdtsc", "rdtscp", "swapgs", "iretq", "sysretq", "invlpg", "invpcid", "mfence", "rdpkru",
          "wrpkru", "wrfsbase", "wrgsbase", "rdgsbase", "rdfsbase", "verw", "pause", "rdpid", "cpuid"}


def rules():
    found = {}
    for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "steps.txt")):
        part = line.split("#")[0].split()
        if len(part) >= 2:
            found[part[0]] = tuple(part[1:])
    return Rules(found)


class Rules:
    """The step that a function begins, with names that end in * looked up by what they begin with."""

    def __init__(self, found):
        self.exact = {name: step for name, step in found.items() if not name.endswith("*")}
        self.prefixes = [(name[:-1], step) for name, step in found.items() if name.endswith("*")]

    def get(self, function, inherited):
        steps = self.exact.get(function)
        if steps is None:
            steps = next((step for prefix, step in self.prefixes if function.startswith(prefix)), None)
            self.exact[function] = steps = steps or ()
        return steps[0] if steps else inherited

    def after(self, function, current):
        steps = self.exact.get(function) or ()
        return steps[1] if len(steps) > 1 else current


def best(symbols, step_rules, wanted=None):
    """The usual window of each name: the median length of those that no interrupt disturbed."""
    kept = collections.OrderedDict()
    for name, lines, texts in windows("trace.txt", "console.txt", wanted):
        window = Window(lines, texts, symbols, step_rules)
        kept.setdefault(name, []).append((window, lines, texts))
    ticks = sorted((lines for found in kept.values() for each in found for lines in each[0].interrupts
                    if symbols.at(int(lines[0], 16)).startswith("asm_sysvec_apic_timer")), key=len)
    if ticks:
        kept["timer_interrupt"] = [(Window(lines, texts, symbols, step_rules, skipped=()), lines, texts)
                                   for lines in ticks]
    for name, found in kept.items():
        calm = [each for each in found if not each[0].interrupted] or found
        if name.endswith("_round"):  # it must have gone to the other process and back, once
            calm = [each for each in calm if each[0].restores() == 2] or calm
            calm = [min(calm, key=lambda each: each[0].total)]
        calm.sort(key=lambda each: each[0].total)
        yield name, calm[len(calm) // 2], [each[0].total for each in found]


def print_steps():
    symbols, step_rules = Symbols("symbols.txt"), rules()
    print("\t".join(["call", "step"] + COLUMNS + ["other"]))
    for name, (window, _, _), _ in best(symbols, step_rules):
        for step, row in window.steps.items():
            other = ",".join(f"{key}={row[key]}" for key in sorted(row) if key not in COLUMNS)
            print("\t".join([name, step] + [str(row[column]) for column in COLUMNS] + [other]))


def print_tree(wanted, depth=99, least=1):
    symbols, step_rules = Symbols("symbols.txt"), rules()
    for name, (_, lines, texts), totals in best(symbols, step_rules, wanted):
        print(name, "instructions of each window:", totals)
        inclusive, order, depth_of = collections.Counter(), {}, {}

        def note(stack, function, step):
            names = tuple(frame[1] for frame in stack)
            for length in range(1, len(names) + 1):
                inclusive[names[:length]] += 1
                order.setdefault(names[:length], len(order))
            depth_of[names] = step

        window = Window(lines, texts, symbols, step_rules, note)
        for names in sorted(order, key=lambda key: [order[key[:i + 1]] for i in range(len(key))]):
            if len(names) <= depth and inclusive[names] >= least:
                print(f"{'  ' * len(names)}{names[-1]} {inclusive[names]}  [{depth_of.get(names, '')}]")
        for step, row in window.steps.items():
            print("    ", step, dict(row))


if __name__ == "__main__":
    if sys.argv[1:2] == ["tree"] and len(sys.argv) > 2:
        print_tree(sys.argv[2], *map(int, sys.argv[3:5]))
    elif sys.argv[1:] == ["steps"]:
        print_steps()
    else:
        sys.exit(__doc__)
