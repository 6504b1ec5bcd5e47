// What follows from the budget, in figures, sentences and a table of machines.
import { element } from "./dom.js";
import { formatNumber } from "./number.js";
import { costOf, kelvin } from "./budget.js";
import { apart, called, fromTo, kindName, litres, percent, rowList, supply, watts } from "./words.js";

const SHOWN = 3; // machines before the rest is folded

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
  const { power, carried, gone } = without;
  const numbers = (some) => rowList(some.map((row) => rows.indexOf(row) + 1));
  const how = ["What begins at the shield then begins at the room"];
  if (carried.length) how.push(`the leads of ${numbers(carried)} go on to the cold end`);
  if (gone.length) how.push(`${numbers(gone)} would be gone`);
  if (power === null) lines.push("What the shield saves cannot be told: without it, a material would reach beyond its data.");
  else if (power > least) {
    lines.push(`Without the shield nature would ask for ${watts(power)}: the shield saves ${formatNumber(100 * (1 - least / power), 2)}\u00a0%. (${how.join("; ")}.)`);
  } else lines.push(`The shield saves nothing: without it, nature would ask for ${watts(power)}. (${how.join("; ")}.)`);
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

export function facts({ loads, least, rejectedAtLeast, power, rejected, times, litres: boiled, isBath }) {
  const stages = [...loads.keys()].reverse().map((k) => fact(`Load at ${kelvin(loads[k][0])}`, watts(loads[k][1]), boiled[k] ? `or ${litres(boiled[k])}` : "no liquid boils so cold at one atmosphere"));
  if (isBath) return element("dl", { class: "sz-facts" }, ...stages);
  const name = times === null ? "Power as machines near this size reach" : `Power as the nearest machine reaches, ${times && apart(times)}`;
  const reach = power ? [fact(name, fromTo(power), `${fromTo(rejected)} to the room`)]
    : [fact("Power as machines reach", "unknown", "none is published near this temperature")];
  return element("dl", { class: "sz-facts" }, ...stages, fact("Least power, all stages", watts(least), `${watts(rejectedAtLeast)} to the room`), ...reach);
}

export function peerLines({ peers, times }) {
  if (!peers.length) return [element("p", {}, "No machine is published whose cold end is within a factor of two of this one.")];
  const lines = peers.map(({ machine, power }) => element("li", {},
    `As good as ${called(machine)} (${[machine.kind, machine.year, `${[...new Set(machine.efficiency.map((share) => formatNumber(100 * share, 2)))].join(" to ")}\u00a0% of Carnot`].filter(Boolean).join(", ")}): ${fromTo(power)}.`));
  const warning = times === null ? [] : [element("p", { class: "sz-note" }, `It is ${apart(times)} than this budget: take the number as a direction.`)];
  return [element("p", {}, `This budget would take, with the ${lines.length > 1 ? "machines" : "machine"} nearest in size (the least power for what a machine cools):`), element("ul", {}, ...lines), ...warning];
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
  const cost = ({ flow }) => costOf(flow, stages);
  const first = counted.reduce((most, row) => (cost(row) > cost(most) ? row : most));
  return [element("p", {}, `Most of the price comes from row ${rows.indexOf(first) + 1} (${kindName(first.part).toLowerCase()}): ${formatNumber((100 * cost(first)) / least, 2)}\u00a0% of the least power.`)];
}
