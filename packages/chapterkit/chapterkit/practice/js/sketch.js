// A sketch as an answer: lines whose dots the reader drags up and down, or moves by keys.
import { pointsOf } from "./answers.js";
import { element, svgElement } from "./dom.js";
import { general } from "./general.js";
import { makeHandle } from "./handles.js";
import { dataAt, pixel } from "./paths.js";
import { markSketch } from "./sketch_marks.js";

const [WIDTH, HEIGHT] = [360, 270];
const BOX = { left: 40, top: 12, right: 350, bottom: 226 };
const STEP = 0.01;
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };
const set = (node, attributes) => { for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); };

// An axis from a label's data to the drawing's units, as paths.js has it.
function axisOf({ low, high, log }, from, to) {
  const [first, last] = log ? [Math.log10(low), Math.log10(high)] : [low, high];
  const slope = (to - from) / (last - first);
  return { log, slope, offset: from - slope * first };
}

function makeFrame({ x, y }) {
  const axes = { x: axisOf(x, BOX.left, BOX.right), y: axisOf(y, BOX.bottom, BOX.top) };
  const svg = svgElement("svg", { class: "pr-drawing", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group" });
  const words = (text, attributes) => {
    const node = svgElement("text", { "aria-hidden": "true", ...attributes });
    node.textContent = text;
    svg.append(node);
  };
  for (const tick of x.ticks) {
    const at = pixel(axes.x, tick);
    svg.append(svgElement("line", { class: "pr-grid", x1: at, x2: at, y1: BOX.top, y2: BOX.bottom }));
    words(general(tick), { x: at, y: BOX.bottom + 16, "text-anchor": "middle" });
  }
  for (const tick of y.ticks) {
    const at = pixel(axes.y, tick);
    svg.append(svgElement("line", { class: "pr-grid", x1: BOX.left, x2: BOX.right, y1: at, y2: at }));
    words(general(tick), { x: BOX.left - 6, y: at + 4, "text-anchor": "end" });
  }
  words(x.label, { x: (BOX.left + BOX.right) / 2, y: HEIGHT - 8, "text-anchor": "middle" });
  return { svg, axes };
}

// One dot: a slider to keys and screen readers, a handle to mouse and finger. `move(height)` is told where it goes.
function makeDot(svg, axes, sketch, number, k, move) {
  const line = sketch.lines[number];
  const place = line.at[k];
  const cx = pixel(axes.x, place);
  const dot = svgElement("circle", { class: `pr-dot pr-dot-${number}`, r: 5, cx });
  const group = svgElement("g", {
    class: "pr-handle", role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": sketch.y.low, "aria-valuemax": sketch.y.high,
    "aria-label": `${line.name}, ${sketch.x.label} ${general(place)}`,
  });
  group.dataset.lmSuppressShortcuts = "true"; // JupyterLab takes arrow keys for itself
  group.append(dot);
  let now = sketch.start;
  const go = (height) => {
    const steps = Math.round(Math.min(sketch.y.high, Math.max(sketch.y.low, height)) / STEP);
    move(Number((steps * STEP).toFixed(2)));
  };
  const grip = makeHandle(svg, group, ({ y }) => dataAt(axes.y, y), { setAll: go });
  grip.setAttribute("cx", cx);
  group.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(now + KEYS[event.key] * STEP);
  });
  svg.append(group);
  return (height) => {
    now = height;
    for (const node of [dot, grip]) node.setAttribute("cy", pixel(axes.y, height));
    set(group, { "aria-valuenow": height, "aria-valuetext": general(height) });
  };
}

function makeLine(svg, axes, sketch, number, changed) {
  const line = sketch.lines[number];
  const path = svgElement("polyline", { class: `pr-line pr-line-${number}` });
  svg.append(path);
  const heights = line.at.map(() => sketch.start);
  const shows = line.at.map((_, k) => makeDot(svg, axes, sketch, number, k, (height) => { heights[k] = height; draw(); changed(); }));
  function draw() {
    for (const [k, show] of shows.entries()) show(heights[k]);
    const spots = line.at.map((place, k) => [pixel(axes.x, place), pixel(axes.y, heights[k])]);
    set(path, { points: [[BOX.left, spots[0][1]], ...spots, [BOX.right, spots.at(-1)[1]]].join(" ") });
  }
  draw();
  return heights;
}

function makeKey(lines) {
  const entries = lines.map(({ name }, number) => {
    const sample = svgElement("svg", { viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" });
    sample.append(svgElement("line", { class: `pr-line pr-line-${number}`, x1: 0, x2: 28, y1: 5, y2: 5 }));
    return element("li", {}, sample, ` ${name}`);
  });
  return element("ul", { class: "pr-key" }, ...entries);
}

// A question whose answer is drawn. `entry()` is the sketch with the values for the reader's numbers.
export function makeSketch(place, sketch, id, tool, entry) {
  let mark = null;
  const message = element("p", { class: "pr-message", id: `${id}-message` });
  const node = element("div", { class: "pr-answer pr-sketch" });
  const show = (made) => {
    mark = made;
    node.dataset.state = !mark ? "" : mark.credit === 1 ? "right" : mark.credit > 0 ? "partly" : "wrong";
    message.textContent = mark ? `${mark.message} ${general(mark.credit * sketch.points)} of ${pointsOf(sketch.points)}.` : "";
  };
  const forget = () => { if (mark) { show(null); tool.counted(); } };
  const { svg, axes } = makeFrame(sketch);
  set(svg, { "aria-label": sketch.y.label, "aria-describedby": `${id}-ask ${id}-message` });
  const drawn = sketch.lines.map((_, number) => makeLine(svg, axes, sketch, number, forget));
  const check = element("button", { type: "button" }, "Check");
  check.addEventListener("click", () => {
    show(markSketch(entry(), drawn));
    tool.counted(`Sketch: ${message.textContent}`);
  });
  node.append(element("p", { class: "pr-ask", id: `${id}-ask` }, sketch.ask), makeKey(sketch.lines),
    element("p", { class: "pr-axis", "aria-hidden": "true" }, sketch.y.label), svg, message);
  place.append(node, check);
  return { points: () => (mark ? mark.credit * sketch.points : 0), renumber: () => show(null) };
}
