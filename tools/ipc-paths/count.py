"""Reads disassembly of marked stretches and prints what each executes; see count."""
import re
import sys

CONDITIONAL = re.compile(r"^(j(?!mp)[a-z]+|b\.[a-z]+|cbn?z|tbn?z|b(eq|ne|lt|ge|le|gt)u?z?)$")
print(f"{'ISA':<8} {'stretch':<20} {'instructions':>12} {'branches':>8} {'lines':>5}")
isa, name, count, branches, begin, last = "", "", 0, 0, 0, 0
for line in sys.stdin:
    label = re.match(r"^([0-9a-f]+) <(\w+)>:", line)
    if name and (line.startswith("isa ") or label and label[2].startswith("stage_")):
        print(f"{isa:<8} {name:<20} {count:>12} {branches:>8} {(last - begin) // 64 + 1:>5}")
        name = ""
    if line.startswith("isa "):
        isa = line.split()[1]
    if label and label[2].startswith("stage_"):
        name = label[2][len("stage_"):]
        begin, count, branches = int(label[1], 16), 0, 0
        if name.startswith("end"):
            name = ""
    code = re.match(r"^\s+([0-9a-f]+):\s+(\S+)(?:\s|$)", line)
    if code and name and not code[2].startswith("R_"):
        last = int(code[1], 16)
        count += 1
        branches += bool(CONDITIONAL.match(code[2]))
