// How a slider's position and its value belong together. A logarithmic slider counts the steps of the exponent, because a range with
// a fractional step may stop short of its end. Its value is rounded to three digits, as a reader would write it; its ends are exact.
export function scaleOf({ low, high, log, step }) {
  if (!log) return { min: low, max: high, step, toValue: (position) => position, toPosition: (value) => value };
  const ratio = high / low;
  const steps = Math.round(Math.log10(ratio) / step);
  const rounded = (value) => Math.min(high, Math.max(low, Number(value.toPrecision(3))));
  return {
    min: 0, max: steps, step: 1,
    toPosition: (value) => (steps * Math.log(value / low)) / Math.log(ratio),
    toValue: (position) => (position === 0 ? low : position === steps ? high : rounded(low * ratio ** (position / steps))),
  };
}

// The value nearest to `value` that the slider can take.
export function snapped(slider, value) {
  const scale = scaleOf(slider);
  const steps = Math.round((scale.toPosition(Math.min(slider.high, Math.max(slider.low, value))) - scale.min) / scale.step);
  return scale.toValue(Math.min(scale.max, Number((scale.min + steps * scale.step).toPrecision(12))));
}
