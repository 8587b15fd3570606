// Lists of jobs, rows and folders. Lines are changed in place, so that the focus stays where it is.

import { ask } from "./link.js";

const OVER = ["done", "failed", "cancelled"];
const lists = new WeakMap();

/** Makes a list show items: known keys are updated, new ones made, missing ones removed. */
export function keyed(parent, items, keyOf, make) {
  const known = lists.get(parent) ?? new Map();
  lists.set(parent, known);
  const keys = new Set(items.map(keyOf));
  for (const [key, line] of known) {
    if (!keys.has(key)) {
      line.node.remove();
      known.delete(key);
    }
  }
  items.forEach((item, index) => {
    let line = known.get(keyOf(item));
    if (!line) {
      line = make(item);
      known.set(keyOf(item), line);
    }
    line.update(item);
    if (parent.children[index] !== line.node) parent.insertBefore(line.node, parent.children[index] ?? null);
  });
}

const reportOf = (folder) => "/results/" + encodeURIComponent(folder) + "/report.html";

function cyclesText(job) {
  return job.cycles.toLocaleString("en") + " cycles";
}

function jobLine(show, failed) {
  return (job) => {
    const state = el("span");
    const bar = el("progress", { max: job.of ?? 1, "aria-label": "rows done" });
    const said = el("span", { class: "said" });
    const open = el("button", { class: "plain", type: "button", onclick: () => show(job.id) }, "Show");
    open.setAttribute("aria-label", "Show run " + job.id);
    const cancel = el("button", { class: "plain", type: "button", onclick: () => ask({ do: "cancel", job: job.id }).catch(failed) }, "Cancel");
    cancel.setAttribute("aria-label", "Cancel run " + job.id);
    const report = el("a", { target: "_blank", rel: "noopener", hidden: "" }, "Report");
    report.setAttribute("aria-label", "Report of run " + job.id);
    const node = el("li", { id: "job-" + job.id, class: job.kind }, el("span", { class: "name" }, job.id + ". " + job.title),
      state, job.kind === "suite" ? bar : null, said, open, cancel, report);
    const update = (now) => {
      state.textContent = now.state;
      state.className = "state " + now.state;
      bar.value = now.done ?? 0;
      said.textContent = (now.kind === "suite" ? `${now.done} of ${now.of} rows` : cyclesText(now)) + (now.message ? "; " + now.message : "");
      cancel.hidden = OVER.includes(now.state);
      report.hidden = !now.folder;
      if (now.folder) report.href = reportOf(now.folder);
    };
    return { node, update };
  };
}

export function showJobs(jobs, show, failed) {
  document.getElementById("no-jobs").hidden = jobs.length > 0;
  keyed(document.getElementById("job-list"), jobs, (job) => job.id, jobLine(show, failed));
}

export function showFolders(folders) {
  document.getElementById("no-results").hidden = folders.length > 0;
  keyed(document.getElementById("folder-list"), folders, (folder) => folder.name + " " + folder.written, (folder) => ({
    node: el("li", {}, el("span", { class: "name" }, folder.name),
      el("span", { class: "said" }, `suite ${folder.suite}, ${folder.rows} ${folder.rows === 1 ? "row" : "rows"}` + (folder.failed ? `, ${folder.failed} failed` : "")
        + ", " + new Date(folder.written).toLocaleString()),
      el("a", { href: reportOf(folder.name), target: "_blank", rel: "noopener", "aria-label": "Report of " + folder.name }, "Report")),
    update: () => {},
  }));
}

const figure = (value) => value.toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** More rows of the suite that is shown. */
export function addRows(rows) {
  document.getElementById("row-list").append(...rows.map((row) => {
    const rest = row.status === "measured"
      ? [figure(row.cycles), figure(row.p50Mc / 1000), figure(row.p99Mc / 1000)].map((text) => el("td", {}, text))
      : [el("td", { class: row.status === "failed" ? "failed" : "na", colspan: 3 }, row.status + ": " + row.reason)];
    const name = el("th", { scope: "row" }, row.mechanism);
    name.style.boxShadow = "inset 4px 0 " + ((dark.matches ? DARK : LIGHT)[row.id] ?? "transparent");
    return el("tr", { class: row.status.replace(" ", "-") }, name,
      el("td", { class: "text" }, row.workload), el("td", { class: "text" }, row.cpu), ...rest);
  }));
}
