// Numbers and sentences that the reader sees.
import { formatNumber } from "./number.js";
import { kelvin } from "./budget.js";

const PREFIXES = [[1e6, "MW"], [1e3, "kW"], [1, "W"], [1e-3, "mW"], [1e-6, "µW"]];

export function watts(value, digits = 3) {
  if (value === 0) return "0\u00a0W";
  const rounded = Math.abs(Number(value.toPrecision(digits)));
  const [factor, unit] = PREFIXES.find(([size]) => rounded >= size) ?? [1e-9, "nW"];
  return `${formatNumber(value / factor, digits)}\u00a0${unit}`;
}

export function percent(share) {
  if (share === Infinity) return "nothing asked";
  if (share <= -1) return "no such stage";
  if (share >= 2) return `${formatNumber(1 + share, 2)}\u00a0times`;
  return `${share > 0 ? "+" : ""}${formatNumber(100 * share, 2)}\u00a0%`;
}

export const fromTo = ([from, to]) => (watts(from) === watts(to) ? watts(from) : `${watts(from)} to ${watts(to)}`);
// The gas that leaves could cool on up to the stage; that is not counted.
export const litres = ({ liquid, boiling, perDay }) => `${formatNumber(perDay, 3)}\u00a0L a day of liquid ${liquid} (boils at ${kelvin(Number(boiling.toPrecision(3)))}), by its boiling alone`;
const loadsText = (loads) => [...loads].reverse().map(([T, load]) => `${watts(load)} at ${kelvin(T)}`).join(" and ");

const KINDS = { support: "Support", wires: "Wires", lead: "Leads", radiation: "Radiation", load: "Load" };
const capital = (text) => text[0].toUpperCase() + text.slice(1);
export const kindName = (part) => (part ? KINDS[part.kind] : "Row");

const millimetres = (metres) => (metres >= 1 ? `${formatNumber(metres, 3, true)}\u00a0m` : `${formatNumber(1e3 * metres, 3, true)}\u00a0mm`);
const area = (squareMetres) =>
  (squareMetres >= 0.01 ? `${formatNumber(squareMetres, 3, true)}\u00a0m²` : `${formatNumber(1e6 * squareMetres, 3, true)}\u00a0mm²`);

// How a row was read, so that a reader sees a wrong guess.
export function readAs(part, byShield) {
  if (part.kind === "load") return part.temperature === null ? "made in the cold" : `taken up at ${kelvin(part.temperature)} or below`;
  if (part.kind === "lead") {
    const how = part.vapour ? "cooled by the vapour of a helium bath" : "length and thickness at their best";
    return `${part.count} × ${formatNumber(part.current, 3, true)}\u00a0A, ${part.count === 1 ? "a single lead (a circuit needs two), " : ""}${how}`;
  }
  if (part.kind === "radiation") {
    if (part.layers) return `${area(part.area)} behind ${part.layers} layers, ${part.installed ? "as installed" : "as in a laboratory"}`;
    const [inner, outer] = part.emissivities;
    if (outer === undefined) return `${area(part.area)}, effective emissivity ${inner}${inner === 1 ? " (black)" : ""}`;
    return `${area(part.area)} of emissivity ${inner}, inside ${area(part.warm ?? part.area)} of emissivity ${outer}`;
  }
  const clamped = byShield ? `, touching the shield ${part.clamped === null ? "half way" : `at ${formatNumber(100 * part.clamped, 3, true)}\u00a0%`}` : "";
  return `${part.material}, ${part.count} × ${area(part.area)}${sectionText(part.section)}, ${millimetres(part.length)} long${clamped}`;
}

function sectionText(section) {
  if (!section) return "";
  const { diameter, width, thickness, outside, wall } = section;
  if (diameter) return ` (solid, ${millimetres(diameter)} across)`;
  return width ? ` (${millimetres(width)} wide, ${millimetres(thickness)} thick)` : ` (tube, ${millimetres(outside)} outside, ${millimetres(wall)} wall)`;
}

// No line ends between a number and its unit, in texts that come from the table of machines.
const together = (text) => text.replace(/(\d) (?=(?:[km]?W|K|V|Hz)\b)/g, "$1\u00a0");
// Some sources name a machine by what it takes up alone, which would look like a load.
export function called({ name, kind, source }) {
  if (/^[\d.]+ W$/.test(name)) return together(`the ${name} cooler of ${source.split(/[,;]/)[0]}`);
  return together(/^[\d.]+ W/.test(name) ? `the ${kind} cooler for ${name}` : name);
}

const litresPerMinute = (flow) => formatNumber(6e4 * flow, 2, true);

// The plug and what takes the heat away, where the source gives it.
export function supply({ plug, cooling, water }) {
  const wet = water ? `${[...new Set(water.map(litresPerMinute))].join(" to ")}\u00a0L/min of water` : cooling && `${cooling} cooling`;
  return [plug && together(plug), wet].filter(Boolean).join("; ");
}

function spare(margin) {
  if (margin === Infinity) return "nothing is asked";
  return margin < 2 ? `${formatNumber(100 * margin, 2)}\u00a0% more than is asked` : `${formatNumber(1 + margin, 2)}\u00a0times what is asked`;
}

export function suffices({ machine, margins }, loads) {
  const spares = margins.map((margin, k) => `${spare(margin)} at ${kelvin(loads[k][0])}`).reverse().join(" and ");
  const needs = supply(machine);
  return `${capital(called(machine))} suffices: ${spares}. It draws ${fromTo(machine.power)}${needs ? ` and needs ${needs}` : ""}.`;
}

export function none(fits) {
  const nearest = fits.filter(({ margins }) => Math.min(...margins) > -1)[0];
  if (!nearest) return "No single machine holds this: none of those listed is so cold.";
  const number = Math.ceil(1 / (1 + Math.min(...nearest.margins)));
  return `No single machine holds this. The nearest is ${called(nearest.machine)}: it would take ${number} of them.`;
}

// "row 1", "rows 1, 3 and 4"
export const rowList = (numbers) => (numbers.length > 1 ? `rows ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}` : `row ${numbers[0]}`);

export const missing = (rows) => rows.map(({ flow }, k) => (flow ? 0 : k + 1)).filter(Boolean);

// "12 times larger", of the nearest machine
export const apart = (times) => (times > 1 ? `${formatNumber(times, 2)} times larger` : `${formatNumber(1 / times, 2)} times smaller`);

function reached({ power, times }) {
  if (!power) return "";
  if (times === null) return `; machines near this size would take ${fromTo(power)}`;
  return `; no published machine is near this size, and with the quality of the nearest, which is ${apart(times)}, it would take ${fromTo(power)}`;
}

function bathSentence({ rows, loads, litres: boiled }) {
  const numbers = rows.map(({ part }, k) => (part?.vapour ? k + 1 : 0)).filter(Boolean);
  const gone = boiled[0] ? ` That boils away ${litres(boiled[0])}.` : "";
  return `${loadsText(loads)}.${gone} The leads of ${rowList(numbers)} live on the vapour of a bath that boils away, and a closed cooler leaves none: there is no machine and no price for them. Write them without vapour for a cooler.`;
}

// The sentence that is said when something has changed.
export function sentence(answer) {
  const { stages, rows, loads, least, smallest, fits, complaints } = answer;
  if (!stages || answer.heated) return `No result: ${Object.values(complaints).join(" ")}`;
  const out = missing(rows);
  const isEmpty = loads.every(([, load]) => load === 0);
  if (out.length) {
    const rest = isEmpty ? "" : ` The other rows bring ${loadsText(loads)}.`;
    return `${capital(rowList(out))} ${out.length > 1 ? "are" : "is"} missing from this sum: see the message there.${rest} No machine is chosen before every row counts.`;
  }
  if (isEmpty) return "Nothing leaks in: add a row.";
  if (answer.isBath) return bathSentence(answer);
  return `${loadsText(loads)}. Nature asks for ${watts(least)} of power${reached(answer)}. ${smallest ? suffices(smallest, loads) : none(fits)}`;
}
