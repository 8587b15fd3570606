// Draws the capability graph of one moment: processes on the left, what they hold by depth of derivation, objects on
// the right. One stop of the tab key; the arrow keys move inside.

const SVG = "http://www.w3.org/2000/svg";
const RIGHTS = ["read", "write", "stat", "lookup", "create", "map", "grant", "revoke"];
const MOST = 60;
const MOST_GONE = 8;
const HEIGHT = 36;
const GAP = 12;

export const rightsOf = (holding) => RIGHTS.filter((_, i) => holding.rights >> i & 1).join(" ") || "none";
const shortRights = (holding) => (holding.rights === 255 ? "all rights" : rightsOf(holding));
export const objectOf = (holding) => (holding.name ? holding.name : holding.kind + " " + holding.object);
export const handleOf = (holding) => (holding.descriptor ? "fd " + holding.handle : "0x" + holding.handle.toString(16));

const cut = (text, most) => (text.length > most ? "…" + text.slice(1 - most) : text);
const head = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);
const alive = (life, at) => life.since <= at && (life.until === null || life.until > at);

/** What there is at a moment: those held, and the last that were taken back. */
function chosen(holdings, at) {
  const held = holdings.filter((h) => alive(h, at)).slice(0, MOST);
  const gone = holdings.filter((h) => h.until !== null && h.until <= at && h.end !== "given up").slice(-MOST_GONE);
  return [...gone, ...held].sort((a, b) => a.process - b.process || a.n - b.n);
}

function nodesOf(state, at) {
  const shown = chosen([...state.holdings.values()], at);
  const byNumber = new Map(shown.map((h) => [h.n, h]));
  const depth = (h) => (byNumber.has(h.origin) ? 1 + depth(byNumber.get(h.origin)) : 0);
  const nodes = new Map();
  const edges = [];
  for (const process of state.processes) {
    if (alive(process, at) || shown.some((h) => h.process === process.id)) {
      nodes.set("p" + process.id, { kind: "process", column: 0, title: "process " + process.id, small: cut(process.name, 22),
        detail: `process ${process.id}, ${process.name || "no name"}` + (process.parent > 1 ? `, child of ${process.parent}` : "")
          + (process.until !== null && process.until <= at ? `, ended at cycle ${cycle(process.until)} with status ${process.status}` : "") });
    }
  }
  let deepest = 0;
  for (const h of shown) {
    const gone = !alive(h, at);
    const level = Math.min(depth(h), 6);
    deepest = Math.max(deepest, level);
    nodes.set("c" + h.n, { kind: "capability" + (gone ? " gone" : ""), column: 1 + level, title: `${handleOf(h)} ${h.kind}`, small: shortRights(h),
      detail: detailOf(h, byNumber) });
    if (nodes.has("p" + h.process)) edges.push([gone ? "gone" : "holds", "p" + h.process, "c" + h.n]);
    if (byNumber.has(h.origin)) edges.push(["derived", "c" + h.origin, "c" + h.n]);
    if (!gone) {
      const key = "o" + h.object;
      nodes.set(key, { kind: "object", column: Infinity, title: cut(objectOf(h), 24), small: h.kind, detail: `${h.kind} ${objectOf(h)}` });
      edges.push(["reaches", "c" + h.n, key]);
    }
  }
  for (const node of nodes.values()) if (node.column === Infinity) node.column = 2 + deepest;
  return { nodes, edges, columns: 3 + deepest };
}

const cycle = (mc) => Math.round(mc / 1000).toLocaleString("en");

export function detailOf(h, byNumber) {
  const from = byNumber.get(h.origin);
  return `process ${h.process} holds ${handleOf(h)}: ${h.kind} ${objectOf(h)}; rights ${rightsOf(h)}`
    + (from ? `; derived from ${handleOf(from)} of process ${from.process}` : h.descriptor ? "" : "; granted by the kernel")
    + `; since cycle ${cycle(h.since)}`
    + (h.badge !== "0" ? `; badge ${h.badge}` : "")
    + (h.expiry !== null ? `; expires at cycle ${cycle(h.expiry)}` : "")
    + (h.until !== null ? `; ${h.end} at cycle ${cycle(h.until)}` : "");
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Nodes stand at the mean height of what they hang on, apart from each other. */
function place(graph, width) {
  const columns = Array.from({ length: graph.columns }, () => []);
  for (const [key, node] of graph.nodes) {
    node.key = key;
    columns[node.column].push(node);
  }
  const wide = Math.min(190, (width - 44 * (graph.columns - 1)) / graph.columns);
  const rows = Math.max(...columns.map((c) => c.length), 1);
  const tall = rows * (HEIGHT + GAP) + GAP;
  columns.forEach((column, x) => column.forEach((node, y) => {
    node.x = x * (width - wide) / Math.max(1, graph.columns - 1);
    node.y = GAP + (y + .5) * (tall - GAP) / column.length - HEIGHT / 2;
    node.wide = wide;
  }));
  return tall;
}

function curve(a, b) {
  const [x1, y1, x2, y2] = [a.x + a.wide, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}

let drawn = "";
let nodesInOrder = [];

/** Draws a moment; keeps the focus on the node that has it. */
export function drawGraph(state, at) {
  const picture = document.getElementById("graph");
  const graph = nodesOf(state, at);
  const look = JSON.stringify([[...graph.nodes], graph.edges]);
  if (look === drawn) return;
  drawn = look;
  const focused = picture.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const width = Math.max(1100, graph.columns * 155);
  const tall = place(graph, width);
  picture.style.minWidth = width > 1100 ? 0.85 * width + "px" : "";
  picture.setAttribute("viewBox", `-3 0 ${width + 6} ${tall}`);
  nodesInOrder = [...graph.nodes.values()].sort((a, b) => a.column - b.column || a.y - b.y);
  const paths = graph.edges.map(([kind, from, to]) => svg("path", { class: kind, d: curve(graph.nodes.get(from), graph.nodes.get(to)) }));
  const boxes = nodesInOrder.map((node, i) => {
    const box = svg("g", { class: "node " + node.kind, transform: `translate(${node.x},${node.y})`, role: "img",
      tabindex: (focused ? node.key === focused : i === 0) ? "0" : "-1", "aria-label": node.detail, "data-key": node.key },
      svg("rect", { width: node.wide, height: HEIGHT, rx: 7 }),
      svg("text", { x: 9, y: 15 }, cut(node.title, Math.floor((node.wide - 16) / 6.8))),
      svg("text", { x: 9, y: 29, class: "small" }, head(node.small, Math.floor((node.wide - 16) / 5.6))));
    box.addEventListener("focus", () => tell(node));
    box.addEventListener("mouseenter", () => tell(node));
    return box;
  });
  picture.replaceChildren(...paths, ...boxes);
  if (focused) picture.querySelector(`[data-key="${focused}"]`)?.focus();
  if (!picture.querySelector('[tabindex="0"]')) boxes[0]?.setAttribute("tabindex", "0");
}

function tell(node) {
  document.getElementById("graph-detail").textContent = node.detail;
}

function move(event) {
  const here = nodesInOrder.findIndex((node) => node.key === document.activeElement.dataset.key);
  if (here < 0) return;
  const columns = unique(nodesInOrder.map((node) => node.column));
  const beside = (step) => {
    const column = columns[columns.indexOf(nodesInOrder[here].column) + step];
    return nodesInOrder.findIndex((node) => node.column === column);
  };
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, ArrowRight: beside(1), ArrowLeft: beside(-1), Home: 0, End: nodesInOrder.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const box = document.getElementById("graph").querySelector(`[data-key="${nodesInOrder[next]?.key}"]`);
  if (!box) return;
  document.activeElement.setAttribute("tabindex", "-1");
  box.setAttribute("tabindex", "0");
  box.focus();
}

export function graphKeys() {
  document.getElementById("graph").addEventListener("keydown", move);
}
