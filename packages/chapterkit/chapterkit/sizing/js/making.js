// From what a row says to what it is: the second half of cryolib.sizing.reading.
import { Misread } from "./quantity.js";

const CALLED = { support: "a support", wires: "a row of wires", lead: "a lead", radiation: "radiation", load: "a load" };
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const TELLING = [["current", "lead"], ["power", "load"], ["material", "support"], ["emissivity", "radiation"], ["area", "radiation"]];

function kindOf(facts) {
  const kinds = [...new Set((facts.get("kind") ?? []).map(([value]) => value))];
  facts.delete("kind");
  if (kinds.length > 1) throw new Misread(`One row is one thing: write ${CALLED[kinds[0]]} and ${CALLED[kinds[1]]} as two.`);
  const found = kinds[0] ?? TELLING.find(([name]) => facts.has(name))?.[1];
  if (found) return found;
  const said = [...facts.values()][0][0][1];
  throw new Misread(`“${said}” is not enough: write a support, wires, leads, an area with layers, or a load such as 0.5 W.`);
}

// The one value of this kind, taken out of the facts; undefined where there is none.
function take(facts, name) {
  const values = facts.get(name) ?? [];
  facts.delete(name);
  if (values.length > 1) throw new Misread(`“${values[1][1]}” is one ${name} too many beside “${values[0][1]}”.`);
  return values[0]?.[0];
}

function need(facts, name, kind, suchAs) {
  const value = take(facts, name);
  if (value === undefined) throw new Misread(`${capital(CALLED[kind])} also needs ${suchAs}.`);
  if (!(value > 0)) throw new Misread(`The ${name} of ${CALLED[kind]} must be above zero.`);
  return value;
}

function count(facts, otherwise) {
  const value = take(facts, "count");
  if (value === 0) throw new Misread("None of them lets nothing in: write a number of at least 1, or remove the row.");
  return value ?? otherwise;
}

const bars = (kind) => (facts) => {
  const lengths = facts.get("length") ?? []; // those that do not say which they are: first across, then along
  facts.delete("length");
  if (lengths.length && !facts.has("diameter") && !facts.has("area") && (facts.has("along") || lengths.length > 1)) facts.set("diameter", [lengths.shift()]);
  if (lengths.length && !facts.has("along")) facts.set("along", [lengths.shift()]);
  if (lengths.length) facts.set("length", lengths);
  const material = take(facts, "material");
  if (material === undefined) throw new Misread(`${capital(CALLED[kind])} also needs a material, such as stainless steel.`);
  const area = facts.has("area") ? need(facts, "area", kind, "")
    : (Math.PI / 4) * need(facts, "diameter", kind, "a diameter, such as 3 mm, and a length") ** 2;
  const length = need(facts, "along", kind, "a length, such as 100 mm, after the diameter");
  const clamped = take(facts, "clamped") ?? 0.5;
  return { kind, material, length, area, count: count(facts, 1), clamped };
};

function lead(facts) {
  const current = need(facts, "current", "lead", "a current, such as 100 A");
  return { kind: "lead", current, count: count(facts, 1), vapour: take(facts, "cooling") === "vapour" };
}

function radiation(facts) {
  const area = need(facts, "area", "radiation", "an area, such as 0.5 m2");
  const emissivities = (facts.get("emissivity") ?? []).map(([value]) => value);
  const layers = count(facts, 0);
  if (layers && emissivities.length) throw new Misread("Write either layers or an emissivity: layers have their own.");
  if (!layers && !emissivities.length) {
    throw new Misread("Radiation also needs layers of insulation or an emissivity: 30 layers, or emissivity 0.05, or bare.");
  }
  if (emissivities.length > 2) throw new Misread("There are two surfaces: write at most two emissivities.");
  if (emissivities.length) facts.delete("emissivity");
  const warm = emissivities.length === 2 && facts.has("warm area") ? need(facts, "warm area", "radiation", "") : null;
  if (warm !== null && warm < area) throw new Misread("The surface around cannot be smaller than the cold one inside it.");
  const insulation = layers ? take(facts, "insulation") : undefined;
  return { kind: "radiation", area, emissivities: emissivities.length ? emissivities : [1], warm, layers, installed: insulation !== "laboratory" };
}

function load(facts) {
  const [power, temperature] = [take(facts, "power"), take(facts, "temperature")];
  if (power === undefined) throw new Misread("A load also needs a power, such as 0.5 W.");
  if (power < 0) throw new Misread("A load cannot be negative.");
  return { kind: "load", power, temperature: temperature ?? null };
}

const MAKERS = { support: bars("support"), wires: bars("wires"), lead, radiation, load };

export function makeRow(facts) {
  const kind = kindOf(facts);
  const row = MAKERS[kind](facts);
  const left = [...facts.values()].flat();
  if (left.length) throw new Misread(`“${left[0][1]}” has no place in ${CALLED[kind]}.`);
  return row;
}
