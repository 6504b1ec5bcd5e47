// What can be read in a figure's drawing: curves along x, curves with an x of their own, points of data. The values are the tape's own.
import { withUnit } from "./dom.js";
import { formatNumber } from "./number.js";
import { isSeen, item, lengthOf, pixel } from "./paths.js";

const DIGITS = 4;

// "temperature (K)" is a name and a unit.
function axis(label, name) {
  const parts = /^(.*\S)\s+\((.+)\)$/.exec(label);
  return parts ? { name: parts[1], unit: parts[2] } : { name: label || name, unit: "" };
}

const written = (value, { unit }) => withUnit(formatNumber(value, DIGITS, true), unit);
const isNamed = (curve) => curve.name && !curve.name.startsWith("_");

// The runs are what one can walk along: curves that share their x, one curve with an x of its own, or points of data.
function makeRuns(spec) {
  const runs = [];
  for (const curve of spec.artists.filter(({ kind, panel }) => kind === "curve" && spec.axes[panel])) {
    const along = spec.tape[curve.x][0] === "grid";
    const known = along && runs.find((run) => run.along && run.panel === curve.panel && run.curves[0].x === curve.x);
    if (known) known.curves.push(curve);
    else runs.push({ panel: curve.panel, along, curves: [curve] });
  }
  return [...runs, ...spec.data.map((data) => ({ panel: data.panel, data }))];
}

export function makeReadable(spec, figure) {
  const runs = makeRuns(spec);
  const labels = spec.axes.map((axes) => axes && { x: axis(axes[0], "x"), y: axis(axes[1], "y") });
  const values = (step) => figure.values()[step];
  const countOf = ({ data, curves }) => (data ? data.x.length : lengthOf(values(curves[0].x), values(curves[0].y)));

  const [panels] = Object.values(spec.layouts);
  // The points of a run at its place `k` that exist and have a place on the axis: their coordinates and the curves that they are on.
  function points({ panel, data, curves }, k) {
    if (data) return [{ x: data.x[k], y: data.y[k] }];
    return curves.map((curve) => ({ curve, x: item(values(curve.x), k), y: item(values(curve.y), k) }))
      .filter(({ x, y }) => Number.isFinite(y) && Number.isFinite(pixel(panels[panel].x, x)));
  }
  // The words for them: a heading, lines of a name and a value each, and a source; null where there is nothing.
  function words(run, k) {
    const { x: across, y: up } = labels[run.panel];
    const found = points(run, k);
    if (!found.length) return null;
    if (run.along) {
      return { head: `${across.name} ${written(found[0].x, across)}`,
        lines: found.map(({ curve, y }) => ({ curve, name: isNamed(curve) ? curve.name : up.name, value: written(y, up) })) };
    }
    const [{ curve, x, y }] = found;
    const head = run.data ? run.data.names[k] || run.data.label : isNamed(curve) ? curve.name : "";
    return { head, lines: [{ name: across.name, value: written(x, across) }, { name: up.name, value: written(y, up) }],
      source: run.data?.sources[k] };
  }
  // The nearest place of a run in a drawing with these axes, within so many of its points; k is -1 if there is none.
  function nearest(run, pointer, axes, reach) {
    let best = { distance: reach, k: -1 };
    for (let k = 0, n = countOf(run); k < n; k++) {
      for (const point of points(run, k)) {
        const [x, y] = [pixel(axes.x, point.x), pixel(axes.y, point.y)];
        const distance = Math.hypot(x - pointer.x, run.along ? 0 : y - pointer.y);
        if ((run.along || isSeen(axes, x, y)) && distance < best.distance) best = { distance, k };
      }
    }
    return best.k;
  }
  // What a pointer at this place of a drawing means: points of data first, then loops close by, then curves along x.
  function at(pointer, layout, reach) {
    const panel = layout.findIndex(({ box: [left, top, right, bottom] }, number) =>
      spec.axes[number] && pointer.x > left - 3 && pointer.x < right + 3 && pointer.y > top - 3 && pointer.y < bottom + 3);
    const here = runs.filter((run) => run.panel === panel);
    const within = (run) => (run.data ? reach : run.along ? 5 : here.some(({ along }) => along) ? reach : 4 * reach);
    for (const kind of [(run) => run.data, (run) => !run.data && !run.along, (run) => run.along]) {
      const found = here.filter(kind).map((run) => ({ run, k: nearest(run, pointer, layout[panel], within(run)) })).find(({ k }) => k >= 0);
      if (found) return found;
    }
    return null;
  }
  return { runs, countOf, points, words, at };
}
