// A row as people write it: the same as cryolib.sizing.reading, with its lists of words.
import { makeRow } from "./making.js";
import { Misread, readAny, readQuantity } from "./quantity.js";

export const folded = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
const whole = (source) => new RegExp(`^(?:${source})$`, "is");
const MARKS = { long: "along", length: "along", area: "area" };

function keep(facts, name, value, said) {
  facts.set(name, [...(facts.get(name) ?? []), [value, said]]);
  return true;
}

const numberOf = (word) => (word && /^[0-9]/.test(word) ? Number(word) : 1);

function noteEmissivity([, first, second], part, facts, kit) {
  for (const word of [first, second].filter(Boolean)) {
    const found = readAny(word, kit);
    if (!found || !["", "share"].includes(found.kind) || !(found.value > 0 && found.value <= 1)) {
      throw new Misread(`“${word}” is no emissivity: it lies above 0 and is at most 1.`);
    }
    keep(facts, "emissivity", found.value, part);
  }
  return true;
}

const singular = (word, { counted }) => (Object.hasOwn(counted, word.toLowerCase()) ? word.toLowerCase() : word.toLowerCase().replace(/s$/, ""));
const each = (word) => (word === "twisted pair" ? 2 : 1); // how many a word counts

function noteSides([, before, one, other], part, facts, kit) {
  const [first, second] = [readAny(one, kit), readAny(other, kit)];
  if (!first || !second) return false;
  if (first.kind !== "length" || second.kind !== "length") {
    throw new Misread(`“${part}” can be read in two ways: write how many as 6 rods or 2 leads, and two sides as 10 mm x 0.5 mm.`);
  }
  keep(facts, "first side", first.value, part);
  keep(facts, "second side", second.value, part);
  const word = before ? singular(before, kit) : "";
  if (Object.hasOwn(kit.shapes, word)) { // a word for the shape counts nothing
    keep(facts, "kind", kit.counted[word], part);
    keep(facts, "shape", word, part);
  } else if (before) note(before, facts, kit);
  return true;
}

function noteItem([, number, between, word, of], part, facts, kit) {
  const [lower, one] = [word.toLowerCase(), singular(word, kit)];
  if (!number && !Object.hasOwn(kit.counted, lower)) throw new Misread(`How many ${lower}? Write 6 ${lower}.`);
  if (number || kit.counted[one] !== "lead") keep(facts, "count", numberOf(number) * each(one), part); // a single lead has to be meant
  keep(facts, "kind", kit.counted[one], part);
  keep(facts, "shape", one, part);
  for (const rest of [between, of]) if (rest) note(rest, facts, kit);
  return true;
}

function noteClamped([, text], part, facts, kit) {
  const share = text ? readQuantity(text, "share", kit) : 0.5;
  if (!(share > 0 && share < 1)) throw new Misread(`“${part}” must lie between 0 % (the cold end) and 100 %.`);
  return keep(facts, "clamped", share, part);
}

function noteGauge([, before, after], part, facts) {
  const digits = before || after;
  const number = /^0+$/.test(digits) ? 1 - digits.length : Number(digits); // 00 is one gauge thicker than 0
  if (!(number >= -3 && number <= 50)) throw new Misread(`“${part}”: gauges go from 0000 to 50.`);
  return keep(facts, "diameter", 0.127e-3 * 92 ** ((36 - number) / 39), part);
}

function noteMarked([, before, text, after], part, facts, kit) {
  const mark = before || after;
  if (!mark) return false;
  const name = MARKS[mark.toLowerCase()] ?? "diameter";
  return keep(facts, name, readQuantity(text, name === "area" ? "area" : "length", kit), part);
}

function noteLoad([, power, temperature], part, facts, kit) {
  keep(facts, "power", readQuantity(power, "power", kit), part);
  return keep(facts, "temperature", readQuantity(temperature, "temperature", kit), part);
}

function notePair([, number, pairs, of], part, facts, kit) {
  if (!number && pairs.toLowerCase() === "pairs") throw new Misread("How many pairs? Write 6 pairs.");
  const one = of ? singular(of, kit) : "";
  const isCounted = Object.hasOwn(kit.counted, one);
  keep(facts, "count", 2 * numberOf(number) * each(one), part);
  keep(facts, "kind", isCounted ? kit.counted[one] : "pair", part);
  if (isCounted) keep(facts, "shape", one, part);
  else if (of) note(of, facts, kit);
  return true;
}

const patterns = new WeakMap();

function patternsOf(kit) {
  if (!patterns.has(kit)) {
    const many = Object.keys(kit.counted).map((word) => `${word}s?`).sort((a, b) => b.length - a.length).join("|");
    patterns.set(kit, [
      [whole("clamped\\s+(?:half\\s*way|at\\s+(.+))"), noteClamped],
      [whole("(.+?)\\s+at\\s+(.+)"), noteLoad],
      [whole("emissivit(?:y|ies)\\s*=?\\s*(.+?)(?:\\s+and\\s+(.+))?"), noteEmissivity],
      [whole("awg\\s*([0-9]+)|([0-9]+)\\s*awg"), noteGauge],
      [whole("(?:([0-9]+|an?|one)\\s+)?(pairs?)(?:\\s+of\\s+(.+))?"), notePair],
      [whole("(?:(.+?)\\s+)?([0-9.,].*?)\\s*[x×]\\s*(.+)"), noteSides],
      [whole(`(?:([0-9]+|an?|one)\\s+)?(?:(.+?)\\s+)?(${many})(?:\\s+of\\s+(.+))?`), noteItem],
      [whole("(?:with)?in\\s+(.+)"), ([, text], part, facts) => keep(facts, "warm area", readQuantity(text, "area", kit), part)],
      [whole("(?:(diameter|dia\\.?|length|area)\\s+)?(.+?)(?:\\s+(long|length|in\\s+diameter|diameter|dia\\.?|thick))?"), noteMarked],
    ]);
  }
  return patterns.get(kit);
}

function note(part, facts, kit) {
  for (const [pattern, action] of patternsOf(kit)) {
    const match = pattern.exec(part);
    if (match && action(match, part, facts, kit)) return;
  }
  const found = readAny(part, kit);
  const word = folded(part);
  if (found?.kind) keep(facts, found.kind, found.value, part);
  else if (Object.hasOwn(kit.words, word)) keep(facts, ...kit.words[word], part);
  else if (Object.hasOwn(kit.names, word)) keep(facts, "material", kit.names[word], part); // some are called by a number
  else if (found) throw new Misread(`${part} of what? Write a unit, such as ${part} mm, or what is counted, such as ${part} rods.`);
  else {
    const near = word.length > 2 ? Object.keys(kit.names).filter((name) => name.startsWith(word.slice(0, 3))).map((name) => kit.names[name]) : [];
    const hint = near.length ? ` Do you mean ${[...new Set(near)].slice(0, 3).join(" or ")}?` : "";
    throw new Misread(`“${part}” is not understood: it is no quantity with a unit, and no material known here.${hint}`);
  }
}

export function readRow(text, kit) {
  const words = text.split(/,(?=\s|$)|,(?![0-9])|;/).map((part) => part.trim()).filter(Boolean);
  if (!words.length) throw new Misread("Write what lets heat in, such as G-10, 6 rods, 3 mm, 100 mm.");
  const facts = new Map();
  for (const part of words) note(part, facts, kit);
  return makeRow(facts, kit);
}
