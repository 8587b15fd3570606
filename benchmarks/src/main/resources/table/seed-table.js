// Draws the page from the table embedded in it. No library, nothing is fetched.

const table = JSON.parse(document.getElementById("table").textContent);

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.flat());
  return node;
}

function figure(value) {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const times = (ratio) => (ratio >= 10 ? figure(ratio) : Number(ratio).toFixed(2)) + "×";
const colour = (mechanism) => (dark.matches ? DARK : LIGHT)[mechanism] ?? "#64748b";

// Categories in the order of their meaning: what a boundary is, what it checks, what it does, what follows from it.
const CATEGORIES = [
  ["mode switch", "#3f6fd1"], ["mitigations", "#c0392b"], ["switch", "#8c564b"], ["pkey", "#0f766e"], ["PAC", "#12908a"],
  ["CHERI", "#16a89f"], ["validation", "#e2a23b"], ["capability check", "#b7791f"], ["message transfer", "#7c5cd6"],
  ["copy", "#5f9ea0"], ["service", "#7f8c8d"], ["user compute", "#b0b8c1"], ["polling", "#d97706"], ["coherence", "#e879a6"],
  ["TLB", "#a855f7"], ["data miss", "#d946ef"], ["front end", "#94a3b8"], ["mispredict", "#64748b"], ["idle", "#cbd5e1"]];

const short = (cpu) => ({ "x86-zen3": "x86", "arm-neoverse-v1": "Arm", "riscv-cheri": "RISC-V" })[cpu] ?? cpu;
const state = { cpu: table.cpus[0].cpu };
const drawings = [];
const main = document.getElementById("main");

function section(id, title, why) {
  const node = el("section", { id }, el("h2", {}, title), el("p", { class: "why" }, why));
  main.append(node);
  return node;
}

/** A part that is drawn again when another CPU model is chosen. */
function perCpu(id, title, why, draw) {
  const node = section(id, title, why);
  const body = el("div", {});
  node.append(body);
  drawings.push(() => body.replaceChildren(...[draw(table.cpus.find((c) => c.cpu === state.cpu))].flat()));
}

const dot = (mechanism) => el("span", { class: "dot", style: "background:" + colour(mechanism), "aria-hidden": "true" });
const head = (...names) => el("thead", {}, el("tr", {}, ...names.map((n, i) => el("th", { scope: "col", class: i ? null : "text" }, n))));
const ranking = (cpu, column) => cpu.rankings.find((r) => r.column === column);

// ---------------------------------------------------------------- ten seconds: who wins where

function isolatedWinner(task) {
  return task.costs.find((c) => c.isolates);
}

function wins() {
  const node = section("wins", "Who wins where",
    "Large: the cheapest way whose isolation no attack broke. Small: the cheapest of all, if that is another. " +
    "Cycles of all cores for one operation, and how many times a plain system call's they are.");
  const ids = unique(table.cpus.flatMap((c) => c.tasks.map((t) => t.id)));
  const cell = (cpu, id) => {
    const task = cpu.tasks.find((t) => t.id === id);
    if (!task) return el("td", {}, "not measured");
    const best = task.costs[0];
    const safe = isolatedWinner(task);
    const text = (c) => figure(c.cycles) + " cycles" + (c.ofSyscall === null ? "" : ", " + times(c.ofSyscall));
    return el("td", {},
      safe ? el("div", {}, dot(safe.mechanism), el("span", { class: "name" }, safe.line)) : "nothing isolates",
      safe ? el("div", {}, text(safe)) : null,
      best !== safe ? el("small", {}, "without isolation: ", el("span", { class: "name" }, best.line), " " + text(best)) : null);
  };
  node.append(el("div", { class: "scroll" }, el("table", { class: "wins" }, head("one operation", ...table.cpus.map((c) => c.cpu)),
    el("tbody", {}, ...ids.map((id) => el("tr", {},
      el("th", { scope: "row" }, table.cpus.flatMap((c) => c.tasks).find((t) => t.id === id).says, el("small", {}, id)),
      ...table.cpus.map((cpu) => cell(cpu, id))))))));
}

// ---------------------------------------------------------------- the seed's words and ours

const COLUMNS = ["latency", "throughput", "security", "complexity"];

function words() {
  const node = section("words", "The seed's words, and where we disagree",
    "First the word of the design note; below it what each CPU model's figure earns. Ours are the seed's own words of the same " +
    "column, dealt out again in the order of the figures: no threshold is ours, and equal figures share. Darker: more CPU models agree.");
  const rows = Object.keys(table.approaches).filter((m) => table.cpus.some((c) =>
    c.rankings.some((r) => [...r.places, ...r.without].some((p) => p.line === m && p.seed))));
  const cell = (mechanism, column) => {
    const seed = table.approaches[mechanism].seed[column];
    let agree = 0, rated = 0;
    const lines = table.cpus.map((cpu) => {
      const r = ranking(cpu, column);
      const place = r?.places.find((p) => p.line === mechanism);
      const none = r?.without.find((p) => p.line === mechanism);
      if (!place) return el("span", { class: "cpuword", title: none?.reason ?? "" }, el("span", {}, short(cpu.cpu)), el("span", {}, "–"), el("span", {}, ""));
      rated++;
      agree += place.agrees ? 1 : 0;
      return el("span", { class: "cpuword" }, el("span", {}, short(cpu.cpu)),
        el("span", { class: place.agrees ? "ok" : "off" }, (place.agrees ? "✓ " : "✗ ") + place.ours.join(" or ")),
        el("span", {}, figure(place.figure)));
    });
    const share = rated ? agree / rated : 0;
    return el("td", { style: rated ? `background: rgba(var(${share >= 0.5 ? "--good" : "--poor"}), ${0.06 + 0.2 * Math.abs(share - 0.5)})` : null },
      el("span", { class: "seedword" }, seed), ...lines);
  };
  const used = COLUMNS.filter((c) => table.cpus.some((cpu) => ranking(cpu, c)));
  node.append(el("div", { class: "scroll" }, el("table", { class: "words" },
    head("approach", ...used.map((c) => el("span", {}, c, el("small", {}, ranking(table.cpus[0], c).unit)))),
    el("tbody", {}, ...rows.map((m) => el("tr", {}, el("th", { scope: "row" }, dot(m), m, el("small", {}, table.approaches[m].row)),
      ...used.map((c) => cell(m, c))))))));
}

// ---------------------------------------------------------------- rankings, each with what would turn it

const distance = (t) => Math.max(t.factor, 1 / t.factor);

function turnText(r) {
  const by = (t) => t.factor > 1 ? "rises to " + times(t.factor) : "falls to " + times(t.factor);
  if (!r.reversals.length) {
    return r.column === "latency" || r.column === "throughput" ? "No change of one price turns two neighbours." : null;
  }
  const first = r.reversals[0];
  const near = r.reversals.filter((t) => distance(t) <= 1.25).length;
  const far = r.reversals.filter((t) => distance(t) <= 2).length;
  return [el("strong", {}, "Nearest reversal: "), first.price + " " + by(first) + " (" + figure(first.fromCycles) + " → " +
    figure(first.toCycles) + " cycles); then " + first.behind + " draws level with " + first.ahead + (first.solved ? ". " : " or before (run again). "),
    r.reversals.some((t) => t.ahead === r.places[0].line && distance(t) <= 2) ? "" : "The winner stays for any price halved or doubled. ",
    near ? near + " such changes within 25 %, " : "None within 25 %, ", far ? far + " within a factor of two." : "none within a factor of two.",
    el("details", {}, el("summary", {}, "All within a factor of two"), el("table", {}, head("order now", "price", "×"),
      el("tbody", {}, ...r.reversals.filter((t) => distance(t) <= 2).map((t) => el("tr", {}, el("td", { class: "text" }, t.ahead + " before " + t.behind),
        el("td", {}, t.price), el("td", {}, t.factor.toFixed(3) + (t.solved ? "" : " or before, run again")))))))];
}

/** Whether an attack on the isolation of a line succeeded. */
function open(cpu, line) {
  const isolation = cpu.entries.find((e) => e.line === line)?.protection.properties.find((p) => p.property === "isolation");
  return isolation !== undefined && isolation.blocked < isolation.applying;
}

function rankings() {
  perCpu("rankings", "The rankings, and what would turn them",
    "Best first. Polling lines pay for the polling core, too. Reversals are solved, not searched: cycles are linear in each price. " +
    "Polling lines are run again instead, with each price changed by 25 % and by a factor of two.",
    (cpu) => el("div", { class: "ranks" }, ...cpu.rankings.map((r) => {
      const largest = Math.max(...r.places.map((p) => p.figure), 1e-9);
      const wide = r.places.length && largest / Math.max(1e-9, Math.min(...r.places.map((p) => p.figure))) > 200;
      return el("div", {}, el("h3", {}, r.column), el("p", { class: "why" }, r.unit + (r.moreIsBetter ? "; more is better" : "; less is better")),
        el("div", { class: "rank" }, ...r.places.flatMap((p) => [
          el("span", { class: "name" }, p.line + (open(cpu, p.line) ? " †" : "")),
          el("span", { class: "track" }, el("div", { class: "bar", style: `width:${Math.max(0.6, 100 * p.figure / largest)}%;background:${colour(p.mechanism)}` })),
          el("span", { class: "value" }, figure(p.figure))])),
        ...r.without.map((p) => el("p", { class: "none" }, el("span", { class: "name" }, p.line), ": " + p.reason + ".")),
        r.places.some((p) => open(cpu, p.line)) ? el("p", { class: "none" }, "† an attack on its isolation succeeded, so it keeps nothing") : null,
        turnText(r) ? el("div", { class: "turn" }, turnText(r)) : null);
    })));
}

// ---------------------------------------------------------------- why: where the cycles go

function why() {
  perCpu("why", "Why: where the cycles of an empty call go",
    "Each bar is one call on the program's core. Behind it: median and 99th percentile, and how much longer other work takes after a call (indirect).",
    (cpu) => {
      const entries = cpu.entries.filter((e) => e.latency).sort((a, b) => a.latency.meanMc - b.latency.meanMc);
      const used = CATEGORIES.filter(([name]) => entries.some((e) => (e.latency.categoriesMc[name] ?? 0) > 0.004 * e.latency.meanMc));
      const width = 1080, left = 190, right = 370, step = 30;
      const largest = Math.max(...entries.map((e) => e.latency.meanMc));
      const scale = (width - left - right) / largest;
      const picture = svg("svg", { viewBox: `0 0 ${width} ${entries.length * step + 8}`, role: "img", width: "100%",
        "aria-label": "Cycles of an empty call by category for each mechanism" });
      entries.forEach((e, i) => {
        let x = left;
        const y = i * step + 6;
        picture.append(svg("text", { x: left - 8, y: y + 15, "text-anchor": "end", class: "label" }, e.line));
        for (const [name, fill] of used) {
          const mc = e.latency.categoriesMc[name] ?? 0;
          if (mc <= 0) continue;
          picture.append(svg("rect", { x, y, width: Math.max(0.4, mc * scale), height: 20, fill },
            svg("title", {}, `${e.line}: ${name} ${figure(mc / 1000)} cycles`)));
          x += mc * scale;
        }
        const l = e.latency;
        picture.append(svg("text", { x: x + 8, y: y + 15 }, figure(l.p50Mc / 1000) + " cycles, " + figure(l.p50Nanos) + " ns",
          svg("tspan", { class: "soft" }, "  p99 " + figure(l.p99Mc / 1000) +
            (l.indirectMc === null ? "" : "; indirect " + (l.indirectMc >= 0 ? "+" : "") + figure(l.indirectMc / 1000)))));
      });
      return [el("div", { class: "legendrow" }, ...used.map(([name, fill]) => el("span", {}, el("span", { class: "dot", style: "background:" + fill }), name))),
        el("div", { class: "scroll" }, picture)];
    });
}

// ---------------------------------------------------------------- throughput

function throughput() {
  perCpu("throughput", "Throughput: 1, 8 and 64 operations in flight",
    "Empty operations per million busy cycles of all cores. Where another core polls, the program's own core alone would say more; it stands below.",
    (cpu) => {
      const flights = unique(cpu.entries.flatMap((e) => e.flights.map((f) => f.inFlight)));
      const largest = Math.max(...cpu.entries.flatMap((e) => e.flights.map((f) => f.operationsPerMegacycle)), 1);
      const rows = cpu.entries.map((e) => el("tr", {}, el("th", { scope: "row" }, dot(e.mechanism), e.line),
        ...flights.map((n) => {
          const f = e.flights.find((x) => x.inFlight === n);
          if (!f) return el("td", { class: "na" }, "n/a");
          return el("td", { style: `background: rgba(var(--good), ${(0.45 * Math.log1p(f.operationsPerMegacycle / 500) / Math.log1p(largest / 500)).toFixed(3)})` },
            figure(f.operationsPerMegacycle), f.elapsedMc !== f.busyMc ? el("small", {}, "elapsed: " + figure(1e9 / f.elapsedMc)) : null,
            el("small", {}, figure(1000 * Number(cpu.gigahertz) / f.elapsedMc * 1000) + " M/s"));
        })));
      return el("div", { class: "scroll" }, el("table", {}, head("mechanism", ...flights.map((n) => n + " in flight")), el("tbody", {}, ...rows)));
    });
}

// ---------------------------------------------------------------- security by property

function security() {
  perCpu("security", "Security: what each keeps when it is attacked",
    "Attacks blocked of those that apply, by property; an attack ends as its worst configuration does, and nothing was weakened. " +
    "A property with fewer than two attacks is shown pale and does not count; the last column is the mean over those that do. " +
    "A dash is neither good nor bad: what a mechanism does not have cannot be attacked, and is not had.",
    (cpu) => {
      const properties = cpu.entries[0].protection.properties.map((p) => p.property);
      const rows = cpu.entries.filter((e) => e.protection.properties.some((p) => p.applying)).map((e) => el("tr", {},
        el("th", { scope: "row" }, dot(e.mechanism), e.line),
        ...e.protection.properties.map((p) => {
          if (!p.applying) return el("td", { class: "na" }, "–");
          const share = p.blocked / p.applying;
          const title = p.attacks.map((a) => `${a.attack}: ${a.outcome} (${a.configuration}) ${a.where}`).join("\n");
          const strength = p.applying > 1 ? 0.10 + 0.4 * Math.abs(share - 0.5) : 0.05;
          return el("td", { title, style: `background: rgba(var(${share >= 0.5 ? "--good" : "--poor"}), ${strength})` }, p.blocked + " / " + p.applying);
        }),
        el("td", {}, e.protection.keptPercent < 0 ? "too few" : Math.round(e.protection.keptPercent) + " %")));
      return [el("div", { class: "scroll" }, el("table", { class: "kept" }, head("mechanism", ...properties, "mean"), el("tbody", {}, ...rows))),
        el("details", {}, el("summary", {}, "Every attack that applies, with where it ended"),
          el("div", { class: "scroll tall", tabindex: "0" }, el("table", {}, head("mechanism", "property", "attack", "outcome", "configuration", "where"),
            el("tbody", {}, ...cpu.entries.flatMap((e) => e.protection.properties.flatMap((p) => p.attacks.map((a) => el("tr", {},
              el("th", { scope: "row" }, e.line), ...[p.property, a.attack, a.outcome, a.configuration, a.where].map((t) => el("td", { class: "text" }, t)))))))))) ];
    });
}

// ---------------------------------------------------------------- surface, complexity, rigidity

/** Figures of a table whose best in each column are marked. */
function facts(node, names, rows, less) {
  const best = names.map((_, i) => less[i] ? Math.min(...rows.map((r) => r.values[i]).filter((v) => typeof v === "number")) : NaN);
  node.append(el("div", { class: "scroll" }, el("table", { class: "facts" }, head("mechanism", ...names),
    el("tbody", {}, ...rows.map((r) => el("tr", {}, el("th", { scope: "row" }, dot(r.mechanism), r.mechanism),
      ...r.values.map((v, i) => el("td", { class: v === best[i] ? "ok" : null }, typeof v === "number" ? figure0(v) : v))))))));
}

const figure0 = (v) => Number.isInteger(v) ? v.toLocaleString("en") : figure(v);
const counted = () => Object.keys(table.approaches).filter((m) => table.sources[m]);

function surface() {
  const node = section("surface", "Surface: what a program can knock at",
    "Counted in the sources. Entry points are traps of the mechanism, Linux system calls and requests by number; parameters are the values " +
    "of system calls and requests that the kernel must judge. Trusted guest code is an in-process service or a server that serves others. Lines of Java " +
    "are the simulator's and say nothing of a real kernel.");
  facts(node, ["entry points", "of them: traps", "Linux calls", "requests", "parameters", "trusted guest lines", "Java lines"],
    counted().map((m) => {
      const s = table.sources[m];
      return { mechanism: m, values: [s.traps + s.linuxCalls + s.requests, s.traps, s.linuxCalls, s.requests, s.parameters, s.trustedGuestLines, s.simulatorLines] };
    }), [true, false, false, false, true, false, false]);
}

function complexity() {
  perCpu("complexity", "Complexity: what an operation asks of who writes and who runs it",
    "Four counts without a common unit; each ranks, and the mean rank is the column above. States are what the guest library keeps between calls; " +
    "messages and steps are those of an empty call. The verifier of eBPF is the kernel's part and in none of them.",
    (cpu) => {
      const holder = el("div", {});
      const entries = cpu.entries.filter((e) => e.complexity && e.line === e.mechanism);
      facts(holder, ["guest lines / operation", "states", "messages / operation", "kernel steps / operation", "mean rank"],
        entries.map((e) => ({ mechanism: e.mechanism, values: [e.complexity.guestLinesPerOperation, e.complexity.states, e.complexity.messages,
          e.complexity.steps, Number(ranking(cpu, "complexity").places.find((p) => p.line === e.line).figure)] })), [true, true, true, true, true]);
      return holder;
    });
}

function rigidity() {
  const node = section("rigidity", "Rigidity: one more operation, and programs of yesterday",
    "What one operation takes, counted on one that exists (stat): files and lines of the guest library and of what serves it. The kernel's own part is the " +
    "same for all and left out. And how the oldest image in the history ends on today's kernel.");
  facts(node, ["guest files", "guest lines", "serving files", "serving lines", "an old image"], counted().map((m) => {
    const a = table.sources[m].added;
    const old = table.oldImages[m];
    return { mechanism: m, values: [a.guestFiles, a.guestLines, a.servingFiles, a.servingLines,
      !old || !old.since ? "none in the history" : (old.exitCode === 0 ? "still runs" : "refused") + " (of " + old.since + ")"] };
  }), [false, true, false, true, false]);
}

// ---------------------------------------------------------------- header, method

function header() {
  document.getElementById("eyebrow").textContent = "RustOS emulator " + table.version + " · the seed's table, measured";
  const said = table.cpus.map((cpu) => {
    const task = cpu.tasks.find((t) => t.id === "file-read-hot") ?? cpu.tasks[0];
    const safe = task && isolatedWinner(task);
    return safe ? `${safe.line} on ${cpu.cpu} (${times(safe.ofSyscall ?? 1)} a system call)` : null;
  }).filter(Boolean);
  let rated = 0, wrong = 0;
  for (const cpu of table.cpus) for (const r of cpu.rankings) for (const p of r.places) if (p.seed) { rated++; wrong += p.agrees ? 0 : 1; }
  document.getElementById("lead").textContent =
    (said.length ? "Reading 4 KiB of a cached file is cheapest, isolated, over " + said.join("; ") + ". " : "") +
    `The design note's words hold for ${rated - wrong} of ${rated} ratings.`;
}

function tabs() {
  if (table.cpus.length < 2) return;
  const node = el("div", { class: "tabs", role: "group", "aria-label": "CPU model of the sections below" }, el("span", {}, "Below, on"),
    ...table.cpus.map((c) => el("button", { class: "plain", type: "button", "aria-pressed": String(c.cpu === state.cpu), onclick: (event) => {
      state.cpu = c.cpu;
      node.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b === event.target)));
      redraw();
    } }, c.cpu)));
  main.append(node);
}

function method() {
  const node = section("method", "What a figure here means", "The table is made from results.json and attacks.json alone.");
  node.append(el("ul", {},
    el("li", {}, "Latency is that of an empty operation; a cycle is a core cycle of the CPU model, and 1 ns is as many as its GHz. Ranked by the mean, which is linear in prices; median and p99 are samples that were seen."),
    el("li", {}, "Indirect cost: the same work right after a call, less the work alone (FlexSC's method, working set 32 KiB)."),
    el("li", {}, "Throughput counts the busy cycles of all cores. eBPF has no batch: n/a."),
    el("li", {}, "Isolating is a line on whose isolation no attack succeeded. Tier 1 on Neoverse leaves its service open unless closed-service=1 is set."),
    el("li", {}, "Three digits are what a figure is worth; equal ones are ties."),
    el("li", {}, "The same version gives the same folder, byte for byte: ", el("code", {}, table.command + " --out DIR"), ".")));
}

function redraw() {
  drawings.forEach((draw) => draw());
}

header();
wins();
words();
tabs();
rankings();
why();
throughput();
security();
surface();
complexity();
rigidity();
method();
document.getElementById("footer").textContent = "Made by the RustOS emulator " + table.version + ". All rows, prices and their sources: report.html beside this file.";
redraw();
dark.addEventListener("change", () => location.reload());
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
