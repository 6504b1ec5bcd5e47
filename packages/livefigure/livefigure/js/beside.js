// Words beside marks of a guess. They step aside for all other words of the drawing, which follow the sliders and come first.
const [HEIGHT, ABOVE, GAP] = [13, 6, 9]; // points: of a line of words, from a mark to words above it, and beside it
const PLACES = [{ inward: true, above: true }, { inward: true, above: false }, { inward: false, above: true }, { inward: false, above: false }];

const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

export function makeWords(svg, [left, top, right, bottom]) {
  // At {x, y}: toward the middle of the axes or away from it, above or below.
  function write({ node, text, at: { x, y } }, { inward, above }) {
    const ahead = inward === x < (left + right) / 2;
    node.textContent = text;
    node.setAttribute("x", x + (ahead ? GAP : -GAP));
    node.setAttribute("y", y + (above ? -ABOVE : HEIGHT));
    node.setAttribute("text-anchor", ahead ? "start" : "end");
  }
  // How many other words these meet there; leaving the axes is worse.
  function faults(word, place, others, inside) {
    write(word, place);
    const box = word.node.getBoundingClientRect();
    const out = box.left < inside.left || box.right > inside.right || box.top < inside.top || box.bottom > inside.bottom;
    return others.filter((other) => meet(box, other)).length + (out ? 2 : 0);
  }
  // Each of the words, {node, text, at}, at the first place where it has the fewest faults.
  function settle(words) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) return; // the other drawing is shown
    const scale = frame.width / svg.viewBox.baseVal.width;
    const inside = { left: frame.left + left * scale, right: frame.left + right * scale, top: frame.top + top * scale, bottom: frame.top + bottom * scale };
    for (const word of words) {
      const others = [...svg.querySelectorAll("text")]
        .filter((node) => node !== word.node && node.checkVisibility({ visibilityProperty: true }))
        .map((node) => node.getBoundingClientRect());
      const counts = PLACES.map((place) => faults(word, place, others, inside));
      write(word, PLACES[counts.indexOf(Math.min(...counts))]);
    }
  }
  return { begin: (words) => { for (const word of words) write(word, PLACES[0]); }, settle };
}
