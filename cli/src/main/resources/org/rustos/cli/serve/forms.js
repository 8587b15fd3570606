// The two forms: what a suite measures, and what guest is looked into.

import { ask } from "./link.js";

const PACES = [["0", "as fast as the host can"], ["5000000", "5 M cycles a second"],
  ["500000", "500 k cycles a second"], ["50000", "50 k cycles a second"]];

function select(name, label, options, value) {
  const box = el("select", { name });
  for (const [id, text] of options) {
    const option = el("option", { value: id }, text);
    option.selected = id === value;
    box.append(option);
  }
  return el("label", { class: "control" }, label, box);
}

const ids = (list) => list.map((entry) => [entry.id, entry.id]);

function checks(name, label, list) {
  return el("fieldset", {}, el("legend", {}, label),
    list.map((entry) => el("label", { class: "check", title: entry.description },
      el("input", { type: "checkbox", name, value: entry.id }), entry.id)));
}

const checked = (form, name) =>
  [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);

/** The description of what is chosen, kept beside it. */
function hint(form, name, list) {
  const line = el("p", { class: "hint" });
  const show = () => { line.textContent = list.find((e) => e.id === form.elements[name].value)?.description ?? ""; };
  form.addEventListener("change", show);
  setTimeout(show);
  return line;
}

function submit(form, command, started, failed) {
  form.onsubmit = (event) => {
    event.preventDefault();
    let asked;
    try {
      asked = ask(command());
    } catch (error) {
      failed(error);
      return;
    }
    asked.then((answer) => started(answer.job), failed);
  };
}

export function suiteForm(form, catalogue, started, failed) {
  form.replaceChildren(
    el("div", { class: "row" }, select("suite", "suite", ids(catalogue.suites), "quick")),
    hint(form, "suite", catalogue.suites),
    el("details", {}, el("summary", {}, "Only part of it"),
      checks("cpu", "CPU models", catalogue.cpus),
      checks("mechanism", "mechanisms", catalogue.mechanisms),
      checks("workload", "workloads", catalogue.workloads)),
    el("button", { class: "go", type: "submit" }, "Start the suite"));
  submit(form, () => ({
    do: "suite", suite: form.elements.suite.value,
    cpu: checked(form, "cpu"), mechanism: checked(form, "mechanism"), workload: checked(form, "workload"),
  }), started, failed);
}

function settings(text) {
  const set = {};
  for (const pair of text.split(/\s+/).filter(Boolean)) {
    const at = pair.indexOf("=");
    if (at < 1) throw new Error(`setting ${pair}: write name=value`);
    set[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return set;
}

export function guestForm(form, catalogue, started, failed) {
  const known = el("p", { class: "hint" });
  const showSettings = () => {
    const of = (list, name) => list.find((e) => e.id === form.elements[name].value)?.settings ?? [];
    const all = [...of(catalogue.workloads, "workload"), ...of(catalogue.mechanisms, "mechanism")];
    known.textContent = "There are: " + all.map((s) => `${s.name}=${s.standard}`).join(", ");
  };
  form.replaceChildren(
    el("div", { class: "row" },
      select("workload", "workload", ids(catalogue.workloads), "file-read"),
      select("mechanism", "mechanism", ids(catalogue.mechanisms), "channel"),
      select("cpu", "CPU model", ids(catalogue.cpus), "x86-zen3"),
      select("cores", "cores", ["1", "2", "4", "8"].map((n) => [n, n]), "1"),
      select("pace", "pace", PACES, "0")),
    hint(form, "workload", catalogue.workloads),
    el("details", {}, el("summary", {}, "Settings"),
      el("label", { class: "control" }, "name=value, blanks between", el("input", { type: "text", name: "settings", autocomplete: "off" })),
      known),
    el("button", { class: "go", type: "submit" }, "Start the guest"));
  form.addEventListener("change", showSettings);
  showSettings();
  submit(form, () => ({
    do: "guest", workload: form.elements.workload.value, mechanism: form.elements.mechanism.value,
    cpu: form.elements.cpu.value, cores: Number(form.elements.cores.value),
    pace: Number(form.elements.pace.value), set: settings(form.elements.settings.value),
  }), started, failed);
}
