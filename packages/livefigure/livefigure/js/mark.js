// A reader's guess as a mark on an axis of the drawing, and beside it, once it may be seen, what is true.
import { pointerIn, svgElement } from "./dom.js";
import { makeHandle } from "./handles.js";
import { pixel } from "./paths.js";

const HEIGHT = 13; // of words [points]

// `place` says how a guess becomes a coordinate on one axis, and where it stands on the other; null there is the middle. `choose(value)`
// gets each value to which the mark is dragged.
export function makeMark(svg, axes, { axis, factor, shift, other }, choose) {
  const [left, top, right, bottom] = axes.box;
  const level = axis === "y";
  const [from, to] = level ? [left, right] : [top, bottom];
  const across = other === null ? (from + to) / 2 : pixel(axes[level ? "x" : "y"], other);
  const { log, slope, offset } = axes[axis];
  const spot = (value) => {
    const along = pixel(axes[axis], factor * value + shift);
    return level ? { x: across, y: along } : { x: along, y: across };
  };
  const meant = (pointer) => {
    const along = (pointer[axis] - offset) / slope;
    return ((log ? 10 ** along : along) - shift) / factor;
  };
  const line = svgElement("line", { class: "lf-mark-line" });
  const knob = svgElement("circle", { class: "lf-mark-knob", r: 5.5 });
  const gap = svgElement("line", { class: "lf-mark-gap" });
  const dot = svgElement("circle", { class: "lf-mark-dot", r: 4.5 });
  const [words, truth] = [svgElement("text", { class: "lf-mark-words" }), svgElement("text", { class: "lf-mark-words" })];
  const group = svgElement("g", { class: `lf-mark lf-mark-${axis}` });
  group.append(line, gap, dot, knob, truth, words);
  const grip = makeHandle(svg, group, meant, { setAll: choose });
  svg.append(group);
  let isOpen = false;
  svg.addEventListener("click", (event) => {
    const pointer = pointerIn(svg, event);
    const inside = pointer.x >= left && pointer.x <= right && pointer.y >= top && pointer.y <= bottom;
    if (!isOpen && inside) choose(meant(pointer));
  });

  const set = (node, attributes) => { for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); };
  // Words beside a place, toward the middle of the axes; above it, unless that is outside of them or `below` is wanted and is not.
  function write(node, text, { x, y }, below = false) {
    const start = x < (left + right) / 2;
    const under = y - HEIGHT < top || (below && y + HEIGHT < bottom);
    node.textContent = text;
    set(node, { x: x + (start ? 9 : -9), y: y + (under ? HEIGHT : -6), "text-anchor": start ? "start" : "end" });
  }
  // A guess that may still move.
  function ask(value, text) {
    isOpen = false;
    const { x, y } = spot(value);
    set(line, level ? { x1: left, x2: right, y1: y, y2: y } : { x1: x, x2: x, y1: top, y2: bottom });
    set(knob, { cx: x, cy: y });
    set(grip, { cx: x, cy: y });
    write(words, text, { x, y });
    for (const node of [line, grip, knob, words]) node.style.display = "";
    for (const node of [gap, dot, truth]) node.style.display = "none";
  }
  // The truth, and the guess if there is one.
  function open(value, text, true_, truthWords) {
    isOpen = true;
    const there = spot(true_);
    set(dot, { cx: there.x, cy: there.y });
    for (const node of [line, grip]) node.style.display = "none";
    for (const node of [dot, truth]) node.style.display = "";
    for (const node of [gap, knob, words]) node.style.display = value === null ? "none" : "";
    const here = value === null ? there : spot(value);
    set(knob, { cx: here.x, cy: here.y });
    set(gap, { x1: here.x, y1: here.y, x2: there.x, y2: there.y });
    // Words of marks that lie close together do not lie on one another.
    const close = Math.abs(here.y - there.y) < 2 * HEIGHT && value !== null;
    write(truth, truthWords, there, close && there.y > here.y);
    write(words, text, here, close && there.y <= here.y);
  }
  return { ask, open };
}
