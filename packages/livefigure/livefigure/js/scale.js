// How a slider's position and its value belong together. A logarithmic slider counts its stops (slider.py); an even one has its values
// for positions.
export function scaleOf({ low, high, step, stops }) {
  if (!stops) return { min: low, max: high, step, toValue: (position) => position, toPosition: (value) => value };
  return { min: 0, max: stops.length - 1, step: 1, toValue: (position) => stops[Math.round(position)], toPosition: (value) => nearest(stops, value) };
}

// The share of a range, even or logarithmic, at which a value lies, and the value at a share.
export const shareOf = ({ low, high, log }, value) => (log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
export const valueOf = ({ low, high, log }, share) => (log ? low * (high / low) ** share : low + share * (high - low));

// The place of the stop nearest to a value, by their ratio.
function nearest(stops, value) {
  let [low, high] = [0, stops.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stops[middle] <= value) low = middle;
    else high = middle;
  }
  return value / stops[low] < stops[high] / value ? low : high;
}

// The value nearest to `value` that the slider can take.
export function snapped(slider, value) {
  const scale = scaleOf(slider);
  return valueAt(scale, stepsTo(scale, Math.min(slider.high, Math.max(slider.low, value))));
}

// How many steps above the lowest the stop nearest to a value lies.
export const stepsTo = (scale, value) => Math.round((scale.toPosition(value) - scale.min) / scale.step);

// The value so many steps above the lowest.
export function valueAt(scale, steps) {
  return scale.toValue(Math.min(scale.max, Number((scale.min + steps * scale.step).toPrecision(12))));
}
