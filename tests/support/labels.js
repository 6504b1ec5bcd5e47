// Takes a figure through states of its sliders, each a share of a slider's way, and tells what is wrong with the drawing that is seen:
// [fault, number of states, the first of them]. Numbers in labels are written as #.
(root, states) => {
  root.querySelector(".lf-choices button:last-child")?.click(); // a question that hides the figure
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const svg = [...root.querySelectorAll(".lf-svg")].find((one) => one.getClientRects().length);
  const layout = svg.classList.contains("lf-wide") ? "wide" : "narrow";
  const ranges = [...root.querySelectorAll(".lf-controls input[type=range]")];
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const parts = spec.artists.map((artist) => {
    const group = svg.querySelector(`#${CSS.escape(`${spec.name}-${layout}-${artist.id}`)}`);
    return { artist, group, text: group.querySelector("text"), shapes: group.querySelectorAll("path[d]:not(defs *), use") };
  });
  const isSeen = (group) => group.getAttribute("visibility") !== "hidden";
  const plain = (text) => text.textContent.replace(/[\d.,\u202f]+/g, "#");

  // The letters, without the empty space above and below them; in pixels from the drawing's corner.
  function letters(text) {
    const { x, y } = svg.getBoundingClientRect();
    const { left, top, right, bottom } = text.getBoundingClientRect();
    const size = scale * parseFloat(text.style.fontSize);
    const [across, down] = /rotate\(-90/.test(text.getAttribute("transform")) ? [0.2 * size, 0] : [0, 0.2 * size];
    return { left: left - x + across, top: top - y + down, right: right - x - across, bottom: bottom - y - down, size };
  }
  const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

  const found = new Map();
  const fault = (words, state) => found.set(words, [...(found.get(words) ?? []), state]);
  const panels = spec.layouts[layout].map(({ box }) => Object.fromEntries(["left", "top", "right", "bottom"].map((side, k) => [side, box[k] * scale])));
  const moving = new Set(parts.map(({ text }) => text));
  const fixed = [...svg.querySelectorAll("text")].filter((text) => !moving.has(text)).map((text) => ({ words: plain(text), ...letters(text) }));
  const drawing = { width: svg.viewBox.baseVal.width * scale, height: svg.viewBox.baseVal.height * scale };
  const heights = new Set();

  function lookAtWords(now) {
    const words = parts.filter(({ text, group }) => text && isSeen(group)).map(({ text, artist }) => ({ words: plain(text), panel: artist.panel, ...letters(text) }));
    words.forEach((one, k) => {
      if (one.left < -1 || one.top < -1 || one.right > drawing.width + 1 || one.bottom > drawing.height + 1) fault(`cut: ${one.words}`, now);
      if (one.size < 11) fault(`letters of ${one.size.toFixed(1)} px: ${one.words}`, now);
      for (const other of [...words.slice(k + 1), ...fixed]) if (touch(one, other)) fault(`one on the other: ${one.words} | ${other.words}`, now);
      panels.forEach((panel, p) => { if (p !== one.panel && touch(one, panel)) fault(`on another panel: ${one.words}`, now); });
    });
    return words;
  }
  const draws = (panel, { left, top, right, bottom, width, height }, { x, y }) =>
    width + height > 0 && right - x >= panel.left && left - x <= panel.right && bottom - y >= panel.top && top - y <= panel.bottom;
  function lookAtPanels(words, now) {
    const corner = svg.getBoundingClientRect();
    panels.forEach((panel, p) => {
      const own = parts.filter(({ artist }) => artist.panel === p && !["line", "point"].includes(artist.kind)); // what a panel is there for
      const isEmpty = !own.some(({ shapes, group }) => isSeen(group) && [...shapes].some((shape) => draws(panel, shape.getBoundingClientRect(), corner)));
      const saysWhy = words.some((one) => one.panel === p && one.words.includes(" ") && touch(one, panel));
      const hasMore = own.some(({ text }) => !text); // not only published data
      if (isEmpty && hasMore && !saysWhy) fault(`empty: panel ${p + 1}`, now);
    });
  }
  for (const state of states) {
    ranges.forEach((range, k) => {
      range.value = Math.round(((range.max - range.min) * state[k]) / range.step) * range.step + Number(range.min);
      range.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const now = ranges.map((range) => range.getAttribute("aria-valuetext")).join(", ");
    heights.add(Math.round(root.getBoundingClientRect().height));
    lookAtPanels(lookAtWords(now), now);
  }
  fixed.forEach((one, k) => { for (const other of fixed.slice(k + 1)) if (touch(one, other)) fault(`one on the other: ${one.words} | ${other.words}`, ""); });
  for (const one of fixed) if (one.size < 11) fault(`letters of ${one.size.toFixed(1)} px: ${one.words}`, "");
  if (heights.size > 1) fault(`heights of the figure: ${[...heights].join(", ")}`, "");
  return [...found].map(([words, at]) => [words, at.length, at[0]]);
}
