// Chromium makes every root as wide as one with the tallest sign, which leaves a gap behind the others. The gap is taken back.
(() => {
  "use strict";

  function close() {
    const roots = [...document.querySelectorAll("msqrt")].filter((root) => !root.closest("details:not([open])"));
    const measured = roots.map((root) => [root, root.getBoundingClientRect().right - root.lastElementChild.getBoundingClientRect().right, parseFloat(getComputedStyle(root).fontSize)]);
    for (const [root, gap, size] of measured) if (gap > 0.5) root.style.marginInlineEnd = `${-gap / size}em`;
  }

  if (!document.querySelector("msqrt")) return;
  document.fonts.ready.then(close);
  document.addEventListener("toggle", close, true);
})();
