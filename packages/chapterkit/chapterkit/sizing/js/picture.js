// The cryostat, cut open, and the heat that flows in by each path: a lane for each row, with arrows as wide as the least power for their heats.
import { svgElement } from "./dom.js";
import { BY_SHIELD, FROM_SHIELD, kelvin, price } from "./budget.js";
import { watts } from "./words.js";

const HEIGHT = 250;
const COOLER = 84; // width of the cooler at the right
const WIDEST = 20;
const ROOM = 68; // width of a lane that has room for a number beside its arrow
const LEVELS = 24;
const shade = (T) => `var(--lf-s${Math.round(LEVELS * Math.min(Math.max(T / 400, 0), 1))})`;

function words(x, y, text, attributes = {}) {
  const node = svgElement("text", { x, y, ...attributes });
  node.textContent = text;
  return node;
}

const path = (d, attributes) => svgElement("path", { d, ...attributes });

// A vessel, open at the top: its plate and its walls.
const vessel = (left, top, right, bottom, T) => path(`M${left} ${bottom}V${top}H${right}V${bottom}Z`, { class: "sz-vessel", style: `stroke:${shade(T)}` });

function arrow(x, from, to, width) {
  const head = Math.min(Math.max(width * 0.9, 7), (to - from) * 0.6);
  const half = Math.max(width, 1.2) / 2;
  const wing = half + 3.5;
  return path(`M${x - half} ${from}H${x + half}V${to - head}H${x + wing}L${x} ${to}L${x - wing} ${to - head}H${x - half}Z`, { class: "sz-heat" });
}

// What the heat comes along: rods, wires, leads, or nothing but light.
function carrier(kind, x, from, to) {
  if (kind === "support") return [svgElement("rect", { x: x - 6, y: from, width: 12, height: to - from, class: "sz-rod" })];
  if (kind === "wires") return [-5, 0, 5].map((dx) => path(`M${x + dx} ${from}V${to}`, { class: "sz-wire" }));
  if (kind === "lead") return [-5, 5].map((dx) => path(`M${x + dx} ${from}V${to}`, { class: "sz-lead" }));
  const waves = Math.max(2, Math.round((to - from) / 16));
  const step = (to - from) / waves / 2;
  return [path(`M${x} ${from}${Array.from({ length: waves }, () => `q6 ${step / 2} 0 ${step}q-6 ${step / 2} 0 ${step}`).join("")}`, { class: "sz-light" })];
}

const value = (x, y, heat, width) => words(x + Math.max(width / 2, 6) + 4, y, watts(heat, 2), { class: "sz-value" });
const piece = (row, x, from, to, heat, width) =>
  [...carrier(row.part.kind, x, from, to), arrow(x, from, to, width), value(x, Math.max((from + to) / 2, to - 45), heat, width)];

function source(x, plate, heat, width) {
  const [from, to] = [plate - 22, plate];
  return [svgElement("rect", { x: x - 9, y: from - 12, width: 18, height: 12, class: "sz-source" }), arrow(x, from, to, width), value(x, to - 8, heat, width)];
}

// The pieces of a row: from the room to the shield, to the cold end, between them, or a load on one of them. `widths` give that of each heat.
function lane(row, x, levels, widths) {
  const { part, flow, span } = row;
  if (part.kind === "load") {
    const [level, heat, width] = flow.onShield ? [levels.shield, flow.shield, widths.shield] : [levels.cold, flow.cold, widths.cold];
    return source(x, level, heat, width(heat));
  }
  if (flow.above === undefined) return piece(row, x, levels.room, levels.cold, flow.cold, widths.cold(flow.cold));
  const parts = [];
  if (span !== FROM_SHIELD) parts.push(...piece(row, x, levels.room, levels.shield, flow.above, widths.shield(flow.above)));
  if (span === BY_SHIELD || span === FROM_SHIELD) parts.push(...piece(row, x, levels.shield, levels.cold, flow.cold, widths.cold(flow.cold)));
  return parts;
}

// The width of an arrow for a heat into each stage: one scale for all, by the least power.
function widthsOf(drawn, stages) {
  const prices = { cold: price(stages.cold, stages), shield: stages.shield === null ? 0 : price(stages.shield, stages) };
  const most = Math.max(0, ...drawn.flatMap(([row]) => [row.flow.cold * prices.cold, intoShield(row) * prices.shield]));
  const scale = most > 0 ? WIDEST / most : 0;
  return { cold: (heat) => scale * heat * prices.cold, shield: (heat) => scale * heat * prices.shield };
}

const intoShield = ({ part, flow }) => (part.kind === "load" ? flow.shield : flow.above ?? 0);

function cooler(x, levels, loads, stages) {
  const bottom = levels.cold;
  const nodes = [svgElement("rect", { x: x - 11, y: 4, width: 22, height: levels.room - 4, class: "sz-head" })];
  nodes.push(svgElement("rect", { x: x - 8, y: levels.room, width: 16, height: (levels.shield ?? bottom) - levels.room, class: "sz-finger" }));
  if (levels.shield) nodes.push(svgElement("rect", { x: x - 5, y: levels.shield, width: 10, height: bottom - levels.shield, class: "sz-finger" }));
  loads.forEach(([T, load]) => {
    const y = T === stages.cold ? levels.cold : levels.shield;
    nodes.push(words(x + 14, y - 6, watts(load, 2), { class: "sz-taken" }));
    nodes.push(path(`M${x} ${y - 4}V${y - 20}M${x - 4} ${y - 15}L${x} ${y - 21}L${x + 4} ${y - 15}`, { class: "sz-up" }));
  });
  return nodes;
}

export function makePicture(width, answer) {
  const { stages, rows, loads } = answer;
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, class: "sz-picture", role: "img", width, height: HEIGHT });
  const shielded = stages.shield !== null;
  const levels = { room: 40, shield: shielded ? 116 : null, cold: 208 };
  const right = width - 4;
  svg.append(vessel(4, levels.room, right, HEIGHT - 4, stages.hot));
  if (shielded) svg.append(vessel(14, levels.shield, right - 10, HEIGHT - 13, stages.shield));
  svg.append(path(`M26 ${levels.cold}H${right - 22}V${HEIGHT - 22}H26Z`, { class: "sz-cold", style: `fill:${shade(stages.cold)}` }));
  const drawn = rows.map((row, k) => [row, k + 1]).filter(([row]) => row.flow);
  const widths = widthsOf(drawn, stages);
  const [from, to] = [34, right - 26 - COOLER];
  const pitch = (to - from) / Math.max(drawn.length, 1);
  drawn.forEach(([row, number], k) => {
    const x = from + pitch * (k + 0.5);
    const parts = lane(row, x, levels, widths).filter((part) => pitch >= ROOM || !part.matches(".sz-value"));
    svg.append(...parts, words(x, levels.room - 6, String(number), { class: "sz-number" }));
  });
  if (loads) svg.append(...cooler(to + 20, levels, loads, stages));
  svg.append(words(4, 13, `room, ${kelvin(stages.hot)}`, { class: "sz-name" }));
  if (shielded) svg.append(words(width < ROOM * 8 ? right - 14 : 18, levels.shield + 14, `shield, ${kelvin(stages.shield)}`, { class: width < ROOM * 8 ? "sz-name sz-end" : "sz-name" }));
  svg.append(words(width / 2 - 12, levels.cold + 17, `cold end, ${kelvin(stages.cold)}`, { class: "sz-name sz-inside" }));
  const said = drawn.map(([{ flow }, number]) => `row ${number} brings ${watts(flow.cold)} to the cold end${shielded ? ` and ${watts(flow.shield)} to the shield` : ""}`);
  svg.setAttribute("aria-label", `The cryostat, cut open. ${said.join("; ") || "Nothing leaks in"}.`);
  return svg;
}
