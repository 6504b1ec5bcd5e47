// How each kind of artist follows the sliders. A mover gets the moving part (its element, its artist, its axes) and the values of the
// tape. The names in `artist` are those that the Python class of the same kind gives its expressions: `artist.x` is the number of a
// step, and `values[artist.x]` is its value, a number or an array along the curve.
import { pointBeyond } from "./beyond.js";
import { isSeen, item, nearestSeen, outline, pixel, trace } from "./paths.js";
import { cell, closed, paint, put, scatter } from "./shades.js";

const backwards = (values) => Float64Array.from(values).reverse();

// One edge of a band, where the other edge exists too.
const edgeWhere = (edge, other, n) => Float64Array.from({ length: n }, (_, k) => (Number.isNaN(item(other, k)) ? NaN : item(edge, k)));

// Where a part is, if that is within the axes; else it is not seen.
function place(part, x, y) {
  const seen = isSeen(part.axes, x, y);
  part.group.setAttribute("visibility", seen ? "visible" : "hidden");
  part.at = seen ? [x, y] : null;
}

export function leave(part) {
  part.group.setAttribute("visibility", "hidden");
  part.at = null;
}

// The words' own place is found when all parts have moved (labels.js).
function write(part, x, y, fillSlots) {
  part.words = fillSlots(part.artist.text);
  if (part.moved.textContent !== part.words) part.moved.textContent = part.words;
  place(part, x, y);
}

export const MOVERS = {
  curve({ moved, axes, artist: { x, y } }, values) {
    moved.setAttribute("d", trace(values[x], values[y], axes));
  },
  band({ moved, axes, artist: { x, lower, upper } }, values) {
    const along = values[x];
    const below = edgeWhere(values[lower], values[upper], along.length);
    const above = edgeWhere(values[upper], values[lower], along.length);
    moved.setAttribute("d", outline([[along, below], [backwards(along), backwards(above)]], axes));
  },
  fill({ moved, axes, artist }, values) {
    const edges = [];
    for (let k = 0; `x${k}` in artist; k++) edges.push([values[artist[`x${k}`]], values[artist[`y${k}`]]]);
    moved.setAttribute("d", outline(edges, axes));
  },
  shape({ moved, axes, artist }, values) {
    const corners = [];
    for (let k = 0; `x${k}` in artist; k++) corners.push([values[artist[`x${k}`]], values[artist[`y${k}`]]]);
    moved.setAttribute("d", closed(corners, axes));
    if (artist.scale) paint(moved, values[artist.shade], artist.scale);
  },
  gradient({ all, axes, artist }, values) {
    const bar = ["x0", "y0", "x1", "y1", "thickness"].map((name) => values[artist[name]]);
    all.forEach((node, k) => {
      put(node, "d", closed(cell(bar, k, all.length), axes));
      paint(node, item(values[artist.shade], k), artist.scale, true);
    });
  },
  parcels({ all, axes, artist }, values) {
    scatter(all, values[artist.x], values[artist.y], axes);
    if (artist.scale) all.forEach((node, k) => paint(node, item(values[artist.shade], k), artist.scale));
  },
  line({ moved, axes, artist: { x, y } }, values) {
    const [left, top, right, bottom] = axes.box;
    const level = x === undefined;
    const at = level ? pixel(axes.y, values[y]) : pixel(axes.x, values[x]);
    moved.setAttribute("d", Number.isNaN(at) ? "" : level ? `M${left} ${at}L${right} ${at}` : `M${at} ${bottom}L${at} ${top}`);
  },
  point(part, values) {
    const { artist, axes, moved, handle } = part;
    const [x, y] = [pixel(axes.x, values[artist.x]), pixel(axes.y, values[artist.y])];
    place(part, x, y);
    part.arrow?.remove();
    if (!part.at) {
      if (!Number.isNaN(x + y)) pointBeyond(part, x, y);
      return;
    }
    moved.setAttribute("x", x);
    moved.setAttribute("y", y);
    if (handle) { handle.setAttribute("cx", x); handle.setAttribute("cy", y); }
  },
  text(part, values, fillSlots) {
    write(part, pixel(part.axes.x, values[part.artist.x]), pixel(part.axes.y, values[part.artist.y]), fillSlots);
  },
  name(part, values, fillSlots) {
    const { artist, axes } = part;
    const [x, y] = [pixel(axes.x, values[artist.x]), pixel(axes.y, values[artist.y])];
    write(part, x, y, fillSlots);
    if (!part.at) place(part, ...nearestSeen(values[artist.along_x], values[artist.along_y], axes, x, y));
  },
  edge(part, values, fillSlots) {
    const { artist: { x, y }, axes } = part;
    write(part, x === undefined ? axes.box[2] : pixel(axes.x, values[x]), y === undefined ? axes.box[1] : pixel(axes.y, values[y]), fillSlots);
  },
};
