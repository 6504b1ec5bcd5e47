// Reading values: where a mouse hovers, a finger taps or arrow keys stop, a thin cross marks the place and a card says what is there.
import { element, pointerIn, svgElement } from "./dom.js";
import { pixel } from "./paths.js";
import { makeReadable } from "./readable.js";

const REACH = { mouse: 14, pen: 14, touch: 24 }; // points of the drawing
const QUIET = 400; // ms without a key before a screen reader hears the value
const STRIDES = { ArrowRight: 4, ArrowUp: 4, ArrowLeft: -4, ArrowDown: -4, PageUp: 24, PageDown: -24 };

const spoken = ({ head, lines, source }) =>
  `${[head, lines.map(({ name, value }) => `${name} ${value}`).join(", ")].filter(Boolean).join(": ")}${source ? `. ${source}` : ""}`;

// Lines through the place, and a dot on each curve.
function drawCross(svg, axes, run, places) {
  const [left, top, right, bottom] = axes.box;
  const inside = places.filter(({ y }) => y > top - 1 && y < bottom + 1);
  const cross = svgElement("g", { class: "lf-cross" });
  const [{ x }] = places;
  cross.append(svgElement("line", { x1: x, x2: x, y1: top, y2: bottom }));
  if (!run.along && inside.length) cross.append(svgElement("line", { x1: left, x2: right, y1: inside[0].y, y2: inside[0].y }));
  cross.append(...inside.map(({ y }) => svgElement("circle", { cx: x, cy: y, r: run.data ? 5 : 3 })));
  svg.append(cross);
  return cross;
}

function fillCard(card, { head, lines, source }, colorOf) {
  const rows = lines.map(({ curve, name, value }) => {
    const swatch = element("i");
    if (curve) swatch.style.background = colorOf(curve);
    return element("div", {}, element("span", {}, ...(curve ? [swatch] : []), name), element("span", {}, value));
  });
  card.replaceChildren(...(head ? [element("strong", {}, head)] : []), ...rows, ...(source ? [element("small", {}, source)] : []));
}

// Beside the place, on the side where there is room, and within the drawing.
function placeCard(card, frame, x, y) {
  const [width, height] = [card.offsetWidth, card.offsetHeight];
  const beside = Math.max(x, frame.width - x) > width + 14;
  const left = !beside ? x - width / 2 : x + 14 + width <= frame.width ? x + 14 : x - 14 - width;
  const top = beside ? y - height / 2 : y > frame.height / 2 ? 0 : frame.height - height;
  card.style.left = `${Math.max(0, Math.min(left, frame.width - width))}px`;
  card.style.top = `${Math.max(0, Math.min(top, frame.height - height))}px`;
}

export function addReading(root, figure, spec) {
  const readable = makeReadable(spec, figure);
  if (!readable.runs.length) return;
  const drawing = root.querySelector(".lf-drawing");
  const layouts = Object.entries(spec.layouts).map(([name, panels]) => ({ name, panels, svg: root.querySelector(`.lf-${name}`) }));
  const card = element("div", { class: "lf-card", "aria-hidden": "true", hidden: "" });
  drawing.append(card);
  let shown = null; // the place that is read: a run, and the number of a point on it
  let cross = null;

  const colorOf = ({ id }) => root.querySelector(`#${CSS.escape(`${spec.name}-${layouts[0].name}-${id}`)} path[d]`).style.stroke;
  function draw() {
    cross?.remove();
    const { panels, svg } = layouts.find((layout) => layout.svg.getBoundingClientRect().width > 0) ?? layouts[0];
    const said = readable.words(shown.run, shown.k);
    if (!said) { hide(); return; }
    const axes = panels[shown.run.panel];
    const places = readable.points(shown.run, shown.k).map(({ x, y }) => ({ x: pixel(axes.x, x), y: pixel(axes.y, y) }));
    cross = drawCross(svg, axes, shown.run, places);
    fillCard(card, said, colorOf);
    card.hidden = false;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const [{ x, y }] = places;
    const height = Number.isNaN(y) ? axes.box[1] : Math.min(axes.box[3], Math.max(axes.box[1], y));
    placeCard(card, drawing.getBoundingClientRect(), x * scale, height * scale);
  }
  function show(place) {
    if (shown && place.run === shown.run && place.k === shown.k) return;
    if (!shown) listen(true);
    shown = place;
    draw();
  }
  function hide() {
    if (!shown) return;
    listen(false);
    shown = null;
    cross?.remove();
    card.hidden = true;
  }
  const away = (event) => { if (!event.composedPath().includes(drawing)) hide(); };
  const escape = (event) => { if (event.key === "Escape") hide(); };
  function listen(on) {
    const change = on ? "addEventListener" : "removeEventListener";
    document[change]("pointerdown", away);
    document[change]("keydown", escape);
  }
  figure.onMove(() => { if (shown) draw(); });

  const isBusy = (event) => root.classList.contains("lf-guessing") || event.target.closest(".lf-handle");
  for (const { svg, panels } of layouts) followPointer(svg, { isBusy, show, hide, at: (place, kind) => readable.at(place, panels, REACH[kind]) });
  drawing.append(makeReader(readable, show, hide));
}

function followPointer(svg, { isBusy, show, hide, at }) {
  const read = (event) => {
    const place = isBusy(event) ? null : at(pointerIn(svg, event), event.pointerType);
    if (place) show(place);
    else hide();
  };
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    if (event.buttons) hide();
    else read(event);
  });
  svg.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") hide(); });
  // A tap reads. A finger that scrolls ends in pointercancel instead, and one that drags a state starts on its handle.
  svg.addEventListener("pointerup", (event) => { if (event.pointerType === "touch") read(event); });
}

// What the keyboard holds: one stop for the whole drawing, whose places are the points of all runs, one run after the other.
function makeReader(readable, show, hide) {
  const { runs, countOf } = readable;
  const total = () => runs.reduce((sum, run) => sum + countOf(run), 0);
  const node = element("div", { class: "lf-reader", tabindex: "0", role: "slider", "aria-label": "Values in the drawing", "aria-valuemin": "0", "aria-valuenow": "0" });
  let at = Math.floor(countOf(runs[0]) / 2);
  let waiting;
  const placeOf = (number) => {
    let k = number;
    for (const run of runs) {
      if (k < countOf(run)) return { run, k };
      k -= countOf(run);
    }
    return null;
  };
  const sayNow = () => {
    const { run, k } = placeOf(at);
    node.setAttribute("aria-valuemax", total() - 1);
    node.setAttribute("aria-valuenow", at);
    const said = readable.words(run, k);
    node.setAttribute("aria-valuetext", said ? spoken(said) : "no value here");
  };
  // Over places without a value, to the next that has one.
  function go(target, step) {
    let number = Math.max(0, Math.min(target, total() - 1));
    while (number >= 0 && number < total()) {
      const place = placeOf(number);
      if (readable.words(place.run, place.k)) {
        at = number;
        show(place);
        return;
      }
      number += step;
    }
  }
  node.addEventListener("focus", () => { go(Math.min(at, total() - 1), 1); sayNow(); });
  node.addEventListener("blur", hide);
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stride = placeOf(at).run.data || event.shiftKey ? Math.sign(STRIDES[event.key]) : STRIDES[event.key];
    if (stride) go(at + stride, Math.sign(stride));
    else if (event.key === "Home") go(0, 1);
    else if (event.key === "End") go(total() - 1, -1);
    else return;
    event.preventDefault();
    clearTimeout(waiting);
    waiting = setTimeout(sayNow, QUIET);
  });
  sayNow();
  return node;
}
