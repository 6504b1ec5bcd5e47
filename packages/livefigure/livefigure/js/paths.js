// From values to an SVG's coordinates, through matplotlib's own axis maps.
const FAR = 1e6;

export function pixel({ log, slope, offset }, value) {
  const position = slope * (log ? Math.log10(value) : value) + offset;
  return position > FAR ? FAR : position < -FAR ? -FAR : Math.round(position * 100) / 100;
}

// The value at a place of an axis: what `pixel` places there.
export function dataAt({ log, slope, offset }, place) {
  const along = (place - offset) / slope;
  return log ? 10 ** along : along;
}

// Whether a place is within the axes.
export const isSeen = ({ box: [left, top, right, bottom] }, x, y) => x > left - 1 && x < right + 1 && y > top - 1 && y < bottom + 1;

export const item = (values, k) => (typeof values === "number" ? values : values[k]);
export const lengthOf = (...all) => all.reduce((n, values) => (typeof values === "number" ? n : values.length), 1);

// The path through a curve's points; it breaks where a value does not exist.
export function trace(X, Y, axes) {
  let path = "";
  let drawing = false;
  for (let k = 0, n = lengthOf(X, Y); k < n; k++) {
    const x = pixel(axes.x, item(X, k));
    const y = pixel(axes.y, item(Y, k));
    if (Number.isNaN(x) || Number.isNaN(y)) { drawing = false; continue; }
    path += `${drawing ? "L" : "M"}${x} ${y}`;
    drawing = true;
  }
  return path;
}

// The closed area along several parts, one after the other.
export function outline(parts, axes) {
  const path = parts.map(([X, Y]) => trace(X, Y, axes)).join("").replace(/(?!^)M/g, "L");
  return path && `${path}Z`;
}

// The place on a curve that is seen and nearest to (x, y); some place in the middle of what is seen if there is no (x, y).
export function nearestSeen(X, Y, axes, x, y) {
  const places = Array.from({ length: lengthOf(X, Y) }, (_, k) => [pixel(axes.x, item(X, k)), pixel(axes.y, item(Y, k))]);
  const seen = places.filter((place) => isSeen(axes, ...place));
  if (seen.length === 0) return [NaN, NaN];
  if (Number.isNaN(x) || Number.isNaN(y)) return seen[seen.length >> 1];
  const distance = ([u, v]) => (u - x) ** 2 + (v - y) ** 2;
  return seen.reduce((near, place) => (distance(place) < distance(near) ? place : near));
}
