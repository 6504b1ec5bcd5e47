// From what a row says to what it is: the same as cryolib.sizing.making.
import { Misread } from "./quantity.js";

const CALLED = { support: "a support", wires: "a row of wires", lead: "a lead", radiation: "radiation", load: "a load" };
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const TELLING = [["current", "lead"], ["power", "load"], ["material", "support"], ["emissivity", "radiation"], ["area", "radiation"]];

function kindOf(facts) {
  let kinds = [...new Set((facts.get("kind") ?? []).map(([value]) => value))];
  facts.delete("kind");
  if (kinds.includes("pair")) { // of wires if they have a material, and of leads if not
    kinds = kinds.filter((kind) => kind !== "pair");
    if (!kinds.length) kinds = [facts.has("material") ? "wires" : "lead"];
  }
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

// The word that says which shape the bars have, or nothing.
function shapeOf(facts) {
  const words = [...new Set((facts.get("shape") ?? []).map(([word]) => word))];
  facts.delete("shape");
  if (words.length > 1) throw new Misread(`One row is one thing: write the ${words[0]} and the ${words[1]} as two.`);
  return words[0] ?? "";
}

const TWO_WAYS = "tube 10 mm x 0.5 mm (outside, wall), strap 10 mm x 1 mm (width, thickness), or the diameter and the length as 3 mm, 100 mm";
const SECTIONS = {
  tube: "its wall, such as 10 mm x 0.5 mm (outside, wall), or its area, such as 15 mm2",
  strip: "two sides, such as 10 mm x 1 mm (width, thickness), or an area, such as 10 mm2",
  cable: "the area of its metal, such as 1.7 mm2, for it is not solid; or write its wires, such as 12 wires, 36 AWG",
};

// {area, section} of one bar: in m², and what it is, for a reader.
function twoSides(facts, shape) {
  const said = facts.get("first side")[0][1];
  const [first, second] = [need(facts, "first side", "support", ""), need(facts, "second side", "support", "")];
  if (shape === "strip") return { area: first * second, section: { width: first, thickness: second } };
  if (shape !== "tube") throw new Misread(`“${said}” can be read in two ways: write ${TWO_WAYS}.`);
  if (2 * second > first) throw new Misread(`“${said}”: the wall of a tube is at most half of its diameter.`);
  return { area: Math.PI * second * (first - second), section: { outside: first, wall: second } };
}

function sectionOf(facts, kind, word, isRound, { shapes }) {
  const shape = Object.hasOwn(shapes, word) ? shapes[word] : "";
  if (facts.has("first side")) return twoSides(facts, shape);
  if (facts.has("area")) return { area: need(facts, "area", kind, ""), section: null };
  if (shape && !isRound) throw new Misread(`A ${word} also needs ${SECTIONS[shape]}.`);
  const diameter = need(facts, "diameter", kind, "a diameter, such as 3 mm, and a length");
  return { area: (Math.PI / 4) * diameter ** 2, section: { diameter } };
}

const bars = (kind) => (facts, kit) => {
  const word = shapeOf(facts);
  const lengths = facts.get("length") ?? []; // those that do not say which they are: first across, then along
  facts.delete("length");
  const isRound = word === "bar" && facts.has("diameter");
  const isAcross = lengths.length && !["diameter", "area", "first side"].some((name) => facts.has(name)) && (facts.has("along") || lengths.length > 1);
  const isGuessed = isAcross && !facts.has("along");
  if (isAcross) facts.set("diameter", [lengths.shift()]);
  if (lengths.length && !facts.has("along")) facts.set("along", [lengths.shift()]);
  if (lengths.length) facts.set("length", lengths);
  const material = take(facts, "material");
  if (material === undefined) throw new Misread(`${capital(CALLED[kind])} also needs a material, such as stainless steel.`);
  const [across, along] = isGuessed ? ["diameter", "along"].map((name) => facts.get(name)[0]) : [];
  const { area, section } = sectionOf(facts, kind, word, isRound, kit);
  const length = need(facts, "along", kind, "a length, such as 100 mm, after the diameter");
  if (isGuessed && across[0] > length) {
    throw new Misread(`Is it ${across[1]} across and ${along[1]} long? Write dia ${across[1]}, ${along[1]} long; or, the other way round, ${along[1]}, ${across[1]}.`);
  }
  return { kind, material, length, area, section, clamped: take(facts, "clamped") ?? null, count: count(facts, 1) };
};

function lead(facts) {
  facts.delete("shape");
  const current = need(facts, "current", "lead", "a current, such as 100 A; the metal is called lead metal");
  if (!facts.has("count")) throw new Misread("How many leads? A circuit needs two: write 2 leads, 100 A; or 1 lead, 100 A.");
  return { kind: "lead", current, count: count(facts, 2), vapour: take(facts, "cooling") === "vapour" };
}

function radiation(facts, { mostLayers }) {
  facts.delete("shape");
  const area = need(facts, "area", "radiation", "an area, such as 0.5 m2");
  const emissivities = (facts.get("emissivity") ?? []).map(([value]) => value);
  const layers = count(facts, 0);
  if (layers > mostLayers) throw new Misread(`The formulas for layers stand on blankets of 10 and 30 of them: write at most ${mostLayers}.`);
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

export function makeRow(facts, kit) {
  const kind = kindOf(facts);
  const row = MAKERS[kind](facts, kit);
  const left = [...facts.values()].flat();
  if (left.length) throw new Misread(`“${left[0][1]}” has no place in ${CALLED[kind]}.`);
  return row;
}
