// The two charts of a guest: cycles by category and what lies in the queues, over simulated time.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const charts = new Map();

function chart(id) {
  if (!charts.has(id)) charts.set(id, echarts.init(document.getElementById(id)));
  return charts.get(id);
}

/** Colours come from the style: draw anew when it changes, and fit the page. */
export function forget() {
  charts.forEach((one) => one.dispose());
  charts.clear();
}

export function resize() {
  charts.forEach((one) => one.resize());
}

/** Samples stand side by side; all but the first and last are the same time apart. */
function base(samples) {
  const soft = css("--soft");
  return {
    animation: false,
    textStyle: { color: css("--ink"), fontFamily: css("--sans"), fontSize: 13 },
    aria: { enabled: true },
    grid: { left: 56, right: 24, top: 16, bottom: 92 },
    legend: { bottom: 0, textStyle: { color: soft }, itemWidth: 12, itemHeight: 10, icon: "roundRect", itemGap: 12 },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: css("--panel"), borderColor: css("--line"),
      textStyle: { color: css("--ink"), fontSize: 12 }, order: "valueDesc" },
    xAxis: { type: "category", data: samples.map((s) => s.at / 1000), boundaryGap: false, name: "simulated cycles",
      nameLocation: "middle", nameGap: 26, nameTextStyle: { color: soft }, axisTick: { show: false },
      axisLabel: { color: soft, formatter: (value) => short(Number(value)) }, axisLine: { lineStyle: { color: css("--line") } }, splitLine: { show: false } },
  };
}

export function short(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return trim(value / 1e9) + " G";
  if (size >= 1e6) return trim(value / 1e6) + " M";
  if (size >= 1e4) return trim(value / 1e3) + " k";
  return String(Math.round(value));
}

const trim = (value) => value.toFixed(2).replace(/\.?0+$/, "");

function yAxis(extra) {
  return { type: "value", min: 0, axisLabel: { color: css("--soft"), formatter: extra.formatter }, splitLine: { lineStyle: { color: css("--grid") } },
    max: extra.max, minInterval: extra.minInterval };
}

/** Where the reader stands, as a line through the first series. */
function here(samples, at) {
  return { symbol: "none", silent: true, animation: false, label: { show: false },
    lineStyle: { color: css("--focus"), width: 2, type: "solid" }, data: [{ xAxis: samples.findLastIndex((s) => s.at <= at) }] };
}

export function drawCycles(samples, categories, at) {
  const used = categories.map((name, i) => ({ name, i })).filter(({ i }) => samples.at(-1).mc[i] > 0);
  const parts = used.map(({ name, i }) => ({ name, i, data: [] }));
  for (let s = 1; s < samples.length; s++) {
    // The clocks of cores are apart by a few steps, so that shares say more than sums.
    const sum = samples[s].mc.reduce((total, mc, i) => total + mc - samples[s - 1].mc[i], 0);
    for (const part of parts) {
      part.data.push(sum > 0 ? 100 * (samples[s].mc[part.i] - samples[s - 1].mc[part.i]) / sum : 0);
    }
  }
  chart("cycles-chart").setOption({
    ...base(samples.slice(1)),
    yAxis: yAxis({ max: 100, formatter: "{value} %" }),
    series: parts.map((part, n) => ({
      name: part.name, type: "line", stack: "all", symbol: "none", lineStyle: { width: 0 },
      areaStyle: { opacity: .9 }, color: CATEGORY_COLOURS[part.name] ?? "#888", data: part.data,
      tooltip: { valueFormatter: (value) => value.toFixed(1) + " %" },
      ...(n === 0 ? { markLine: here(samples.slice(1), at) } : {}),
    })),
  }, true);
}

const sum = (sample, place) => sample.queues.reduce((total, queue) => total + queue[place], 0);

export function drawQueues(samples, at) {
  const series = [["waiting", 1, "#d97706"], ["being served", 2, "#2f9461"], ["answers unread", 3, "#5b8def"]];
  const all = series.map(([name, place, color], n) => ({
    name, type: "line", stack: "now", symbol: "none", lineStyle: { width: 0 }, areaStyle: { opacity: .85 }, color,
    data: samples.map((s) => sum(s, place)), ...(n === 0 ? { markLine: here(samples, at) } : {}),
  }));
  all.push({ name: "most at once since the sample before", type: "line", symbol: "none", color: css("--bad"),
    lineStyle: { width: 1.5 }, data: samples.map((s) => sum(s, 4)) });
  chart("queues-chart").setOption({
    ...base(samples), yAxis: yAxis({ minInterval: 1 }), series: all,
  }, true);
}
