// Parts of pictures: areas and markers whose colour follows a value on a scale (scale.py), and the cells of a bar.
import { isSeen, item, pixel } from "./paths.js";

const LEVELS = 25; // the stylesheet's colours --lf-s0 to --lf-s24

const written = new WeakMap(); // what each element has, since to write it costs more than to compute it

function changes(node, name, value) {
  const known = written.get(node);
  if (known?.[name] === value) return false;
  if (known) known[name] = value;
  else written.set(node, { [name]: value });
  return true;
}

export function put(node, name, value) {
  if (changes(node, name, value)) node.setAttribute(name, value);
}

// The colour of a value.
export function paint(node, value, [low, high], edge = false) {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low) || 0));
  const level = Math.floor((LEVELS - 1) * share + 0.5);
  if (!changes(node, "level", level)) return;
  const color = `var(--lf-s${level})`;
  node.style.fill = color;
  if (edge) node.style.stroke = color;
}

// The corners of an area, as a path; empty where one does not exist.
export function closed(corners, axes) {
  const places = corners.map(([x, y]) => [pixel(axes.x, x), pixel(axes.y, y)]);
  return places.flat().some(Number.isNaN) ? "" : `M${places.map((place) => place.join(" ")).join("L")}Z`;
}

// The four corners of a bar's cell, `k` of `count`.
export function cell([x0, y0, x1, y1, thickness], k, count) {
  const [right, up] = x0 === x1 ? [thickness / 2, 0] : [0, thickness / 2];
  const [from, to] = [k / count, (k + 1) / count].map((share) => [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share]);
  return [[from[0] - right, from[1] - up], [to[0] - right, to[1] - up], [to[0] + right, to[1] + up], [from[0] + right, from[1] + up]];
}

// Markers at their places; one that has no place, or lies outside the axes, is not shown.
export function scatter(nodes, X, Y, axes) {
  nodes.forEach((node, k) => {
    const [x, y] = [pixel(axes.x, item(X, k)), pixel(axes.y, item(Y, k))];
    const seen = isSeen(axes, x, y);
    if (changes(node, "seen", seen)) node.style.display = seen ? "" : "none";
    if (seen) { put(node, "x", x); put(node, "y", y); }
  });
}
