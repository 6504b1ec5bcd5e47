// Credit and message for a sketch: the same rules as coursework.marking.sketches.
import { general } from "./general.js";

const RIGHT = "Right, as far as a sketch can show it.";
const BLANK = "Nothing is drawn yet: drag the dots.";
const pairs = (values) => values.slice(1).map((after, k) => [values[k], after]);
const along = ({ log }, place) => (log ? Math.log(place) : place);

// The line is where it should be, to within a distance.
function near({ line, within, low, high }, { lines }, drawn) {
  const { at, right } = lines[line];
  const k = drawn[line].findIndex((height, place) => Math.abs(height - right[place]) > within);
  return k < 0 ? "" : (drawn[line][k] < right[k] ? low : high).replaceAll("{at}", general(at[k]));
}

// The line rises all the way, or falls if `sign` is -1.
const slope = ({ line, sign, message }, entry, drawn) => (pairs(drawn[line]).every(([before, after]) => sign * (after - before) > 0) ? "" : message);

// The height of a drawn line at any place: straight between its dots, level beyond them.
function heightAt({ at }, heights, place, entry) {
  if (place <= at[0]) return heights[0];
  const k = at.findIndex((here) => place <= here);
  if (k < 0) return heights.at(-1);
  const [from, to] = [along(entry, at[k - 1]), along(entry, at[k])];
  return heights[k - 1] + ((heights[k] - heights[k - 1]) * (along(entry, place) - from)) / (to - from);
}

// Two lines cross once, and at the right place to within a factor.
function crossing({ lines: numbers, at, factor, low, high, never, often }, entry, drawn) {
  const places = [...new Set(numbers.flatMap((number) => entry.lines[number].at))].sort((a, b) => a - b);
  const [one, other] = numbers.map((number) => places.map((place) => heightAt(entry.lines[number], drawn[number], place, entry)));
  const apart = places.map((place, k) => [along(entry, place), one[k] - other[k]]).filter(([, d]) => d !== 0);
  const changes = pairs(apart).filter(([[, d], [, e]]) => d * e < 0);
  if (changes.length !== 1) return changes.length ? often : never;
  const [[[x, d], [to, e]]] = changes;
  const off = x + ((to - x) * d) / (d - e) - along(entry, at);
  return Math.abs(off) <= along(entry, factor) ? "" : off < 0 ? low : high;
}

const RULES = { near, slope, crossing };

// {credit, message}; `entry` has the values for the reader's numbers, and `drawn` the heights of each line.
export function markSketch(entry, drawn) {
  if (drawn.flat().every((height) => height === entry.start)) return { credit: 0, message: BLANK };
  const told = entry.rules.map((rule) => [rule.points, RULES[rule.kind](rule, entry, drawn)]);
  const earned = told.reduce((sum, [points, message]) => sum + (message ? 0 : points), 0);
  return { credit: earned / entry.points, message: told.map(([, message]) => message).filter(Boolean).join(" ") || RIGHT };
}
