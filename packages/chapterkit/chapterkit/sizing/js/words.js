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
  const shown = Math.abs(share) >= 10 ? `${formatNumber(1 + share, 2)} times` : `${formatNumber(100 * share, 2)}\u00a0%`;
  return share > 0 && Math.abs(share) < 10 ? `+${shown}` : shown;
}

export const fromTo = ([from, to]) => (watts(from) === watts(to) ? watts(from) : `${watts(from)} to ${watts(to)}`);
export const litres = ({ liquid, perDay }) => `${formatNumber(perDay, 3)}\u00a0L of liquid ${liquid} a day`;
export const loadsText = (loads) => [...loads].reverse().map(([T, load]) => `${watts(load)} at ${kelvin(T)}`).join(" and ");

const KINDS = { support: "Support", wires: "Wires", lead: "Leads", radiation: "Radiation", load: "Load" };
export const kindName = (part) => (part ? KINDS[part.kind] : "Row");

const millimetres = (metres) => (metres >= 1 ? `${formatNumber(metres, 3, true)}\u00a0m` : `${formatNumber(1e3 * metres, 3, true)}\u00a0mm`);
const area = (squareMetres) =>
  (squareMetres >= 0.01 ? `${formatNumber(squareMetres, 3, true)}\u00a0m²` : `${formatNumber(1e6 * squareMetres, 3, true)}\u00a0mm²`);

// How a row was read, so that a reader sees a wrong guess.
export function readAs(part, byShield) {
  if (part.kind === "load") return part.temperature === null ? "made in the cold" : `taken up at ${kelvin(part.temperature)} or below`;
  if (part.kind === "lead") return `${part.count} × ${formatNumber(part.current, 3, true)}\u00a0A, ${part.vapour ? "cooled by helium vapour" : "of the best shape"}`;
  if (part.kind === "radiation") {
    if (part.layers) return `${area(part.area)} behind ${part.layers} layers, ${part.installed ? "as installed" : "as in a laboratory"}`;
    return `${area(part.area)}, ${part.emissivities.length > 1 ? "emissivities" : "effective emissivity"} ${part.emissivities.join(" and ")}`;
  }
  const clamped = byShield ? `, clamped at ${formatNumber(100 * part.clamped, 3, true)}\u00a0%` : "";
  return `${part.material}, ${part.count} × ${area(part.area)}, ${millimetres(part.length)} long${clamped}`;
}

// No line ends between a number and its unit, in texts that come from the table of machines.
const together = (text) => text.replace(/(\d) (?=(?:[km]?W|K|V|Hz)\b)/g, "$1\u00a0");
// Some makers' tables name a machine by its power alone.
export const called = ({ name }) => together(/^[\d.]+ W$/.test(name) ? `${name} cooler` : name);

const litresPerMinute = (flow) => formatNumber(6e4 * flow, 2, true);

// The plug and what takes the heat away, where the source gives it.
export function supply({ plug, cooling, water }) {
  const wet = water ? `${[...new Set(water.map(litresPerMinute))].join(" to ")}\u00a0L/min of water` : cooling && `${cooling} cooling`;
  return [plug && together(plug), wet].filter(Boolean).join("; ");
}

export function suffices({ machine, margins }, loads) {
  const spare = margins.map((margin, k) => `${percent(margin)} at ${kelvin(loads[k][0])}`).reverse().join(" and ");
  const needs = supply(machine);
  return `A ${formatNumber(machine.stages[0][1], 3, true)}\u00a0W cooler suffices: ${together(machine.name)}, ${spare} to spare.${needs ? ` It needs ${needs}.` : ""}`;
}

export function none(fits) {
  const nearest = fits.filter(({ margins }) => Math.min(...margins) > -1)[0];
  if (!nearest) return "No single machine holds this: none of those listed is so cold.";
  const number = Math.ceil(1 / (1 + Math.min(...nearest.margins)));
  return `No single machine holds this. The nearest is ${together(nearest.machine.name)}: it would take ${number} of them.`;
}

const list = (numbers) => (numbers.length > 1 ? `Rows ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} are` : `Row ${numbers[0]} is`);

export function leftOut(rows) {
  const numbers = rows.map(({ flow }, k) => (flow ? 0 : k + 1)).filter(Boolean);
  return numbers.length ? `${list(numbers)} left out: see the message there. ` : "";
}

// The sentence that is said when something has changed.
export function sentence(answer) {
  const { stages, rows, loads, least, power, smallest, fits, complaints } = answer;
  if (!stages || answer.heated) return `No result: ${Object.values(complaints).join(" ")}`;
  const out = leftOut(rows);
  if (loads.every(([, load]) => load === 0)) return `${out}Nothing leaks in: add a row.`;
  const reach = power ? `; machines near this size would take ${fromTo(power)}` : "";
  return `${out}${loadsText(loads)}. Nature asks for ${watts(least)} of power${reach}. ${smallest ? suffices(smallest, loads) : none(fits)}`;
}
