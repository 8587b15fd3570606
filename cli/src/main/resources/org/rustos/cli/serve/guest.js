// One guest that is looked into: keeps what came of it, and shows one moment of it.

import { drawGraph, handleOf, objectOf, rightsOf } from "./graph.js";
import { drawCycles, drawQueues, forget, resize } from "./plots.js";
import { keyed } from "./runs.js";

const MOST_HOLDINGS = 1500;
const MOST_LINES = 300;
const byId = (id) => document.getElementById(id);

let categories = [];
let state = null;
let pending = false;

export function setCategories(names) {
  categories = names;
}

/** Begins with a guest of which nothing is known. */
export function openGuest(job) {
  state = { job, samples: [], holdings: new Map(), processes: [], queues: new Map(), left: 0, at: null };
  byId("guest").hidden = false;
  byId("guest-name").textContent = job.title;
  byId("follow").checked = true;
  byId("output").textContent = "";
  forget();
  describe(job);
  draw();
}

export function closeGuest() {
  state = null;
  byId("guest").hidden = true;
}

/** What the list of jobs says of it now. */
export function describe(job) {
  if (state?.job.id !== job.id) return;
  state.job = job;
  byId("guest-state").textContent = `${job.state}${job.message ? ": " + job.message : ""}`;
}

export function addNews(news) {
  if (state?.job.id !== news.job) return;
  state.samples = news.anew ? news.samples : [...state.samples, ...news.samples];
  for (const holding of news.holdings) state.holdings.set(holding.n, holding);
  forgetOld();
  news.queues.forEach((queue) => state.queues.set(queue.queue, queue));
  state.left = news.left;
  if (news.processes) state.processes = news.processes;
  if (news.output !== undefined) byId("output").textContent = news.output;
  later();
}

/** As the server does: what ended longest ago. */
function forgetOld() {
  const many = state.holdings.size - MOST_HOLDINGS;
  if (many <= 0) return;
  const ended = [...state.holdings.values()].filter((h) => h.until !== null).sort((a, b) => a.until - b.until);
  ended.slice(0, many).forEach((h) => state.holdings.delete(h.n));
}

/** However much comes, one drawing a frame. */
function later() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(() => {
    pending = false;
    draw();
  });
}

const cycles = (mc) => Math.round(mc / 1000).toLocaleString("en");

function tiles(sample) {
  const held = [...state.holdings.values()].filter((h) => h.since <= sample.at && (h.until === null || h.until > sample.at)).length;
  const values = [["simulated cycles", cycles(sample.at)], ["time on this CPU", microseconds(sample.at)],
    ["user instructions", sample.instructions.toLocaleString("en")],
    ["capabilities held", held || sample.held], ["taken back so far", sample.revoked],
    ["in queues", sample.queues.reduce((sum, q) => sum + q[1] + q[2] + q[3], 0)]];
  keyed(byId("tiles"), values, (value) => value[0], ([name]) => {
    const figure = el("div", { class: "value" });
    return { node: el("div", { class: "tile" }, el("div", { class: "name" }, name), figure), update: (now) => { figure.textContent = now[1]; } };
  });
}

const microseconds = (mc) => (mc / 1e6 / state.job.gigahertz).toLocaleString("en", { maximumFractionDigits: 1 }) + " µs";

function holdingLines(at) {
  const all = [...state.holdings.values()].filter((h) => h.since <= at).slice(-MOST_LINES).reverse();
  keyed(byId("holding-list"), all, (h) => h.n, (h) => {
    const from = state.holdings.get(h.origin);
    const until = el("td");
    const end = el("td", { class: "text" });
    const node = el("tr", {}, el("td", {}, h.process), el("td", {}, handleOf(h)), el("td", { class: "text" }, objectOf(h)),
      el("td", { class: "text" }, rightsOf(h)), el("td", {}, from ? `${handleOf(from)} of ${from.process}` : h.origin >= 0 ? "forgotten" : "kernel"),
      el("td", {}, cycles(h.since)), until, end);
    return { node, update: (now) => {
      const over = now.until !== null && now.until <= at;
      until.textContent = over ? cycles(now.until) : "";
      end.textContent = over ? now.end : "held";
      end.className = over && now.end !== "given up" ? "text gone" : "text";
    } };
  });
}

function categoryLines(sample) {
  const total = sample.mc.reduce((a, b) => a + b, 0);
  const used = categories.map((name, i) => [name, sample.mc[i]]).filter(([, mc]) => mc !== 0).sort((a, b) => b[1] - a[1]);
  keyed(byId("category-list"), used, (line) => line[0], ([name]) => {
    const count = el("td");
    const share = el("td");
    return { node: el("tr", {}, el("th", { scope: "row" }, name), count, share), update: ([, mc]) => {
      count.textContent = cycles(mc);
      share.textContent = (100 * mc / total).toFixed(1) + " %";
    } };
  });
}

/** The sample that is shown: the one at the slider, or the last at which the first process lived. */
function shownSample() {
  const { samples } = state;
  const end = state.processes[0]?.until ?? null;
  if (byId("follow").checked || state.at === null) {
    return (end !== null && samples.findLast((s) => s.at < end)) || samples.at(-1);
  }
  return samples.findLast((s) => s.at <= state.at) ?? samples[0];
}

function draw() {
  if (!state || state.samples.length === 0) return;
  const sample = shownSample();
  const end = state.samples.at(-1).at;
  const slider = byId("moment");
  slider.value = end > 0 ? Math.round(1000 * sample.at / end) : 1000;
  slider.setAttribute("aria-valuetext", cycles(sample.at) + " cycles");
  byId("moment-text").textContent = `cycle ${cycles(sample.at)} of ${cycles(end)}`;
  tiles(sample);
  drawGraph(state, sample.at);
  if (state.samples.length > 1) drawCycles(state.samples, categories, sample.at);
  const queues = [...state.queues.values()];
  byId("queues-chart").hidden = queues.length === 0;
  byId("queues-why").textContent = queues.length === 0 ? "This mechanism has no queue in shared memory, or none is open yet."
    : queues.map((q) => `queue ${q.queue} of process ${q.process}: ${q.entries} ${q.entries === 1 ? "place" : "places"}`).join("; ");
  if (queues.length > 0) drawQueues(state.samples, sample.at);
  holdingLines(sample.at);
  categoryLines(sample);
}

export function guestControls() {
  byId("moment").addEventListener("input", () => {
    if (!state || state.samples.length === 0) return;
    byId("follow").checked = false;
    state.at = state.samples.at(-1).at * byId("moment").value / 1000;
    later();
  });
  byId("follow").addEventListener("change", later);
  window.addEventListener("resize", resize);
  dark.addEventListener("change", () => {
    forget();
    later();
  });
}

