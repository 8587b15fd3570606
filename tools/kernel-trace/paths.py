#!/usr/bin/env python3
"""Why: writes the counts of kernel-path-counts.tsv into the rows of kernel-paths.json that say "counted".

paths.py           writes both numbers and events of every counted row
paths.py --check   fails if a row is not what its counts give

A row's "counted" is a sum of terms, each with its sign: call (all steps), call:step, or @path (another row). A term
may have a factor ("2*"), the sum a divisor ("/ 6"). @call stands for entry, dispatch and exit. Events that no
instruction shows (MODE_ENTER, KPTI_SWITCH, ...) are kept from the row.
"""
import collections
import json
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
COUNTS = os.path.join(ROOT, "docs", "kernel-path-counts.tsv")
PATHS = os.path.join(ROOT, "kernel-model/src/main/resources/org/rustos/kernel/kernel-paths.json")
EVENTS = {"returns": "SAFE_RET", "retpolines": "RETPOLINE", "atomics": "ATOMIC", "userWindows": "USER_ACCESS_WINDOW",
          "loadFences": "USER_POINTER_FENCE", "repeats": "REP_START",
          "xrstor64": "REGISTER_STATE_SAVE", "rdtsc": "TIMESTAMP_READ", "rdtscp": "TIMESTAMP_READ_ORDERED"}
NUMBERS = ["instructions", "codeLines", "dataLines", "branches"]


def read_counts():
    calls = collections.defaultdict(dict)
    rows = [line.rstrip("\n").split("\t") for line in open(COUNTS) if not line.startswith("#")]
    for row in rows[1:]:
        counts = collections.Counter({name: int(value) for name, value in zip(rows[0][2:-1], row[2:-1])})
        for word in filter(None, row[-1].split(",")):
            name, value = word.split("=")
            counts[name] += int(value)
        calls[row[0]][row[1]] = counts
    return calls


class Sums:
    def __init__(self, calls, paths):
        self.calls, self.paths, self.known = calls, paths, {}

    def path(self, name):
        if name not in self.known:
            row = self.paths[name]
            self.known[name] = self.sum(row["counted"]) if "counted" in row else self.given(row)
        return self.known[name]

    def given(self, row):
        found = {name: row.get(name, 0) for name in NUMBERS}
        found["codeLines"] = row.get("codeLines", -(-row["instructions"] // 16))
        for column, event in EVENTS.items():
            found[column] = row.get("events", {}).get(event, 0)
        return found

    def term(self, text):
        if text == "@call":
            return self.add([self.path("syscall." + part) for part in ("entry", "dispatch", "exit")])
        if text.startswith("@"):
            return self.path(text[1:])
        call, _, step = text.partition(":")
        if call not in self.calls:
            sys.exit(f"paths.py: no call {call}")
        return self.add([counts for name, counts in self.calls[call].items() if step in ("", name)])

    @staticmethod
    def add(parts):
        total = collections.Counter()
        for part in parts:
            for name in NUMBERS + list(EVENTS):
                total[name] += part.get(name, 0)
        return total

    def sum(self, text):
        body, _, divisor = text.partition("/")
        total, sign = collections.Counter(), 1
        for word in body.split():
            if word in "+-":
                sign = 1 if word == "+" else -1
                continue
            factor, name = re.fullmatch(r"(?:(\d+)\*)?(\S+)", word).groups()
            for key, value in self.term(name).items():
                total[key] += sign * int(factor or 1) * value
            sign = 1
        return {key: max(0, round(value / int(divisor or 1))) for key, value in total.items()}


def updated(row, counts):
    new = dict(row)
    for name in NUMBERS:
        new[name] = counts[name]
    events = {name: times for name, times in row.get("events", {}).items() if name not in EVENTS.values()}
    events.update({event: counts[column] for column, event in EVENTS.items() if counts[column]})
    order = ["category", "counted"] + NUMBERS + ["events"]
    new["events"] = events
    return {key: new[key] for key in order if key in new} | {k: v for k, v in new.items() if k not in order}


def text_of(document):
    lines = ['{', f'  "about": {json.dumps(document["about"])},', '  "paths": {']
    rows = list(document["paths"].items())
    group = None
    for i, (name, row) in enumerate(rows):
        if group is not None and name.split(".")[0] != group:
            lines.append("")
        group = name.split(".")[0]
        lines.append(f'    "{name}": {json.dumps(row, ensure_ascii=False)}' + ("," if i + 1 < len(rows) else ""))
    return "\n".join(lines + ["  }", "}", ""])


def main(check):
    document = json.load(open(PATHS))
    sums = Sums(read_counts(), document["paths"])
    for name, row in document["paths"].items():
        if "counted" in row:
            document["paths"][name] = updated(row, sums.path(name))
    text = text_of(document)
    if check:
        if text != open(PATHS).read():
            sys.exit("paths.py: kernel-paths.json is not what docs/kernel-path-counts.tsv gives")
    else:
        open(PATHS, "w").write(text)


if __name__ == "__main__":
    main(sys.argv[1:] == ["--check"])
