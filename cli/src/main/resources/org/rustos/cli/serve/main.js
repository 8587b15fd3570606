// Puts the page together: what comes over the socket goes to the parts that show it.

import { guestForm, suiteForm } from "./forms.js";
import { graphKeys } from "./graph.js";
import { addNews, closeGuest, describe, guestControls, openGuest, setCategories } from "./guest.js";
import { ask, connect, on } from "./link.js";
import { addRows, showFolders, showJobs } from "./runs.js";

const byId = (id) => document.getElementById(id);
let jobs = [];
let shown = 0;
let wanted = 0;

// The token did its work; it need not stand in the history.
history.replaceState(null, "", location.pathname);

function failed(error) {
  byId("notice").textContent = error.message;
  byId("notice").hidden = false;
}

function calm() {
  byId("notice").hidden = true;
}

/** Shows a run once the list of runs has it. */
function show(id) {
  wanted = id;
  const job = jobs.find((one) => one.id === id);
  if (!job) return;
  wanted = 0;
  shown = id;
  calm();
  document.querySelectorAll("#job-list li").forEach((line) => line.classList.toggle("shown", line.id === "job-" + id));
  byId("row-list").replaceChildren();
  byId("rows").hidden = job.kind !== "suite";
  byId("rows-why").textContent = job.title;
  if (job.kind === "guest") openGuest(job);
  else closeGuest();
  ask({ do: "watch", job: id }).catch(failed);
}

const started = (id) => {
  calm();
  show(id);
};

on("open", () => {
  byId("connection").textContent = "connected";
  byId("connection").className = "connection on";
  if (shown) show(shown);
});
on("closed", () => {
  byId("connection").textContent = "not connected";
  byId("connection").className = "connection off";
});
on("hello", ({ catalogue }) => {
  byId("version").textContent = catalogue.version;
  setCategories(catalogue.categories);
  if (byId("suite-form").children.length > 0) return;
  suiteForm(byId("suite-form"), catalogue, started, failed);
  guestForm(byId("guest-form"), catalogue, started, failed);
});
on("jobs", (news) => {
  jobs = news.jobs;
  showJobs(jobs, show, failed);
  jobs.filter((job) => job.id === shown).forEach(describe);
  if (wanted) show(wanted);
});
on("folders", (news) => showFolders(news.folders));
on("rows", (news) => {
  if (news.job === shown) addRows(news.rows);
});
on("guest", addNews);

byId("look").addEventListener("click", () => ask({ do: "look" }).catch(failed));
graphKeys();
guestControls();
connect();
