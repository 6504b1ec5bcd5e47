// Where words stand: beside what they name, inside the drawing, and on no other words. Words that come later step aside for those that
// were placed before them. placing.py has the same rule, for paper.
const [ABOVE, BELOW] = [0.76, 0.22]; // how far letters reach from the line that they stand on, in their size
const SHARE = { start: 0, middle: 0.5, end: 1 }; // of the words, to the left of their place
const OTHER = { start: "end", middle: "middle", end: "start" };
const ROW = 1.2; // from line to line, in the size of the letters
const SLIDES = [0, 0.25, 0.5, 0.75, 1]; // how far a line's name goes along the line
const [MARGIN, APART, MARKER] = [1, 1.5, 4]; // of the drawing, between words, half of a marker
const [ASIDE, ON_MARKER, OUT_OF_AXES] = [2, 0.3, 0.3]; // what it costs: each point of a shift, each square point of the others

// Places for words at a point, each an offset and an anchor, the best first.
function* places({ dx, dy, anchor, size }) {
  const other = OTHER[anchor];
  const mirrored = (ABOVE - BELOW) * size - dy;
  yield [dx, dy, anchor];
  yield [-dx, mirrored, other]; // away from a curve if the first is
  yield [-dx, dy, other];
  yield [dx, mirrored, anchor];
  const [high, low] = [Math.min(dy, mirrored), Math.max(dy, mirrored)];
  yield [0, high, "middle"];
  yield [0, low, "middle"];
  for (const rows of [ROW * size, 2 * ROW * size]) {
    for (const y of [high - rows, low + rows]) { yield [dx, y, anchor]; yield [-dx, y, other]; }
  }
}

// Places for the name of a line: on both sides, and further along it.
function* placesAlong({ dx, dy, anchor, size, turned }, width, [left, top, right, bottom]) {
  const mirrored = (ABOVE - BELOW) * size;
  const room = Math.max(0, (turned ? bottom - top : right - left) - width - 2 * MARKER);
  for (const slide of SLIDES) {
    if (turned) for (const x of [dx, mirrored - dx]) yield [x, dy + slide * room, anchor];
    else for (const y of [dy, mirrored - dy]) yield [dx - slide * room, y, anchor];
  }
}

// The box [left, top, right, bottom] of words at (x, y).
function boxOf(x, y, anchor, width, size, turned) {
  if (!turned) return [x - SHARE[anchor] * width, y - ABOVE * size, x + (1 - SHARE[anchor]) * width, y + BELOW * size];
  return [x - ABOVE * size, y - (1 - SHARE[anchor]) * width, x + BELOW * size, y + SHARE[anchor] * width];
}

const common = (one, other, apart) =>
  Math.max(0, Math.min(one[2], other[2]) - Math.max(one[0], other[0]) + apart) * Math.max(0, Math.min(one[3], other[3]) - Math.max(one[1], other[1]));
const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);

// How far a span must go to lie in [0, room].
const back = (from, to, room) => (from < MARGIN ? MARGIN - from : Math.min(0, room - MARGIN - to));

const families = new WeakMap(); // the font of a page is asked for once, because an answer makes the browser compute styles
const widths = new Map();
let pen;

function familyOf(svg) {
  const page = svg.getRootNode();
  if (!families.has(page)) families.set(page, getComputedStyle(svg).fontFamily);
  return families.get(page);
}

// The width of words in their size. A canvas measures without the layout of the page; all digits are as wide as a zero.
function widthOf(words, family) {
  const key = family + words.replace(/\d/g, "0");
  let width = widths.get(key);
  if (width === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = `100px ${family}`;
    width = pen.measureText(words).width / 100;
    widths.set(key, width);
  }
  return width;
}

const sizeOf = (node) => parseFloat(node.style.fontSize);
const isTurned = (node) => /rotate\(-90/.test(node.getAttribute("transform"));

// Where words that never move stand: numbers and names of the axes, names of published data.
function boxesOfFixed(svg, moving, family) {
  return [...svg.querySelectorAll("text")].filter((node) => !moving.has(node)).map((node) => {
    const [x, y] = ["x", "y"].map((name) => Number(node.getAttribute(name)));
    return boxOf(x, y, node.style.textAnchor || "start", sizeOf(node) * widthOf(node.textContent, family), sizeOf(node), isTurned(node));
  });
}

// The transform alone places the words.
function write(label, { x, y, anchor }) {
  const { moved, turned } = label;
  const place = `translate(${Math.round(100 * x) / 100} ${Math.round(100 * y) / 100})${turned ? " rotate(-90)" : ""}`;
  if (label.place === undefined) for (const name of ["x", "y"]) moved.setAttribute(name, 0);
  if (label.anchor !== anchor) moved.style.textAnchor = anchor;
  if (label.place !== place) moved.setAttribute("transform", place);
  Object.assign(label, { place, anchor });
}

// Returns settle(): it places the words of all `labels` whose movers have given them a place `at`, in order.
export function makeSettler(svg, panels, parts) {
  const labels = parts.filter(({ moved }) => moved.localName === "text");
  const markers = parts.filter(({ artist }) => artist.kind === "point");
  const family = familyOf(svg);
  const fixed = boxesOfFixed(svg, new Set(labels.map(({ moved }) => moved)), family);
  const { width: right, height: bottom } = svg.viewBox.baseVal;
  for (const label of labels) Object.assign(label, { size: sizeOf(label.moved), turned: isTurned(label.moved) });

  function costOf(box, label, taken) {
    let cost = OUT_OF_AXES * (area(box) - common(box, label.axes.box, 0));
    for (const other of taken) cost += common(box, other, APART);
    for (const axes of panels) if (axes !== label.axes) cost += common(box, axes.box, 0);
    for (const { at, axes } of markers) {
      if (at && axes === label.axes) cost += ON_MARKER * common(box, [at[0] - MARKER, at[1] - MARKER, at[0] + MARKER, at[1] + MARKER], 0);
    }
    return cost;
  }
  function settleOne(label, taken) {
    const { artist, at: [x, y], axes, size, turned } = label;
    const width = size * widthOf(label.words, family);
    const offset = { dx: artist.dx, dy: artist.dy, anchor: artist.anchor, size, turned };
    let best = { cost: Infinity };
    for (const [dx, dy, anchor] of artist.kind === "edge" ? placesAlong(offset, width, axes.box) : places(offset)) {
      const box = boxOf(x + dx, y + dy, anchor, width, size, turned);
      const [aside, down] = [back(box[0], box[2], right), back(box[1], box[3], bottom)];
      const moved = [box[0] + aside, box[1] + down, box[2] + aside, box[3] + down];
      const cost = costOf(moved, label, taken) + ASIDE * (Math.abs(aside) + Math.abs(down));
      if (cost < best.cost) best = { cost, anchor, box: moved, x: x + dx + aside, y: y + dy + down };
      if (cost < 0.5) break;
    }
    taken.push(best.box);
    write(label, best);
  }
  return () => {
    const taken = [...fixed];
    for (const label of labels) if (label.at) settleOne(label, taken);
  };
}
