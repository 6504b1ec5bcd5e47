// A reader's guess as a mark on an axis of the drawing, and beside it, once it may be seen, what is true.
import { makeWords } from "./beside.js";
import { pointerIn, svgElement } from "./dom.js";
import { makeHandle } from "./handles.js";
import { dataAt, pixel } from "./paths.js";

const set = (node, attributes) => { for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); };
const show = (on, ...nodes) => { for (const node of nodes) node.style.display = on ? "" : "none"; };

// From a guess to a place in the drawing, and back. `place` says how a guess becomes a coordinate on one axis, and where it stands on the
// other; null there is the middle.
function makeMap(axes, { axis, factor, shift, other }) {
  const [left, top, right, bottom] = axes.box;
  const level = axis === "y";
  const middle = level ? (left + right) / 2 : (top + bottom) / 2;
  const across = other === null ? middle : pixel(axes[level ? "x" : "y"], other);
  return {
    spot(value) {
      const along = pixel(axes[axis], factor * value + shift);
      return level ? { x: across, y: along } : { x: along, y: across };
    },
    meant: (pointer) => (dataAt(axes[axis], pointer[axis]) - shift) / factor,
    lineAt: ({ x, y }) => (level ? { x1: left, x2: right, y1: y, y2: y } : { x1: x, x2: x, y1: top, y2: bottom }),
    holds: ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom,
  };
}

// `choose(value)` gets each value to which the mark is dragged or set.
export function makeMark(svg, axes, place, choose) {
  const { spot, meant, lineAt, holds } = makeMap(axes, place);
  const part = (tag, name, attributes = {}) => svgElement(tag, { class: `lf-mark-${name}`, ...attributes });
  const [line, gap] = [part("line", "line"), part("line", "gap")];
  const [dot, knob] = [part("circle", "dot", { r: 4.5 }), part("circle", "knob", { r: 5.5 })];
  const [truthWords, guessWords] = [part("text", "words"), part("text", "words")];
  const group = svgElement("g", { class: `lf-mark lf-mark-${place.axis}` });
  group.append(line, gap, dot, knob, truthWords, guessWords);
  const grip = makeHandle(svg, group, meant, { setAll: choose });
  svg.append(group);
  const { begin, settle } = makeWords(svg, axes.box);
  let words = [];
  let isOpen = false;
  svg.addEventListener("click", (event) => {
    const pointer = pointerIn(svg, event);
    if (!isOpen && holds(pointer)) choose(meant(pointer));
  });

  // A guess that may still move, {value, text}.
  function ask(guess) {
    const at = spot(guess.value);
    isOpen = false;
    words = [{ node: guessWords, text: guess.text, at }];
    set(line, lineAt(at));
    for (const node of [knob, grip]) set(node, { cx: at.x, cy: at.y });
    show(true, line, grip, knob, guessWords);
    show(false, gap, dot, truthWords);
    begin(words);
  }
  // What is true, and the guess if there is one.
  function open(guess, truth) {
    const [there, here] = [spot(truth.value), spot((guess ?? truth).value)];
    isOpen = true;
    words = [{ node: truthWords, text: truth.text, at: there }, ...(guess ? [{ node: guessWords, text: guess.text, at: here }] : [])];
    set(dot, { cx: there.x, cy: there.y });
    set(knob, { cx: here.x, cy: here.y });
    set(gap, { x1: here.x, y1: here.y, x2: there.x, y2: there.y });
    show(false, line, grip);
    show(true, dot);
    show(guess, gap, knob);
    show(false, truthWords, guessWords);
    begin(words);
  }
  // Whether there are words at the marks.
  const name = (on) => show(on, ...words.map(({ node }) => node));
  return { ask, open, name, settle: () => settle(words) };
}
