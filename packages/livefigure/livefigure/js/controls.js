// Native controls for a host without widgets: for each slider a range, and a box for readers who know the value or cannot drag.
import { element, unitOf, withUnit } from "./dom.js";
import { formatNumber } from "./number.js";
import { scaleOf } from "./scale.js";
import { readQuantity } from "./units.js";

export function makeControl(figure, slider) {
  const scale = scaleOf(slider);
  const id = `${figure.name}-${slider.name}`;
  const range = element("input", { type: "range", id, min: scale.min, max: scale.max, step: scale.step, autocomplete: "off" });
  // Not of type "number", whose reading of a comma depends on the browser's language: some make 42 of "4,2".
  const box = element("input", {
    type: "text", autocomplete: "off", inputmode: slider.low < 0 ? "text" : "decimal", spellcheck: "false",
    "aria-label": slider.unit && !slider.one ? `${slider.label}, in ${slider.unit}` : slider.label, "aria-describedby": `${id}-complaint`,
  });
  const unit = element("span", { "aria-hidden": "true" });
  const complaint = element("p", { class: "lf-complaint", id: `${id}-complaint`, "aria-live": "polite" });
  const row = element("div", { class: "lf-control" }, element("label", { for: id }, slider.label), range,
    element("span", { class: "lf-box" }, box, unit), complaint);

  function complain(text) {
    complaint.textContent = text;
    if (text) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
  function show(value, typing = false) {
    range.value = scale.toPosition(value);
    // On paper, this attribute is what the row shows.
    row.dataset.now = figure.fill(`{${slider.name}}`);
    unit.textContent = unitOf(slider, value);
    range.setAttribute("aria-valuetext", row.dataset.now);
    if (!typing) box.value = Number(value.toPrecision(figure.playing ? 3 : 6));
    complain("");
  }
  followRange(range, figure, slider, scale);
  box.addEventListener("input", () => {
    const { value, complaint: problem } = readQuantity(box.value, slider.unit, slider.one);
    if (problem) complain(problem);
    else if (value >= slider.low && value <= slider.high) figure.set(slider.name, value, true);
    else complain(`${slider.label} goes from ${formatNumber(slider.low, 4, true)} to ${withUnit(formatNumber(slider.high, 4, true), slider.unit)}.`);
  });
  // The box shows again what the figure shows, and a number that was refused is not kept.
  box.addEventListener("blur", () => show(figure.value(slider.name)));
  return { row, show };
}

function followRange(range, figure, slider, scale) {
  let before;
  range.addEventListener("input", () => figure.set(slider.name, scale.toValue(Number(range.value))));
  // A finger that goes up or down scrolls the page, and the slider goes back to where it was.
  range.addEventListener("pointerdown", () => { before = figure.value(slider.name); });
  range.addEventListener("pointercancel", () => figure.set(slider.name, before));
}

// Puts a control for each slider below the drawing and its legend, with the buttons that play. Returns the group of them: on a phone it
// stays at the foot of the screen while the drawing is in view.
export function addControls(root, figure, sliders) {
  const controls = new Map(sliders.map((slider) => [slider.name, makeControl(figure, slider)]));
  const group = element("div", { class: "lf-controls", role: "group", "aria-label": `Sliders of ${figure.name}` });
  const play = root.querySelector(".lf-play");
  group.append(...(play ? [play] : []), ...[...controls.values()].map(({ row }) => row));
  (root.querySelector(".lf-legend") || root.querySelector(".lf-drawing")).after(group);
  figure.onMove((name, value, typing) => controls.get(name).show(value, typing));
  for (const [name, control] of controls) control.show(figure.value(name));
  return group;
}
