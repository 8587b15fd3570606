// Draws the whole page from the results embedded in it. No library but ECharts, nothing is fetched.

const results = JSON.parse(document.getElementById("results").textContent);
const glossary = JSON.parse(document.getElementById("mechanisms").textContent);
const BASELINE = "syscall";

// ---------------------------------------------------------------- small tools

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const geometric = (list) => Math.exp(mean(list.map(Math.log)));

function figure(value) {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1000 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const times = (ratio) => (ratio >= 100 ? figure(ratio) : ratio.toFixed(2)) + "×";

function named(name, settings) {
  const parts = Object.entries(settings).map(([k, v]) => k + "=" + v);
  return parts.length ? name + " [" + parts.join(" ") + "]" : name;
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// ---------------------------------------------------------------- the data, by cell

const rows = results.rows.map((row) => ({
  ...row,
  cpu: row.experiment.cpu,
  mechanism: row.experiment.mechanism,
  line: named(row.experiment.mechanism, row.experiment.options),
  column: named(row.experiment.workload, row.experiment.parameters),
  workload: row.experiment.workload,
}));

const cpus = unique(rows.map((r) => r.cpu));
const kinds = unique(rows.flatMap((r) => r.measurements.map((m) => m.name)));

const STATISTICS = {
  mean: ["mean", (m) => m.totalMc / m.operations],
  p50: ["median (p50)", (m) => m.latency.p50Mc],
  p90: ["p90", (m) => m.latency.p90Mc],
  p99: ["p99", (m) => m.latency.p99Mc],
  machine: ["mean, all cores", (m) => (m.totalMc + m.otherCores.busyMc) / m.operations],
};

const state = { cpu: cpus[0], unit: "cycles", statistic: "mean", kind: kinds[0] };

/** Millicycles in the unit that the reader chose. */
function inUnit(mc, cpu = state.cpu) {
  const cycles = mc / 1000;
  return state.unit === "cycles" ? cycles : cycles / Number(results.cpus[cpu]?.gigahertz ?? 1);
}

function measurementOf(row) {
  return row.measurements.find((m) => m.name === state.kind) ?? row.measurements[0];
}

/** All seeds of one cell. */
function cell(line, column, cpu = state.cpu) {
  const all = rows.filter((r) => r.cpu === cpu && r.line === line && r.column === column);
  const measured = all.filter((r) => r.status === "MEASURED");
  const value = (f) => (measured.length ? mean(measured.map((r) => f(measurementOf(r)))) : null);
  return {
    rows: all,
    measured,
    mc: value(STATISTICS[state.statistic][1]),
    otherMc: value((m) => m.otherCores.busyMc / m.operations),
    value,
  };
}

function linesOf(cpu = state.cpu) {
  const own = rows.filter((r) => r.cpu === cpu);
  const order = unique(own.map((r) => r.mechanism));
  return order.flatMap((m) => unique(own.filter((r) => r.mechanism === m).map((r) => r.line)));
}

function columnsOf(cpu = state.cpu) {
  return unique(rows.filter((r) => r.cpu === cpu).map((r) => r.column));
}

function baselineOf(column, cpu = state.cpu) {
  const line = linesOf(cpu).find((l) => l === BASELINE) ?? linesOf(cpu).find((l) => l.startsWith(BASELINE + " "));
  return line ? cell(line, copyingColumn(column, cpu), cpu).mc : null;
}

/** A system call cannot map instead of copying: what maps is compared with its copy of the same data. */
function copyingColumn(column, cpu) {
  const row = rows.find((r) => r.cpu === cpu && r.column === column && "map" in r.experiment.parameters);
  if (!row || rows.some((r) => r.mechanism === BASELINE && r.cpu === cpu && r.column === column)) return column;
  const { map, ...others } = row.experiment.parameters;
  return named(row.workload, others);
}

/** The table shows the ends of a sweep, or nothing of it where the workload also ran plainly: it has a curve. */
function headlineColumns() {
  const columns = columnsOf();
  return columns.filter((column) => {
    const row = rows.find((r) => r.cpu === state.cpu && r.column === column);
    return Object.entries(row.experiment.parameters).every(([key, value]) => {
      const values = unique(
        rows.filter((r) => r.cpu === state.cpu && r.workload === row.workload)
          .map((r) => r.experiment.parameters[key]).filter((v) => v !== undefined && !isNaN(v)).map(Number));
      if (values.length < 3 || isNaN(value)) return true;
      if (columns.includes(row.workload)) return false;
      return Number(value) === Math.min(...values) || Number(value) === Math.max(...values);
    });
  });
}

// ---------------------------------------------------------------- colours

const SPARE = ["#64748b", "#a16207", "#7c3aed", "#0891b2", "#4d7c0f"];

function mechanismColour(mechanism) {
  const palette = dark.matches ? DARK : LIGHT;
  return palette[mechanism] ?? SPARE[unique(rows.map((r) => r.mechanism)).indexOf(mechanism) % SPARE.length];
}

function base() {
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { color: css("--ink"), fontFamily: css("--sans"), fontSize: 13 },
    aria: { enabled: true },
    tooltip: {
      confine: true, backgroundColor: css("--panel"), borderColor: css("--line"),
      textStyle: { color: css("--ink"), fontSize: 13 },
    },
  };
}

function axis(extra) {
  return {
    axisLine: { lineStyle: { color: css("--line") } },
    axisLabel: { color: css("--soft"), ...(extra.axisLabel ?? {}) },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: css("--grid") }, show: extra.type !== "category" },
    nameTextStyle: { color: css("--soft") },
    nameLocation: "middle",
    ...Object.fromEntries(Object.entries(extra).filter(([k]) => k !== "axisLabel")),
  };
}

/** Room for the longest label of a chart with names on its left. */
function labelRoom(labels) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "12.5px " + css("--sans");
  return Math.min(320, Math.ceil(Math.max(...labels.map((l) => pen.measureText(l).width))) + 18);
}

/** Names down the left side. */
function nameAxis(names) {
  return axis({ type: "category", data: names,
    axisLabel: { color: css("--ink"), fontSize: 12.5, fontFamily: css("--sans"), interval: 0, width: 300, overflow: "truncate" } });
}

const legend = (extra = {}) => ({
  textStyle: { color: css("--ink") }, type: "plain", left: 0, top: 0, itemWidth: 14, itemHeight: 10, itemGap: 12,
  inactiveColor: css("--line"), ...extra,
});

// ---------------------------------------------------------------- frame of a section

const drawings = [];

function section(id, title, why) {
  const node = el("section", { id, "aria-labelledby": id + "-title" },
    el("h2", { id: id + "-title" }, title), el("p", { class: "why" }, why));
  document.getElementById("main").append(node);
  return node;
}

/** A chart with its table. `draw` returns { option, height, head, body, label } or null for nothing to draw. */
function chart(parent, draw) {
  const holder = el("div", { class: "chart", role: "img" });
  const table = el("details", {}, el("summary", {}, "The same as a table"));
  const empty = el("p", { class: "why" }, "Nothing of this kind was measured.");
  parent.append(holder, table, empty);
  let instance = null;
  function redrawChart() {
    const drawing = draw();
    holder.hidden = table.hidden = !drawing;
    empty.hidden = Boolean(drawing);
    instance?.dispose();
    instance = null;
    if (!drawing) return;
    holder.style.height = drawing.height + "px";
    holder.setAttribute("aria-label", drawing.label);
    instance = echarts.init(holder, null, { renderer: "svg" });
    instance.setOption({ ...base(), ...drawing.option });
    table.replaceChildren(table.firstChild, el("div", { class: "scroll" }, plainTable(drawing.head, drawing.body)));
  }
  drawings.push(redrawChart);
  window.addEventListener("resize", () => instance?.resize());
  return redrawChart;
}

function plainTable(head, body) {
  return el("table", {},
    el("thead", {}, el("tr", {}, ...head.map((h) => el("th", { scope: "col" }, h)))),
    el("tbody", {}, ...body.map((line) =>
      el("tr", {}, ...line.map((v, i) => (i === 0 ? el("th", { scope: "row" }, v) : el("td", {}, v)))))));
}

function choice(label, options, value, change) {
  const select = el("select", { onchange: (e) => change(e.target.value) },
    ...options.map(([id, text]) => {
      const option = el("option", { value: id }, text);
      option.selected = id === value;
      return option;
    }));
  return el("label", { class: "control" }, label, select);
}

function redraw() {
  drawings.forEach((draw) => draw());
}

// ---------------------------------------------------------------- top of the page

function measuredColumns() {
  return columnsOf().filter((c) => linesOf().some((l) => cell(l, c).mc !== null));
}

function header() {
  document.getElementById("eyebrow").textContent = "RustOS emulator " + results.version + " · suite " + results.suite;
  const count = (status) => rows.filter((r) => r.status === status).length;
  const parts = [count("MEASURED") + " rows measured"];
  if (count("NOT_APPLICABLE")) parts.push(count("NOT_APPLICABLE") + " not applicable");
  if (count("FAILED")) parts.push(count("FAILED") + " failed");
  document.getElementById("lead").textContent =
    results.description + ". The same guest program runs over every mechanism on a simulated CPU; " +
    "cycles are simulated core cycles, the same on every host. " + parts.join(", ") + ".";
  const controls = document.getElementById("controls");
  const set = (key) => (value) => { state[key] = value; redraw(); };
  if (cpus.length > 1) controls.append(choice("CPU model", cpus.map((c) => [c, c]), state.cpu, set("cpu")));
  else controls.append(el("span", { class: "control" }, "CPU model", el("code", {}, cpus[0] ?? "none")));
  controls.append(
    choice("Unit", [["cycles", "cycles"], ["ns", "nanoseconds"]], state.unit, set("unit")),
    choice("Figure", Object.entries(STATISTICS).map(([id, [text]]) => [id, text]), state.statistic, set("statistic")));
  if (kinds.length > 1) controls.append(choice("What is measured, where a workload has it", kinds.map((k) => [k, k]), state.kind, set("kind")));
}

function tiles() {
  const holder = el("div", { class: "tiles" });
  document.getElementById("main").append(holder);
  drawings.push(() => {
    holder.replaceChildren();
    for (const column of headlineColumns().slice(0, 4)) {
      const baseline = baselineOf(column);
      const best = linesOf().map((line) => ({ line, mc: cell(line, column).mc }))
        .filter((c) => c.mc !== null).sort((a, b) => a.mc - b.mc)[0];
      if (!best) continue;
      const note = baseline === null ? "cheapest mechanism"
        : best.mc === baseline ? "nothing beats a plain syscall here"
        : times(best.mc / baseline) + " the cost of " + BASELINE;
      holder.append(el("div", { class: "tile" },
        el("div", { class: "name" }, column),
        el("div", { class: "value" }, figure(inUnit(best.mc)) + " " + state.unit),
        el("div", { class: "note" }, el("strong", {}, best.line), " · " + note)));
    }
  });
}

// ---------------------------------------------------------------- headline table

function headline() {
  const node = section("headline", "Cost of one operation",
    "Each cell: cost per operation, and the ratio to " + BASELINE + " in the same column. " +
    "Below 1 is cheaper than a system call. Click a column's name to sort.");
  const holder = el("div", { class: "scroll" });
  node.append(holder, el("div", { class: "legend" }, "cheaper", el("span", { class: "ramp" }), "dearer than " + BASELINE));
  let sorted = { column: null, ascending: true };

  const sortBy = (column) => () => {
    sorted = { column, ascending: sorted.column === column ? !sorted.ascending : true };
    draw();
    holder.querySelector(`button[data-column="${CSS.escape(column)}"]`)?.focus();
  };

  function ratios(line) {
    return headlineColumns().map((c) => [cell(line, c).mc, baselineOf(c)])
      .filter(([a, b]) => a > 0 && b > 0).map(([a, b]) => a / b);
  }

  function key(line, column) {
    if (column === "geomean") return ratios(line).length ? geometric(ratios(line)) : Infinity;
    return cell(line, column).mc ?? Infinity;
  }

  function heading(column, text) {
    const active = sorted.column === column;
    return el("th", { scope: "col", "aria-sort": active ? (sorted.ascending ? "ascending" : "descending") : "none" },
      el("button", { type: "button", "data-column": column, onclick: sortBy(column) }, text));
  }

  function draw() {
    const columns = headlineColumns();
    let lines = linesOf();
    if (sorted.column !== null && (sorted.column === "geomean" || columns.includes(sorted.column))) {
      const sign = sorted.ascending ? 1 : -1;
      lines = [...lines].sort((a, b) => {
        const [x, y] = [key(a, sorted.column), key(b, sorted.column)];
        return x === y ? 0 : x === Infinity ? 1 : y === Infinity ? -1 : sign * (x - y);
      });
    }
    holder.replaceChildren(el("table", { class: "heat" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "mechanism"),
        ...columns.map((c) => heading(c, c)), heading("geomean", "geometric mean of ratios"))),
      el("tbody", {}, ...lines.map((line) => el("tr", {}, lineHead(line),
        ...columns.map((c) => headlineCell(line, c)), geomeanCell(ratios(line)))))));
  }

  drawings.push(draw);
}

function lineHead(line) {
  const mechanism = rows.find((r) => r.line === line).mechanism;
  return el("th", { scope: "row" }, line, el("small", {}, glossary[mechanism]?.row ?? ""));
}

function heat(ratio) {
  const strength = Math.min(1, Math.abs(Math.log2(ratio)) / 3) * 0.6;
  return strength < 0.02 ? "" : `background: rgba(var(--${ratio < 1 ? "faster" : "slower"}), ${strength.toFixed(3)})`;
}

function headlineCell(line, column) {
  const c = cell(line, column);
  if (c.mc === null) {
    const row = c.rows[0];
    if (!row) return el("td", { class: "na", title: "not in this suite" }, "–");
    return row.status === "FAILED"
      ? el("td", { class: "failed", title: row.reason }, "failed")
      : el("td", { class: "na", title: row.reason }, "n/a");
  }
  const baseline = baselineOf(column);
  const ratio = baseline ? c.mc / baseline : null;
  return el("td", { style: ratio === null ? null : heat(ratio) },
    el("span", { class: "cycles" }, figure(inUnit(c.mc))),
    ratio === null ? null : el("span", { class: "ratio" }, times(ratio)),
    c.otherMc > 0 ? el("span", { class: "extra", title: "busy on other cores meanwhile; not in the figure above" },
      "+" + figure(inUnit(c.otherMc)) + " polling") : null);
}

function geomeanCell(ratios) {
  if (!ratios.length) return el("td", { class: "na" }, "–");
  const ratio = geometric(ratios);
  return el("td", { style: heat(ratio) }, el("span", { class: "cycles" }, times(ratio)),
    el("span", { class: "ratio" }, "over " + ratios.length));
}

// ---------------------------------------------------------------- where the cycles went

function workloadChoice(node, pick, columns = measuredColumns) {
  const holder = el("div", { class: "row" });
  node.append(holder);
  drawings.push(() => {
    const all = columns();
    if (!all.includes(pick.value)) pick.value = all[0];
    holder.replaceChildren(choice("Workload", all.map((c) => [c, c]), pick.value, (v) => {
      pick.value = v;
      redraw();
      holder.querySelector("select").focus();
    }));
  });
}

function measuredLines(column) {
  return linesOf().filter((line) => cell(line, column).mc !== null);
}

function breakdown() {
  const node = section("breakdown", "Where did the cycles go?",
    "Mean of one operation, split by what the cycles were spent on; the parts sum exactly to the total. " +
    "Hatched parts rest on a cost or a kernel path whose source is only assumed.");
  const pick = { value: null };
  workloadChoice(node, pick);
  chart(node, () => {
    const lines = measuredLines(pick.value);
    if (!lines.length) return null;
    const order = [...lines].reverse();
    const part = (line, name, field) => inUnit(cell(line, pick.value).value((m) => (m[field][name] ?? 0) / m.operations));
    const used = Object.keys(CATEGORY_COLOURS).filter((name) => lines.some((l) => part(l, name, "categoriesMc") !== 0));
    const bar = (name, assumed) => ({
      name, type: "bar", stack: "cycles", barMaxWidth: 26, color: CATEGORY_COLOURS[name],
      emphasis: { focus: "series" },
      itemStyle: assumed ? { decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4,
        color: dark.matches ? "rgba(0,0,0,.45)" : "rgba(255,255,255,.65)" } } : { decal: { symbol: "none" } },
      data: order.map((l) => assumed ? part(l, name, "assumedMc")
        : part(l, name, "categoriesMc") - part(l, name, "assumedMc")),
    });
    const total = (line) => used.reduce((sum, name) => sum + part(line, name, "categoriesMc"), 0);
    return {
      height: 110 + 40 * lines.length + 22 * Math.ceil(used.length / 7),
      label: "Stacked bars: cycles of one operation by category, for each mechanism, workload " + pick.value,
      option: {
        legend: legend({ data: used }),
        grid: { left: labelRoom(order), right: 24, top: 30 + 22 * Math.ceil(used.length / 6), bottom: 56 },
        xAxis: axis({ type: "value", name: state.unit + " per operation", nameGap: 28 }),
        yAxis: nameAxis(order),
        tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" },
          formatter: (points) => breakdownTip(points[0].name, used, part, total) },
        series: used.flatMap((name) => [bar(name, false), bar(name, true)]),
      },
      head: ["mechanism", "total", ...used],
      body: lines.map((l) => [l, figure(total(l)), ...used.map((n) => figure(part(l, n, "categoriesMc")))]),
    };
  });
}

function breakdownTip(line, used, part, total) {
  const all = total(line);
  const parts = used.map((name) => [name, part(line, name, "categoriesMc"), part(line, name, "assumedMc")])
    .filter(([, value]) => value !== 0).sort((a, b) => b[1] - a[1])
    .map(([name, value, assumed]) =>
      `<tr><td style="text-align:left;padding:1px 10px 1px 0;border:0"><span style="display:inline-block;width:9px;height:9px;border-radius:2px;background:${CATEGORY_COLOURS[name]};margin-right:6px"></span>${name}</td>` +
      `<td style="padding:1px 8px;border:0">${figure(value)}</td><td style="padding:1px 0;border:0">${figure(100 * value / all)} %${assumed ? ", hatched: assumed" : ""}</td></tr>`);
  return `<strong>${echarts.format.encodeHTML(line)}</strong>: ${figure(all)} ${state.unit}<table style="width:auto;font-size:13px">${parts.join("")}</table>`;
}

// ---------------------------------------------------------------- latency distribution

function distribution() {
  const node = section("latency", "How steady is it?",
    "Latency of one operation over all samples: the line runs from the fastest to the slowest, the bar from " +
    "the median to p99, the dot is the median. The axis is logarithmic.");
  const pick = { value: null };
  workloadChoice(node, pick);
  chart(node, () => {
    const lines = measuredLines(pick.value);
    if (!lines.length) return null;
    const order = [...lines].reverse();
    const keys = ["minMc", "p50Mc", "p90Mc", "p99Mc", "maxMc"];
    const values = (line) => keys.map((k) => Math.max(inUnit(cell(line, pick.value).value((m) => m.latency[k])), 0.001));
    const data = order.map((line, i) => [i, ...values(line)]);
    const flat = data.flatMap((d) => d.slice(1));
    return {
      height: 90 + 40 * lines.length,
      label: "Latency distribution for each mechanism, workload " + pick.value,
      option: {
        grid: { left: labelRoom(order), right: 24, top: 12, bottom: 56 },
        xAxis: axis({ name: state.unit + " per operation", nameGap: 28, ...powersOfTwo(flat) }),
        yAxis: nameAxis(order),
        tooltip: { ...base().tooltip, trigger: "item", formatter: (p) => {
          const [, min, p50, p90, p99, max] = p.value;
          return `<strong>${echarts.format.encodeHTML(order[p.value[0]])}</strong><br>` +
            [["min", min], ["p50", p50], ["p90", p90], ["p99", p99], ["max", max]]
              .map(([n, v]) => n + " " + figure(v)).join("<br>");
        } },
        series: [{ type: "custom", data, encode: { x: [1, 2, 3, 4, 5], y: 0 }, renderItem: (params, api) =>
          percentiles(api, mechanismColour(rows.find((r) => r.line === order[api.value(0)]).mechanism)) }],
      },
      head: ["mechanism", "min", "p50", "p90", "p99", "max", "samples"],
      body: lines.map((l) => [l, ...values(l).map(figure),
        figure(cell(l, pick.value).measured.reduce((n, r) => n + measurementOf(r).samples, 0))]),
    };
  });
}

/** A logarithmic axis in powers of two, ending just outside the data. */
function powersOfTwo(values) {
  const logs = values.filter((v) => v > 0).map(Math.log2);
  return { type: "log", logBase: 2, min: 2 ** Math.floor(Math.min(...logs) - 0.1), max: 2 ** Math.ceil(Math.max(...logs) + 0.1),
    axisLabel: { formatter: (v) => (v >= 1 ? v.toLocaleString("en", { maximumFractionDigits: 0 }) : String(v)) } };
}

function percentiles(api, colour) {
  const y = api.coord([api.value(1), api.value(0)])[1];
  const x = (i) => api.coord([api.value(i), api.value(0)])[0];
  const line = (a, b, width) => ({ type: "line", shape: { x1: a, y1: y, x2: b, y2: y }, style: { stroke: colour, lineWidth: width } });
  const tick = (at) => ({ type: "line", shape: { x1: at, y1: y - 6, x2: at, y2: y + 6 }, style: { stroke: colour, lineWidth: 2 } });
  return { type: "group", children: [
    line(x(1), x(5), 2), tick(x(1)), tick(x(5)),
    { type: "rect", shape: { x: x(2), y: y - 7, width: Math.max(1, x(4) - x(2)), height: 14, r: 3 }, style: { fill: colour, opacity: 0.45 } },
    { type: "circle", shape: { cx: x(2), cy: y, r: 5 }, style: { fill: colour, stroke: css("--panel"), lineWidth: 1.5 } },
  ] };
}

// ---------------------------------------------------------------- curves over a parameter

/** A row's parameters without one, as a text to group by. */
function others(row, key) {
  return named("", Object.fromEntries(Object.entries(row.experiment.parameters).filter(([k]) => k !== key))).trim();
}

/** Parameters that take several numbers while all others stay the same. */
function sweeps() {
  const found = [];
  for (const workload of unique(rows.map((r) => r.workload))) {
    const own = rows.filter((r) => r.workload === workload);
    for (const key of unique(own.flatMap((r) => Object.keys(r.experiment.parameters)))) {
      const having = own.filter((r) => key in r.experiment.parameters);
      for (const rest of unique(having.map((r) => others(r, key)))) {
        const points = having.filter((r) => others(r, key) === rest);
        const values = unique(points.map((r) => r.experiment.parameters[key]));
        if (values.length > 1 && values.every((v) => Number(v) > 0)) found.push({ workload, key, rest, points });
      }
    }
  }
  return found.sort((a, b) => (b.workload === "batch") - (a.workload === "batch"));
}

function curves() {
  for (const { workload, key, rest, points } of sweeps()) {
    const batch = workload === "batch" && (key === "n" || key === "batch");
    const node = section(("curve-" + workload + "-" + key + rest).replace(/[^\w-]+/g, "-"),
      batch ? "What do batches buy?" : (workload + " " + rest).trim() + " against " + key,
      batch ? "Cost per operation against how many operations are submitted at once. Both axes are logarithmic: a straight fall is a crossing shared by the batch."
        : "Cost per operation of " + workload + " as its parameter " + key + " grows. Both axes are logarithmic.");
    chart(node, () => {
      const own = points.filter((r) => r.cpu === state.cpu);
      const values = unique(own.map((r) => Number(r.experiment.parameters[key]))).sort((a, b) => a - b);
      const lines = linesOf().filter((l) => own.some((r) => r.line === l && r.status === "MEASURED"));
      if (!lines.length) return null;
      const at = (line, v) => {
        const row = own.find((r) => r.line === line && Number(r.experiment.parameters[key]) === v);
        return row ? cell(line, row.column).mc : null;
      };
      const shapes = ["circle", "rect", "triangle", "diamond", "roundRect", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
      return {
        height: 420,
        label: "Cost per operation against " + key + " for each mechanism, workload " + workload,
        option: {
          legend: legend({ data: lines }),
          grid: { left: 44, right: 24, top: 62, bottom: 44, containLabel: true },
          xAxis: axis({ type: "category", name: batch ? "operations in a batch" : key, nameGap: 30, data: values.map(String), boundaryGap: false }),
          yAxis: axis({ name: state.unit + " per operation", nameGap: 56,
            ...powersOfTwo(lines.flatMap((l) => values.map((v) => at(l, v)).filter((v) => v > 0).map((v) => inUnit(v)))) }),
          tooltip: { ...base().tooltip, trigger: "axis", valueFormatter: (v) => (v === null || v === undefined ? "–" : figure(v)) },
          series: lines.map((line, i) => ({
            name: line, type: "line", symbol: shapes[i % shapes.length], symbolSize: 8, connectNulls: true,
            color: mechanismColour(rows.find((r) => r.line === line).mechanism),
            lineStyle: { width: 2.5, type: /poll|map/.test(line) ? "dashed" : "solid" },
            data: values.map((v) => (at(line, v) === null ? null : inUnit(at(line, v)))),
          })),
        },
        head: ["mechanism", ...values.map((v) => key + " " + v)],
        body: lines.map((l) => [l, ...values.map((v) => (at(l, v) === null ? "–" : figure(inUnit(at(l, v)))))]),
      };
    });
  }
}

// ---------------------------------------------------------------- direct and indirect cost

const WORK_AFTER = "work after a crossing";
const WORK_ALONE = "work alone";

function indirect() {
  const has = (r, name) => r.measurements.some((m) => m.name === name);
  const own = (cpu) => rows.filter((r) => r.cpu === cpu && has(r, WORK_AFTER) && has(r, WORK_ALONE));
  if (!cpus.some((cpu) => own(cpu).length)) return;
  const node = section("indirect", "What does a crossing do to the work after it?",
    "Direct cost is the crossing itself. Indirect cost is how much longer the same user work takes after a crossing than " +
    "without one, because caches, TLB and predictors were used by others meanwhile (the method of FlexSC).");
  const pick = { value: null };
  workloadChoice(node, pick, () => unique(own(state.cpu).map((r) => r.column)));
  chart(node, () => {
    const shown = own(state.cpu).filter((r) => r.column === pick.value);
    if (!shown.length) return null;
    const lines = linesOf().filter((l) => shown.some((r) => r.line === l));
    const of = (row, name) => { const m = row.measurements.find((x) => x.name === name); return m.totalMc / m.operations; };
    const average = (line, f) => inUnit(mean(shown.filter((r) => r.line === line).map(f)));
    const direct = (line) => average(line, (r) => r.measurements[0].totalMc / r.measurements[0].operations);
    const after = (line) => average(line, (r) => of(r, WORK_AFTER) - of(r, WORK_ALONE));
    const alone = (line) => average(line, (r) => of(r, WORK_ALONE));
    const order = [...lines].reverse();
    const bar = (name, f, color) => ({ name, type: "bar", stack: "cost", barMaxWidth: 26, color, data: order.map(f) });
    return {
      height: 110 + 40 * lines.length,
      label: "Direct and indirect cost of a crossing for each mechanism, workload " + pick.value,
      option: {
        legend: legend({ data: ["direct", "indirect"] }),
        grid: { left: labelRoom(order), right: 24, top: 36, bottom: 56 },
        xAxis: axis({ type: "value", name: state.unit + " per crossing", nameGap: 28 }),
        yAxis: nameAxis(order),
        tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: figure },
        series: [bar("direct", direct, "#3f6fd1"), bar("indirect", after, "#e2a23b")],
      },
      head: ["mechanism", "direct", "indirect", "the work alone"],
      body: lines.map((l) => [l, figure(direct(l)), figure(after(l)), figure(alone(l))]),
    };
  });
}

// ---------------------------------------------------------------- tiers of rustos

const tierNames = (row) => Object.keys(row.counters).filter((name) => /^tier.*operations$/.test(name));

/** tier1.operations is for scripts; people read its name. */
function tierLabel(counter) {
  const number = /^tier(\d)\.operations$/.exec(counter)?.[1];
  return number ? "tier " + number + ": " + ["direct call", "channel", "emergency trap"][number - 1] : counter;
}

function tiers() {
  if (!rows.some((r) => tierNames(r).length)) return;
  const node = section("tiers", "Which tier served the operations?",
    "Operations of the whole run by the tier that carried them, where a mechanism has several: its policy picks one by trust and operation.");
  chart(node, () => {
    const own = rows.filter((r) => r.cpu === state.cpu && tierNames(r).length);
    if (!own.length) return null;
    const names = unique(own.flatMap(tierNames)).sort();
    const several = unique(own.map((r) => r.line)).length > 1;
    const labels = unique(own.map((r) => (several ? r.line + " · " : "") + r.column));
    const at = (label, name) => own.filter((r) => (several ? r.line + " · " : "") + r.column === label)
      .reduce((sum, r) => sum + (r.counters[name] ?? 0), 0);
    const colours = ["direct", "channel", "emergency", "rustos", "ring"].map(mechanismColour);
    const share = (label, name) => 100 * at(label, name) / names.reduce((s, n) => s + at(label, n), 0);
    const order = [...labels].reverse();
    return {
      height: 100 + 34 * labels.length,
      label: "Share of operations by tier for each workload",
      option: {
        legend: legend({ data: names.map(tierLabel) }),
        grid: { left: labelRoom(order), right: 24, top: 36, bottom: 56 },
        xAxis: axis({ type: "value", max: 100, name: "% of operations", nameGap: 28 }),
        yAxis: nameAxis(order),
        tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: (points) =>
          `<strong>${echarts.format.encodeHTML(points[0].name)}</strong><br>` +
          names.map((n) => `${echarts.format.encodeHTML(tierLabel(n))}: ${at(points[0].name, n)} operations`).join("<br>") },
        series: names.map((name, i) => ({ name: tierLabel(name), type: "bar", stack: "tiers", barMaxWidth: 22, color: colours[i % colours.length],
          data: order.map((label) => share(label, name)) })),
      },
      head: ["workload", ...names.map(tierLabel)],
      body: labels.map((l) => [l, ...names.map((n) => String(at(l, n)))]),
    };
  });
}

// ---------------------------------------------------------------- CPU models side by side

/** What a crossing relies on, read off the cycles that it spent: category, badge, meaning. */
const PROTECTIONS = [
  ["mode switch", "trap", "privilege levels: the kernel is entered by a trap"],
  ["pkey", "pkey", "protection keys: the service's pages carry a key that user code has not, and a gate changes the rights"],
  ["PAC", "PAC", "pointer authentication: a handle is a signed pointer and is authenticated before each use"],
  ["CHERI", "CHERI", "hardware capabilities: a sealed pair is all that user code holds of the service"],
  ["control flow", "shadow stack", "control-flow hardware: return addresses are compared with a second stack that user code cannot write"],
  ["capability check", "rights checked", "code of the kernel or the service looks up type, rights and epoch of a capability"],
];

function protectionsOf(line, column, cpu) {
  const c = cell(line, column, cpu);
  return PROTECTIONS.filter(([category]) => c.value((m) => m.categoriesMc[category] ?? 0) > 0);
}

const cpuAnchor = (cpu) => "cpu-" + cpu.replace(/[^\w-]+/g, "-");

/** A colour and a shape for each model, so that neither is needed alone. */
function modelMark(i) {
  const colours = dark.matches ? ["#4fc0f8", "#f5a742", "#56cf7f", "#f472b6", "#c08cf0", "#a3acb8"]
    : ["#0369a1", "#b45309", "#15803d", "#be185d", "#7c3aed", "#4b5563"];
  const shapes = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
  return { color: colours[i % colours.length], symbol: shapes[i % shapes.length] };
}

/** "direct · tier 1": which tier of the design a mechanism is, where it is one. */
function withTier(line) {
  const tier = /RustOS (tier \d)/.exec(glossary[rows.find((r) => r.line === line).mechanism]?.row ?? "");
  return tier ? line + " · " + tier[1] : line;
}

function models() {
  if (cpus.length < 2) return;
  const node = section("models", "What does each tier cost on each CPU?",
    "Cost of one operation by mechanism and CPU model, and the protection that the crossing relies on. The axis is " +
    "logarithmic. Cycles are each model's own: choose nanoseconds to compare times.");
  const pick = { value: null };
  const everywhere = () => unique(rows.filter((r) => r.status === "MEASURED").map((r) => r.column));
  const linesAt = (column) => unique(cpus.flatMap((cpu) => linesOf(cpu)))
    .filter((line) => rows.some((r) => r.column === column && r.line === line));
  workloadChoice(node, pick, everywhere);
  const at = (line, cpu) => { const mc = cell(line, pick.value, cpu).mc; return mc === null ? null : inUnit(mc, cpu); };
  chart(node, () => {
    const lines = linesAt(pick.value).filter((line) => cpus.some((cpu) => at(line, cpu) > 0));
    if (!lines.length) return null;
    const order = [...lines].reverse();
    const values = lines.flatMap((l) => cpus.map((c) => at(l, c))).filter((v) => v > 0);
    const span = order.map((line, i) => { const v = cpus.map((c) => at(line, c)).filter((x) => x > 0); return [i, Math.min(...v), Math.max(...v)]; });
    return {
      height: 84 + 22 * Math.ceil(cpus.length / 3) + 38 * lines.length,
      label: "Dots on a logarithmic axis: cost of one operation for each mechanism and CPU model, workload " + pick.value +
        ". The table below has the same figures.",
      option: {
        legend: legend({ data: cpus }),
        grid: { left: labelRoom(order.map(withTier)), right: 28, top: 14 + 22 * Math.ceil(cpus.length / 3), bottom: 56 },
        xAxis: axis({ name: state.unit + " per operation", nameGap: 28, ...powersOfTwo(values) }),
        yAxis: nameAxis(order.map(withTier)),
        tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow", axis: "y" }, formatter: (points) => {
          const line = order[points[0].dataIndex];
          return `<strong>${echarts.format.encodeHTML(line)}</strong><br>` + cpus.map((cpu) =>
            `${echarts.format.encodeHTML(cpu)}: ${at(line, cpu) === null ? "n/a" : figure(at(line, cpu)) + " " + state.unit}`).join("<br>");
        } },
        series: [
          { type: "custom", silent: true, data: span, encode: { x: [1, 2], y: 0 }, z: 1, renderItem: (params, api) => {
            const [[x1, y], [x2]] = [1, 2].map((i) => api.coord([api.value(i), api.value(0)]));
            return { type: "line", shape: { x1, y1: y, x2, y2: y }, style: { stroke: css("--line"), lineWidth: 3 } };
          } },
          ...cpus.map((cpu, i) => ({ name: cpu, type: "scatter", symbolSize: 13, z: 3, ...modelMark(i),
            data: order.map((line) => (at(line, cpu) > 0 ? [at(line, cpu), withTier(line)] : [NaN, withTier(line)])) })),
        ],
      },
      head: ["mechanism", ...cpus.map((c) => c + ", " + state.unit)],
      body: lines.map((l) => [withTier(l), ...cpus.map((c) => (at(l, c) === null ? "n/a" : figure(at(l, c))))]),
    };
  });
  const holder = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Cost and protection by CPU model" });
  const meanings = el("dl", { class: "meanings" });
  node.append(el("h3", {}, "What each crossing relies on"), holder, meanings);
  drawings.push(() => {
    const lines = linesAt(pick.value);
    holder.replaceChildren(el("table", { class: "models" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "mechanism"), ...cpus.map(modelHead))),
      el("tbody", {}, ...lines.map((line) => el("tr", {}, lineHead(line),
        ...cpus.map((cpu) => modelCell(line, pick.value, cpu)))))));
    const seen = PROTECTIONS.filter((p) => lines.some((l) => cpus.some((c) => protectionsOf(l, pick.value, c).includes(p))));
    meanings.replaceChildren(...seen.flatMap(([, badge, meaning]) =>
      [el("dt", {}, el("span", { class: "badge protection" }, badge)), el("dd", {}, meaning)]));
  });
}

function modelHead(cpu) {
  const sheet = results.cpus[cpu];
  return el("th", { scope: "col", class: "text" }, el("a", { href: "#" + cpuAnchor(cpu) }, cpu),
    el("small", {}, sheet ? sheet.isa + ", " + Number(sheet.gigahertz) + " GHz" : "no row ran"));
}

function modelCell(line, column, cpu) {
  const c = cell(line, column, cpu);
  if (c.mc === null) {
    const row = c.rows[0];
    if (!row) return el("td", { class: "na text" }, "not in this suite");
    return row.status === "FAILED" ? el("td", { class: "failed text" }, "failed", el("small", {}, row.reason))
      : el("td", { class: "na text" }, "n/a", el("small", {}, row.reason));
  }
  const baseline = baselineOf(column, cpu);
  const badges = protectionsOf(line, column, cpu).map(([, badge]) => el("span", { class: "badge protection" }, badge));
  return el("td", { class: "text", style: baseline ? heat(c.mc / baseline) : null },
    el("span", { class: "cycles" }, figure(inUnit(c.mc, cpu)) + " " + state.unit),
    baseline ? el("span", { class: "ratio" }, times(c.mc / baseline) + " its " + BASELINE) : null,
    el("span", { class: "badges" }, ...(badges.length ? badges : ["page rights only"])));
}

// ---------------------------------------------------------------- what if a cost were another

const KERNEL_INSTRUCTION = "kernel instruction";

function countOf(m, event) {
  return (event === KERNEL_INSTRUCTION ? m.kernelInstructions : m.events[event] ?? 0) / m.operations;
}

function priceOf(event) {
  return results.cpus[state.cpu]?.costs.find((c) => c.event === event)?.millicycles ?? 0;
}

/** One row a line: its exact total and counts, if another table needs no new run. */
function repriceable(column) {
  return linesOf().map((line) => cell(line, column).measured[0]).filter((r) => r?.repriceable)
    .map((r) => ({ line: r.line, mechanism: r.mechanism, m: measurementOf(r) }))
    .map((r) => ({ ...r, mc: r.m.totalMc / r.m.operations }));
}

function usedEvents(entries) {
  const all = [KERNEL_INSTRUCTION, ...unique(entries.flatMap((r) => Object.keys(r.m.events)))];
  return all.filter((e) => priceOf(e) > 0 && entries.some((r) => countOf(r.m, e) > 0));
}

function whatIf() {
  if (!rows.some((r) => r.repriceable)) return;
  const node = section("what-if", "What if a cost were another?",
    "Rows in which no clock and no second core took a decision can be priced again exactly, without a new run. " +
    "Pick a cost, change it, and see whether the ranking survives.");
  const pick = { value: null, event: null, factor: 1 };
  const columns = () => measuredColumns().filter((c) => repriceable(c).length > 1);
  workloadChoice(node, pick, columns);
  const controls = el("div", { class: "row" });
  node.append(controls);
  const price = () => priceOf(pick.event) * pick.factor;
  const show = () => { said.textContent = `${pick.event}: ${figure(price() / 1000)} cycles instead of ${figure(priceOf(pick.event) / 1000)}`; };
  const said = el("output", {});
  drawings.push(() => {
    const events = usedEvents(repriceable(pick.value));
    if (!events.includes(pick.event)) {
      pick.event = ["PKEY_WRITE", "MODE_ENTER", ...events].find((e) => events.includes(e));
      pick.factor = 1;
    }
    const slider = el("input", { type: "range", min: "-3", max: "3", step: "0.05", "aria-label": "cost, from an eighth to eight times",
      oninput: (e) => { pick.factor = 2 ** Number(e.target.value); show(); drawChart(); } });
    slider.value = Math.log2(pick.factor);
    controls.replaceChildren(choice("Cost", events.map((e) => [e, e]), pick.event, (v) => {
      pick.event = v; pick.factor = 1; redraw(); controls.querySelector("select").focus();
    }), el("label", { class: "control" }, "An eighth to eight times", slider), said);
    show();
  });
  const drawChart = chart(node, () => {
    const entries = repriceable(pick.value);
    if (entries.length < 2) return null;
    const now = (r) => r.mc + countOf(r.m, pick.event) * (price() - priceOf(pick.event));
    const order = [...entries].sort((a, b) => now(b) - now(a));
    const names = order.map((r) => r.line);
    return {
      height: 96 + 38 * entries.length,
      label: "Cost of one operation before and after the change, workload " + pick.value,
      option: {
        legend: legend({ data: ["as measured", "re-priced"] }),
        grid: { left: labelRoom(names), right: 24, top: 36, bottom: 56 },
        xAxis: axis({ type: "value", name: state.unit + " per operation", nameGap: 28 }),
        yAxis: nameAxis(names),
        tooltip: { ...base().tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: figure },
        series: [
          { name: "as measured", type: "bar", barMaxWidth: 10, color: css("--line"), data: order.map((r) => inUnit(r.mc)) },
          { name: "re-priced", type: "bar", barMaxWidth: 14, color: css("--accent"), data: order.map((r) => inUnit(now(r))) },
        ],
      },
      head: ["mechanism", "as measured", "re-priced"],
      body: [...order].reverse().map((r) => [r.line, figure(inUnit(r.mc)), figure(inUnit(now(r)))]),
    };
  });
  const robust = el("div", {});
  node.append(el("h3", {}, "How far is the ranking from turning?"), robust);
  drawings.push(() => robust.replaceChildren(reversals(repriceable(pick.value))));
}

/** For each neighbour in the ranking the smallest change of one cost that would make both equal. */
function reversals(entries) {
  const ranked = [...entries].sort((a, b) => a.mc - b.mc);
  const lines = ranked.slice(1).map((dearer, i) => {
    const cheaper = ranked[i];
    const turning = usedEvents(entries).map((event) => {
      const old = priceOf(event);
      const at = old + (dearer.mc - cheaper.mc) / (countOf(cheaper.m, event) - countOf(dearer.m, event));
      return { event, old, at, factor: at > 0 ? Math.max(at / old, old / at) : Infinity };
    }).filter((t) => isFinite(t.factor)).sort((a, b) => a.factor - b.factor)[0];
    const pair = cheaper.line + " before " + dearer.line;
    return turning
      ? [pair, turning.event + " at " + figure(turning.at / 1000) + " cycles instead of " + figure(turning.old / 1000),
        times(turning.factor) + (turning.factor <= 1.25 ? ": within 25 %" : turning.factor <= 2 ? ": within a factor of two" : "")]
      : [pair, "no single cost turns it", ""];
  });
  return el("div", { class: "scroll" }, plainTable(["ranking", "turns with", "change"], lines));
}

// ---------------------------------------------------------------- details of one cell

function details() {
  const node = section("details", "One row in detail",
    "Events, kernel steps, instructions and throughput of one cell, per operation.");
  const pick = { column: null, line: null };
  const controls = el("div", { class: "row" });
  const body = el("div", {});
  node.append(controls, body);
  drawings.push(function draw() {
    const columns = measuredColumns();
    if (!columns.includes(pick.column)) pick.column = columns[0];
    const lines = pick.column ? measuredLines(pick.column) : [];
    if (!lines.includes(pick.line)) pick.line = lines[0];
    controls.replaceChildren();
    body.replaceChildren();
    if (!pick.line) return;
    const set = (key, index) => (v) => { pick[key] = v; draw(); controls.querySelectorAll("select")[index].focus(); };
    controls.append(choice("Workload", columns.map((c) => [c, c]), pick.column, set("column", 0)),
      choice("Mechanism", lines.map((l) => [l, l]), pick.line, set("line", 1)));
    body.append(...detailsOf(cell(pick.line, pick.column).measured[0]));
  });
}

function detailsOf(row) {
  const m = measurementOf(row);
  const per = (n) => figure(n / m.operations);
  const sheet = results.cpus[row.cpu];
  const price = (event) => sheet?.costs.find((c) => c.event === event);
  return [
    el("div", { class: "scroll" }, plainTable(["figure", "value"], [
      ["samples × operations in each", m.samples + " × " + Math.round(m.operations / m.samples)],
      ["operations per million cycles", figure(Number(m.operationsPerMegacycle))],
      ["operations per second at " + Number(sheet?.gigahertz ?? 0) + " GHz", figure(Number(m.operationsPerSecond))],
      ["user instructions", per(m.userInstructions)],
      ["kernel instructions", per(m.kernelInstructions)],
      ["empty-marker baseline, subtracted", figure(m.baselineMc / 1000) + " cycles"],
      ["other cores", m.otherCores.cores ? m.otherCores.cores + ", busy " + per(m.otherCores.busyMc / 1000) + " cycles" : "none"],
      ["re-priceable", row.repriceable ? "yes" : "no: " + row.notRepriceable],
      ["result", row.verdict || "verified"],
      ...Object.entries(row.counters).map(([name, n]) => ["counted in the whole run: " + name, figure(n)]),
    ])),
    el("h3", {}, "Events per operation"),
    el("div", { class: "scroll" }, plainTable(["event", "count", "cycles each", "cycles"],
      Object.entries(m.events).map(([event, n]) => {
        const each = (price(event)?.millicycles ?? 0) / 1000;
        return [event, per(n), each ? figure(each) : "in the block's schedule", each ? figure(each * n / m.operations) : ""];
      }))),
    ...(Object.keys(m.steps).length ? [el("h3", {}, "Kernel steps per operation"),
      el("div", { class: "scroll" }, plainTable(["step", "times"], Object.entries(m.steps).map(([s, n]) => [s, per(n)])))] : []),
  ];
}

// ---------------------------------------------------------------- sources, gaps, how, words

/** One section for each CPU model: what it is, and every price with its source. */
function sources() {
  for (const cpu of cpus) cpuSection(cpu);
}

function cpuSection(cpu) {
  const sheet = results.cpus[cpu];
  const node = section(cpuAnchor(cpu), cpu + ": what it is and where its costs come from",
    sheet ? sheet.description + "." : "No row of this CPU model ran.");
  node.classList.add("page");
  if (!sheet) return;
  const all = [
    ...sheet.costs.map((c) => ({ ...c, name: c.event, cost: figure(c.millicycles / 1000) })),
    ...sheet.paths.map((p) => ({ ...p, cost: pathText(p) })),
  ];
  const assumed = all.filter((c) => c.assumed).length;
  const listed = (map, wanted) => Object.keys(map).filter((name) => map[name] === wanted).join(", ") || "none";
  node.append(el("dl", { class: "facts" }, ...Object.entries({
    "instruction set": sheet.isa + ", " + Number(sheet.gigahertz) + " GHz",
    "features": listed(sheet.features, true),
    "mitigations on": listed(sheet.mitigations, true),
    "mitigations off": listed(sheet.mitigations, false),
    "figures": all.length + ", of which " + assumed + " are assumed; the charts hatch what rests on those",
    "fitted to silicon": sheet.fitted.length ? sheet.fitted.length + " rows: " + sheet.fitted.join(", ")
      : "none: no core of this kind was measured",
    "profile": sheet.id + ", sha256 " + sheet.hash,
  }).flatMap(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])));

  const search = el("input", { type: "search", placeholder: "event or source", oninput: () => fill() });
  const onlyUsed = el("input", { type: "checkbox", onchange: () => fill() });
  const onlyAssumed = el("input", { type: "checkbox", onchange: () => fill() });
  const found = el("output", { "aria-live": "polite" });
  node.append(el("div", { class: "row" }, el("label", { class: "control" }, "Find", search),
    el("label", {}, onlyUsed, " only what this suite used"), el("label", {}, onlyAssumed, " only assumed"), found));
  const holder = el("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "Cost sources of " + cpu });
  node.append(holder);
  const used = new Set(rows.filter((r) => r.cpu === cpu)
    .flatMap((r) => r.measurements.flatMap((m) => [...Object.keys(m.events), ...Object.keys(m.steps)])));

  function fill() {
    const words = search.value.toLowerCase();
    const shown = all.filter((c) => (!onlyUsed.checked || used.has(c.name)) && (!onlyAssumed.checked || c.assumed) &&
      (c.name + " " + c.source + " " + c.category).toLowerCase().includes(words));
    found.textContent = shown.length + " of " + all.length;
    holder.replaceChildren(el("table", {},
      el("thead", {}, el("tr", {}, ...["event or kernel path", "category", "cycles, or what a path does", "source"].map((h, i) =>
        el("th", { scope: "col", class: i === 2 ? null : "text" }, h)))),
      el("tbody", {}, ...shown.map((c) => el("tr", {}, el("th", { scope: "row" }, c.name),
        el("td", { class: "text" }, c.category), el("td", {}, c.cost),
        el("td", { class: "text" }, c.assumed ? el("span", { class: "badge assumed" }, "assumed") : null, c.assumed ? " " : null,
          c.source.replace(/^assumed(: ?)?/, "")))))));
  }
  fill();
}

/** What a kernel path executes and touches; its cycles depend on what the caches hold. */
function pathText(path) {
  const events = Object.entries(path.events).map(([name, n]) => (n > 1 ? n + " " : "") + name);
  return [path.instructions + " instructions", path.dataLines ? path.dataLines + " data lines" : "",
    path.fixedMc ? figure(path.fixedMc / 1000) + " fixed" : "", ...events].filter(Boolean).join(", ");
}

function gaps() {
  const open = rows.filter((r) => r.status !== "MEASURED");
  if (!open.length) return;
  const node = section("gaps", "What was not measured, and why", "No cell of the suite is left out silently.");
  node.append(el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, ...["cell", "state", "reason"].map((h) => el("th", { scope: "col", class: "text" }, h)))),
    el("tbody", {}, ...open.map((r) => el("tr", {}, el("th", { scope: "row" }, r.line + " · " + r.column,
      el("small", {}, r.cpu + ", seed " + r.experiment.seed)),
      el("td", { class: r.status === "FAILED" ? "text failed" : "text" }, r.status === "FAILED" ? "failed" : "not applicable"),
      el("td", { class: "text" }, r.reason)))))));
}

function reproduce() {
  const node = section("reproduce", "How to get these figures again",
    "The simulator is deterministic: the same version, suite, profile and images give results.json byte for byte, on any host.");
  const command = results.command + " --out DIR && cmp DIR/results.json results.json";
  const button = el("button", { class: "plain", type: "button", onclick: async () => {
    try { await navigator.clipboard.writeText(command); button.textContent = "Copied"; }
    catch { getSelection().selectAllChildren(text); button.textContent = "Selected: press Ctrl+C"; }
  } }, "Copy");
  const text = el("code", {}, command);
  const images = unique(rows.map((r) => r.image).filter(Boolean)).sort();
  node.append(el("pre", { tabindex: "0" }, text), button,
    el("details", {}, el("summary", {}, "Hashes of everything that went in"),
      el("div", { class: "scroll" }, plainTable(["what", "sha256"], [
        ["suite " + results.suite, results.suiteHash],
        ...Object.entries(results.cpus).map(([id, sheet]) => ["profile " + id, sheet.hash]),
        ...images.map((image) => { const at = image.lastIndexOf(" "); return ["image " + image.slice(0, at), image.slice(at + 1)]; }),
      ]))));
}

function words() {
  const node = section("glossary", "The mechanisms, in one line each",
    "Each is a row of the project's design note; its own rating stands beside it, to be compared with what was measured.");
  const present = unique(rows.map((r) => r.mechanism));
  node.append(el("dl", {}, ...present.flatMap((id) => {
    const entry = glossary[id];
    return [el("dt", { id: "mechanism-" + id }, id),
      el("dd", {}, entry ? entry.row + ". " + entry.crosses : "A mechanism from a plug-in.",
        entry ? el("span", { class: "seed" }, "The note claims: " +
          Object.entries(entry.seed).map(([k, v]) => k + " " + v.toLowerCase()).join(", ") + ".") : null)];
  })));
}

function method() {
  const node = section("method", "How it is measured", "What a figure on this page means.");
  node.append(el("ul", {},
    el("li", {}, "Guest programs mark the start and end of each stretch by a marker that costs no cycles. Empty marker pairs are measured in the same run; they must be stable and are subtracted."),
    el("li", {}, "Programs warm up before they measure: caches, predictors and the kernel's page cache are as after many operations."),
    el("li", {}, "Percentiles are nearest-rank: every one is a sample that was seen."),
    el("li", {}, "Every workload checks its own result. A row whose check fails shows no figures."),
    el("li", {}, "Kernel work runs through the same caches, TLB and predictors as user code, so what a crossing evicts is in the figures."),
    el("li", {}, "Cycles that other cores spend polling are not in a mechanism's latency; they are shown beside it, and in the figure “mean, all cores”.")));
}

// ---------------------------------------------------------------- compose

header();
models();
tiles();
headline();
breakdown();
distribution();
curves();
indirect();
tiers();
whatIf();
details();
gaps();
sources();
reproduce();
words();
method();
document.getElementById("footer").textContent =
  "Rendered from results.json alone by the RustOS emulator " + results.version + ". Charts by Apache ECharts 5.3.1 (Apache License 2.0).";
redraw();
dark.addEventListener("change", redraw);
// The sections were not there yet when the browser looked for the one that the address names.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
