// Symbols of a displayed formula that are sliders of a figure: each gets a handle over it, and shows its number while it is held.
// The handle is an HTML element beside the formula, because browsers differ in what they let MathML do.
import { element } from "./dom.js";
import { describe, makeDraggable } from "./drag.js";

const LEAST = 24; // pixels, a finger's target

export function wakeSymbols(figure) {
  for (const formula of document.querySelectorAll(`[data-live-formula="${CSS.escape(figure.name)}"]`)) {
    const pairs = [...formula.querySelectorAll("[data-slot]")].map((symbol) => [symbol, wakeSymbol(symbol, formula, figure)]);
    // The formula may have another size once its section is drawn, and its letters other places once its font is there.
    const watch = new ResizeObserver(() => place(formula, pairs));
    for (const box of [formula, formula.querySelector("math")]) watch.observe(box);
    document.fonts.addEventListener("loadingdone", () => place(formula, pairs));
  }
}

function wakeSymbol(symbol, formula, figure) {
  const slider = figure.spec.sliders.find(({ name }) => name === symbol.dataset.slot);
  const first = formula.querySelector(`[data-slot="${CSS.escape(slider.name)}"]`) === symbol;
  const handle = element("span", { class: "lf-symbol" });
  // A symbol that stands twice in a formula is one slider to the Tab key and to a screen reader.
  if (first) describe(handle, figure, slider, `${symbol.textContent}, ${slider.label}`);
  else handle.setAttribute("aria-hidden", "true");
  figure.onDraw(() => { handle.dataset.shown = figure.fill(`{${slider.name}}`); });
  makeDraggable(handle, figure, slider);
  formula.append(handle);
  return handle;
}

function place(formula, pairs) {
  const frame = formula.getBoundingClientRect();
  const head = formula.querySelector("math").getBoundingClientRect().top;
  for (const [symbol, handle] of pairs) {
    const { left, top, width, height } = symbol.getBoundingClientRect();
    const [right, up] = [width, height].map((size) => Math.max(0, LEAST - size) / 2); // by how much the handle is larger, on each side
    const lengths = {
      left: left - frame.left + formula.scrollLeft - right, top: top - frame.top + formula.scrollTop - up,
      width: width + 2 * right, height: height + 2 * up,
      "--lf-right": right, "--lf-up": up, // the line is right under the symbol
      "--lf-above": Math.max(0, top - up - head), // the number stands above the formula
    };
    for (const [name, length] of Object.entries(lengths)) handle.style.setProperty(name, `${length}px`);
  }
}
