"use strict";
window.addEventListener("load", () => {
  const svg = document.documentElement;
  const left = Number(svg.dataset.left);
  const full = Number(svg.dataset.width);
  const frames = [...document.querySelectorAll(".f")].map((group) => {
    const rect = group.querySelector("rect");
    return {
      group,
      rect,
      text: group.querySelector("text"),
      name: group.querySelector("title").textContent.replace(/: [^:]* cycles, [^:]*$/, ""),
      x: Number(rect.getAttribute("x")),
      width: Number(rect.getAttribute("width")),
      y: Number(rect.getAttribute("y")),
    };
  });
  const widen = (to) => {
    const scale = full / to.width;
    for (const f of frames) {
      const below = f.y > to.y && f.x <= to.x + 0.01 && f.x + f.width >= to.x + to.width - 0.01;
      const inside = f.x >= to.x - 0.01 && f.x + f.width <= to.x + to.width + 0.01;
      const x = below ? left : left + (f.x - to.x) * scale;
      const width = below ? full : f.width * scale;
      f.group.style.display = below || inside ? "" : "none";
      f.group.classList.toggle("around", below);
      f.rect.setAttribute("x", x);
      f.rect.setAttribute("width", width);
      f.text.setAttribute("x", x + 3);
      const room = Math.floor(width / 7);
      f.text.textContent =
        f.name.length <= room ? f.name : room < 3 ? "" : f.name.slice(0, room - 2) + "..";
    }
  };
  for (const f of frames) {
    f.group.addEventListener("click", () => widen(f));
    f.group.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        widen(f);
      }
    });
  }
});
