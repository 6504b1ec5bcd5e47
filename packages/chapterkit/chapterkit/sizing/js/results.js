// What follows from the budget, in figures, sentences and a table of machines.
import { element } from "./dom.js";
import { formatNumber } from "./number.js";
import { kelvin } from "./budget.js";
import { called, fromTo, kindName, litres, percent, supply, watts } from "./words.js";

const SHOWN = 6; // machines before the rest is folded

const fact = (name, value, note = "") =>
  element("div", {}, element("dt", {}, name), element("dd", {}, element("b", {}, value), ...(note ? [element("span", {}, note)] : [])));

function advice({ stages, least, rows, counted }, { best, without }) {
  const lines = [];
  if (stages.shield === null) {
    if (!best) return ["No shield would save anything here."];
    const places = best.places.map((place, k) => [place, rows.indexOf(counted[k]) + 1]).filter(([place]) => place !== null);
    const where = places.length ? ` Clamp to it ${places.map(([place, number]) => `row ${number} at ${formatNumber(100 * place, 2)}\u00a0% of its length from the cold end`).join(", ")}.` : "";
    return [`One shield saves most at ${kelvin(Number(best.temperature.toPrecision(3)))}: nature would ask for ${watts(best.power)} in place of ${watts(least)}, ${formatNumber(100 * best.saved, 2)}\u00a0% less.${where}`];
  }
  if (without !== null) {
    lines.push(without > least
      ? `Without the shield, with all that begins at it beginning at the room, nature would ask for ${watts(without)}: the shield saves ${formatNumber(100 * (1 - least / without), 2)}\u00a0%.`
      : `The shield saves nothing: without it, nature would ask for ${watts(without)}.`);
  } else lines.push("What the shield saves cannot be told: without it, a material would reach beyond its data.");
  if (best) lines.push(`It would be best at ${kelvin(Number(best.temperature.toPrecision(3)))}: ${watts(best.power)}, ${formatNumber(100 * best.saved, 2)}\u00a0% less than now.`);
  return lines;
}

// `names` are those of the columns; on a narrow page, where a row becomes a card, each cell shows its own.
function machineRow({ machine, margins, holds }, names) {
  const what = element("th", { scope: "row" }, called(machine), element("span", {}, [machine.kind, machine.year, machine.source].filter(Boolean).join(", ")));
  const cells = [holds ? "yes" : "no", ...[...margins].reverse().map(percent), fromTo(machine.power), supply(machine) || "not given"];
  return element("tr", holds ? { class: "sz-holds" } : {}, what, ...cells.map((text, k) => element("td", { "data-name": names[k + 1] }, text)));
}

function machineTable(fits, loads, caption) {
  const head = ["Machine", "Holds", ...[...loads].reverse().map(([T]) => `Margin at ${kelvin(T)}`), "Power", "Plug and cooling"];
  return element("div", { class: "sz-scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...fits.map((fit) => machineRow(fit, head)))));
}

export function facts({ loads, least, rejectedAtLeast, power, rejected, litres: boiled }) {
  const stages = [...loads.keys()].reverse().map((k) => fact(`Load at ${kelvin(loads[k][0])}`, watts(loads[k][1]), boiled[k] ? `or ${litres(boiled[k])}` : "no liquid boils so cold"));
  const reach = power ? [fact("Power as machines near this size reach", fromTo(power), `${fromTo(rejected)} to the room`)]
    : [fact("Power as machines reach", "unknown", "none is published near this temperature")];
  return element("dl", { class: "sz-facts" }, ...stages, fact("Least power, all stages", watts(least), `${watts(rejectedAtLeast)} to the room`), ...reach);
}

export function peerLines({ peers, least }) {
  if (!peers.length) return [element("p", {}, "No machine is published whose cold end is within a factor of two of this one.")];
  const far = Math.min(...peers.map(({ machine }) => Math.abs(Math.log10(machine.least / least)))) > 1;
  const lines = peers.map(({ machine, power }) => element("li", {},
    `${fromTo(power)} as ${called(machine)} (${[machine.kind, machine.year].filter(Boolean).join(", ")}), which reaches ${[...new Set(machine.efficiency.map((share) => formatNumber(100 * share, 2)))].join(" to ")}\u00a0% of Carnot with all its stages at ${watts(machine.least)}`));
  const warning = far ? [element("p", { class: "sz-note" }, "It differs from this budget by more than a factor of ten in size: take the number as a direction.")] : [];
  return [element("p", {}, `Power for this budget at the fraction of Carnot of the ${lines.length > 1 ? "machines" : "machine"} nearest in size:`), element("ul", {}, ...lines), ...warning];
}

export const adviceLines = (answer, found) => advice(answer, found).map((line) => element("p", {}, line));

// `isOpen` tells whether the reader had opened the rest before.
export function machineTables({ fits, loads }, isOpen) {
  const rest = fits.length - SHOWN;
  const first = machineTable(fits.slice(0, SHOWN), loads, "Published machines beside this budget, those that hold it first");
  if (rest <= 0) return [first];
  return [first, element("details", isOpen ? { open: "" } : {}, element("summary", {}, `${rest} more machines`), machineTable(fits.slice(SHOWN), loads, "The other machines"))];
}

// The rows by what they cost at the least, for whoever wants to know where to begin.
export function dearest({ stages, counted, rows, least }) {
  if (counted.length < 2 || !(least > 0)) return [];
  const cost = ({ flow }) => flow.cold * (stages.hot / stages.cold - 1) + (stages.shield === null ? 0 : flow.shield * (stages.hot / stages.shield - 1));
  const first = counted.reduce((most, row) => (cost(row) > cost(most) ? row : most));
  return [element("p", {}, `Most of the price comes from row ${rows.indexOf(first) + 1} (${kindName(first.part).toLowerCase()}): ${formatNumber((100 * cost(first)) / least, 2)}\u00a0% of the least power.`)];
}
