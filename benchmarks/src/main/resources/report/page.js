"use strict";
// What the scripts of all our pages share; each page has it in front of its own.

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ""));
  return node;
}

const unique = (list) => [...new Set(list)];
const dark = window.matchMedia("(prefers-color-scheme: dark)");

// Each mechanism has one colour on all pages.
const LIGHT = { syscall: "#6b7280", message: "#8c564b", ring: "#d97706", ebpf: "#9d4edd", "fast-syscall": "#2563eb",
  unikernel: "#be185d", direct: "#0f766e", channel: "#0284c7", emergency: "#b91c1c", rustos: "#15803d" };
const DARK = { syscall: "#a3acb8", message: "#c8937f", ring: "#f5a742", ebpf: "#c08cf0", "fast-syscall": "#7aa7ff",
  unikernel: "#f472b6", direct: "#35c4b5", channel: "#4fc0f8", emergency: "#f87171", rustos: "#56cf7f" };

// So has each category of cycles. Families share a hue: own work grey-green,
// memory blue, the crossing red, checks violet, data green, cores amber.
const CATEGORY_COLOURS = {
  "user compute": "#8b97a5", "front end": "#5b8def", "data miss": "#3f6fd1", "TLB": "#2a4f9e", "mispredict": "#7fb2f0",
  "mode switch": "#d64545", "mitigations": "#f08a80", "switch": "#a12d3a",
  "validation": "#b086e8", "capability check": "#8656cf", "PAC": "#cf7ad6", "pkey": "#e39be0", "CHERI": "#6a3fb5",
  "control flow": "#b9579f",
  "copy": "#5fb878", "service": "#2f9461", "message transfer": "#9bd0a5",
  "coherence": "#e2a23b", "polling": "#f3c878", "idle": "#c9ced4",
};
