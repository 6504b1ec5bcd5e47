// Native controls for a host without widgets: for each slider a range, and a number box for readers who know the value or cannot drag.
import { element, withUnit } from "./dom.js";
import { formatNumber, readNumber } from "./number.js";
import { scaleOf } from "./scale.js";

function makeControl(figure, slider) {
  const scale = scaleOf(slider);
  const id = `${figure.name}-${slider.name}`;
  const range = element("input", { type: "range", id, min: scale.min, max: scale.max, step: scale.step, autocomplete: "off" });
  // Not of type "number", whose reading of a comma depends on the browser's language: some make 42 of "4,2".
  const box = element("input", {
    type: "text", autocomplete: "off", inputmode: slider.low < 0 ? "text" : "decimal", spellcheck: "false",
    "aria-label": slider.unit ? `${slider.label}, in ${slider.unit}` : slider.label,
  });
  const row = element("div", { class: "lf-control" },
    element("label", { for: id }, slider.label), range, element("span", { class: "lf-box" }, box, element("span", { "aria-hidden": "true" }, slider.unit)));

  function show(value, typing = false) {
    range.value = scale.toPosition(value);
    // On paper, this attribute is what the row shows.
    row.dataset.now = withUnit(formatNumber(value, 4, true), slider.unit);
    range.setAttribute("aria-valuetext", row.dataset.now);
    if (!typing) box.value = Number(value.toPrecision(6));
    box.removeAttribute("aria-invalid");
  }
  range.addEventListener("input", () => figure.set(slider.name, scale.toValue(Number(range.value))));
  box.addEventListener("input", () => {
    const value = readNumber(box.value);
    if (value >= slider.low && value <= slider.high) figure.set(slider.name, value, true);
    else {
      box.setAttribute("aria-invalid", "true");
      const limits = `${slider.label} goes from ${formatNumber(slider.low, 4, true)} to ${withUnit(formatNumber(slider.high, 4, true), slider.unit)}`;
      figure.say(`${limits}${box.value.includes(",") && Number.isNaN(value) ? "; a number is written without a comma between its thousands" : ""}.`);
    }
  });
  // A refused number is not kept: the box shows again what the figure shows.
  box.addEventListener("blur", () => show(figure.value(slider.name)));
  return { row, show };
}

// Puts a control for each slider below the drawing and its legend.
export function addControls(root, figure, sliders) {
  const controls = new Map(sliders.map((slider) => [slider.name, makeControl(figure, slider)]));
  const group = element("div", { class: "lf-controls", role: "group", "aria-label": "Sliders of the figure" });
  group.append(...[...controls.values()].map(({ row }) => row));
  (root.querySelector(".lf-legend") || root.querySelector(".lf-drawing")).after(group);
  figure.onMove((name, value, typing) => controls.get(name).show(value, typing));
  for (const [name, control] of controls) control.show(figure.value(name));
}
