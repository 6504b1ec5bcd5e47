// Native controls for a page without a kernel: a range, and a number box for who knows the value or cannot drag.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const withUnit = (text, unit) => (unit ? `${text}\u00a0${unit}` : text);

// A logarithmic slider counts the steps of the exponent, for a range with a broken step may stop short of its end. Its value is
// rounded to what a reader would write; its ends are exact.
function scaleOf({ low, high, log, step }) {
  if (!log) return { min: low, max: high, step, toValue: (at) => at, toPlace: (value) => value };
  const ratio = high / low;
  const steps = Math.round(Math.log10(ratio) / step);
  const rounded = (value) => Math.min(high, Math.max(low, Number(value.toPrecision(3))));
  return {
    min: 0, max: steps, step: 1,
    toPlace: (value) => (steps * Math.log(value / low)) / Math.log(ratio),
    toValue: (at) => (at === 0 ? low : at === steps ? high : rounded(low * ratio ** (at / steps))),
  };
}

// The value nearest to `value` that the slider can take.
function snapped(slider, value) {
  const scale = scaleOf(slider);
  const steps = Math.round((scale.toPlace(Math.min(slider.high, Math.max(slider.low, value))) - scale.min) / scale.step);
  return scale.toValue(Math.min(scale.max, Number((scale.min + steps * scale.step).toPrecision(12))));
}

function makeControl(figure, slider, say) {
  const scale = scaleOf(slider);
  const id = `${figure.name}-${slider.name}`;
  const range = element("input", { type: "range", id, min: scale.min, max: scale.max, step: scale.step, autocomplete: "off" });
  const box = element("input", {
    type: "number", min: slider.low, max: slider.high, step: "any", autocomplete: "off", inputmode: "decimal",
    "aria-label": slider.unit ? `${slider.label}, in ${slider.unit}` : slider.label,
  });
  const row = element("div", { class: "lf-control" },
    element("label", { for: id }, slider.label), range, element("span", { class: "lf-box" }, box, element("span", { "aria-hidden": "true" }, slider.unit)));

  function show(value, typing = false) {
    range.value = scale.toPlace(value);
    // On paper the row's own words say it.
    range.setAttribute("aria-valuetext", row.dataset.now = withUnit(formatNumber(value, 4, true), slider.unit));
    if (!typing) box.value = Number(value.toPrecision(6));
    box.removeAttribute("aria-invalid");
  }
  range.addEventListener("input", () => figure.set(slider.name, scale.toValue(Number(range.value))));
  box.addEventListener("input", () => {
    const value = box.valueAsNumber;
    if (value >= slider.low && value <= slider.high) figure.set(slider.name, value, true);
    else {
      box.setAttribute("aria-invalid", "true");
      say(`${slider.label} goes from ${formatNumber(slider.low, 4, true)} to ${withUnit(formatNumber(slider.high, 4, true), slider.unit)}.`);
    }
  });
  // What was typed and cannot be is not kept: the box shows again what the figure shows.
  box.addEventListener("blur", () => show(figure.value(slider.name)));
  return { row, show };
}
