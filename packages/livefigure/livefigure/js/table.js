// A function given by its values at nodes, interpolated by cubics: the same operations as in interpolation.py, in the same order.
import { unpack } from "./packing.js";

const STENCIL = 5;
const TOLERANCE = 1e-12;
const ODD = Array.from({ length: 11 }, (_, k) => 1 / (2 * k + 1));

// The base-2 logarithm of numbers not below 1.
function log2(u) {
  let whole = 0;
  while (u >= 2) { u *= 0.5; whole++; }
  const s = (u - Math.SQRT2) / (u + Math.SQRT2);
  const square = s * s;
  let total = 0;
  for (let k = ODD.length - 1; k >= 0; k--) total = total * square + ODD[k];
  return whole + (0.5 + total * s * (2 / Math.LN2));
}

// position(x): counted in nodes from 0; NaN outside the table.
function makeAxis({ low, high, log, count }) {
  const scale = (count - 1) / (log ? log2(high / low) : high - low);
  const from = low - (log ? low : high - low) * TOLERANCE;
  const to = high + (log ? high : high - low) * TOLERANCE;
  const position = (x) => {
    if (!(x >= from && x <= to)) return NaN;
    const within = Math.min(Math.max(x, low), high);
    return (log ? log2(within / low) : within - low) * scale;
  };
  return { position, left: (place) => Math.max(Math.min(Math.floor(place), count - 2), 0), count };
}

function slopeWeights(size, at) {
  return Array.from({ length: size }, (_, k) => {
    let weight = k === at ? 0 : 1;
    for (let m = 0; m < size; m++) {
      if (m === k) continue;
      if (k === at) weight += 1 / (at - m);
      else weight = m === at ? weight / (k - m) : (weight * (at - m)) / (k - m);
    }
    return weight;
  });
}

// The slopes along every line of a table: `count` nodes, `stride` apart, from each of `starts`.
function slopes(values, starts, count, stride) {
  const result = new Float64Array(values.length).fill(NaN);
  const weights = Array.from({ length: STENCIL + 1 }, (_, size) => [...Array.from({ length: size }).keys()].map((at) => slopeWeights(size, at)));
  const exists = (k) => !Number.isNaN(values[k]);
  for (const origin of starts) {
    for (let start = 0, end = 0; start < count; start = end + 1) {
      for (end = start; end < count && exists(origin + end * stride);) end++;
      const size = Math.min(STENCIL, end - start);
      for (let node = start; node < end; node++) {
        const first = Math.min(Math.max(node - (STENCIL - 1) / 2, start), end - size);
        let total = 0;
        for (let k = 0; k < size; k++) total += weights[size][node - first][k] * values[origin + (first + k) * stride];
        result[origin + node * stride] = total;
      }
    }
  }
  return result;
}

const lineThrough = (p, q, t) => p + t * (q - p);
const cubic = (p, q, r, s, t) => p + t * (r + t * (3 * (q - p) - 2 * r - s + t * (2 * (p - q) + r + s)));

// Returns a function of one or two numbers.
export function makeTable(spec) {
  const f = unpack(spec.values, spec.prediction, spec.axes.at(-1).count).map((steps) => spec.low + steps * spec.step);
  const [first, second] = spec.axes.map(makeAxis);
  const origins = (count, stride) => Array.from({ length: count }, (_, k) => k * stride);
  if (!second) {
    const d = slopes(f, [0], first.count, 1);
    return (x) => {
      const place = first.position(x);
      if (place !== place) return NaN;
      const i = first.left(place);
      return spec.linear ? lineThrough(f[i], f[i + 1], place - i) : cubic(f[i], f[i + 1], d[i], d[i + 1], place - i);
    };
  }
  const width = second.count;
  const across = slopes(f, origins(width, 1), first.count, width);
  const [along, twist] = [f, across].map((part) => slopes(part, origins(first.count, width), width, 1));
  const cut = (part, slope, k, w) => cubic(part[k], part[k + 1], slope[k], slope[k + 1], w);
  return (x, y) => {
    const place = first.position(x);
    const other = second.position(y);
    if (place !== place || other !== other) return NaN;
    const i = first.left(place);
    const j = second.left(other);
    const t = place - i;
    const w = other - j;
    const k = i * width + j;
    if (spec.linear) return lineThrough(lineThrough(f[k], f[k + 1], w), lineThrough(f[k + width], f[k + width + 1], w), t);
    return cubic(cut(f, along, k, w), cut(f, along, k + width, w), cut(across, twist, k, w), cut(across, twist, k + width, w), t);
  };
}
