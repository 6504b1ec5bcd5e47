// What published machines reach: power over size, both in logarithms, with the budget among them.
import { svgElement } from "./dom.js";
import { called, watts } from "./words.js";

const HEIGHT = 250;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 24, 26, 40];

function words(x, y, text, attributes = {}) {
  const node = svgElement("text", { x, y, ...attributes });
  node.textContent = text;
  return node;
}

const decades = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
export const described = ({ name, kind, year, source, least, power }) =>
  `${called({ name, kind, source })}, ${kind}${year ? `, ${year}` : ""}: ${watts(power[0])} in for ${watts(least)} at the least. ${source}`;

// `say` shows what a point is when it is pointed at or tapped.
export function makeReach(width, { least, power }, { machines }, say) {
  const known = machines.filter(({ peer }) => peer);
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, class: "sz-reach", role: "img", width, height: HEIGHT,
    "aria-label": "Electric power of published machines over the least power for what they cool; the table below has the same." });
  const [x0, x1] = decades([least, ...known.map((machine) => machine.least)]);
  const [y0, y1] = decades([least, ...known.flatMap((machine) => machine.power)]);
  const x = (value) => LEFT + ((width - LEFT - RIGHT) * (Math.log10(value) - x0)) / (x1 - x0);
  const y = (value) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (Math.log10(value) - y0)) / (y1 - y0);
  const line = (a, b, c, d, name) => svgElement("path", { d: `M${a} ${b}L${c} ${d}`, class: name });
  const every = Math.ceil((x1 - x0) / (width / 90));
  for (let k = x0; k <= x1; k++) {
    svg.append(line(x(10 ** k), TOP, x(10 ** k), HEIGHT - BOTTOM, "sz-grid"));
    if ((k - x0) % every === 0) svg.append(words(x(10 ** k), HEIGHT - BOTTOM + 15, watts(10 ** k, 1), { class: "sz-tick" }));
  }
  for (let k = y0; k <= y1; k++) {
    svg.append(line(LEFT, y(10 ** k), width - RIGHT, y(10 ** k), "sz-grid"));
    if ((k - y0) % 2 === 0) svg.append(words(LEFT - 6, y(10 ** k) + 4, watts(10 ** k, 1), { class: "sz-tick sz-left" }));
  }
  const [from, to] = [Math.max(10 ** x0, 10 ** y0), Math.min(10 ** x1, 10 ** y1)];
  const fall = 80 * (y(from) - y(to)) / (x(to) - x(from)); // of the line over the width of its name, which stands below all of it
  svg.append(line(x(from), y(from), x(to), y(to), "sz-nature"), words(x(to) - 6, y(to) + fall + 16, "nature’s limit", { class: "sz-natural" }));
  svg.append(words((LEFT + width) / 2, HEIGHT - 6, "least power for what is cooled (logarithmic)", { class: "sz-axis" }));
  svg.append(words(4, 12, "power in (logarithmic)", { class: "sz-axis sz-start" }));
  svg.append(line(x(least), TOP, x(least), HEIGHT - BOTTOM, "sz-yours"));
  for (const machine of known) {
    const point = svgElement("circle", { cx: x(machine.least), cy: y(machine.power[0]), r: 4.5, class: "sz-machine" });
    const title = svgElement("title", {});
    title.textContent = described(machine);
    point.append(title);
    for (const kind of ["pointerenter", "click"]) point.addEventListener(kind, () => say(described(machine)));
    svg.append(point);
  }
  if (power) svg.append(line(x(least), y(power[0]) + 1, x(least), y(power[1]) - 1, "sz-range"));
  svg.append(svgElement("circle", { cx: x(least), cy: y(least), r: 4, class: "sz-you" }), words(x(least) + 8, y(least) + 4, "this budget", { class: "sz-natural sz-start" }));
  return svg;
}
