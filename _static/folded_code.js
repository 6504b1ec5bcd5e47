// Code in a fold gets its colours when the fold is opened (coldbook/page/folded_code.py).
(() => {
  "use strict";

  function color(code) {
    const runs = code.dataset.runs.split(" ");
    delete code.dataset.runs;
    let [kind, left] = [".", 0];
    for (const node of [...code.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE)) {
      const parts = [];
      for (let text = node.data; text; text = text.slice(parts.at(-1).textContent.length)) {
        if (left === 0) [kind, left] = [runs.shift(), Number(runs.shift())];
        const part = kind === "." ? document.createTextNode("") : Object.assign(document.createElement("span"), { className: kind });
        part.textContent = text.slice(0, left);
        left -= part.textContent.length;
        parts.push(part);
      }
      node.replaceWith(...parts);
    }
  }

  document.addEventListener("toggle", ({ target }) => { if (target.open) target.querySelectorAll("pre[data-runs]").forEach(color); }, true);
})();
