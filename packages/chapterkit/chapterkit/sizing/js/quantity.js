// Numbers with units as people write them: the same as cryolib.sizing.quantities, with its table of units.
export class Misread extends Error {}

const NUMBER = /^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]+)?)\s*(.*)$/is;
const TWO_WAYS = /^[+-]?[1-9][0-9]{0,2},[0-9]{3}$/;
const SIGNS = { "²": "2", "\u03bc": "µ", "º": "°", "\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " " };
const cleaned = (text) => text.trim().replace(/[²\u03bcº\u2212\u2013\u00a0\u202f]/g, (sign) => SIGNS[sign]).replace(/(?<=[0-9]) (?=[0-9]{3}(?![0-9]))/g, "");

// {value, kind} in SI, with "" for a number without unit; null where the text is no number with a known unit.
export function readAny(text, { units }) {
  const parts = NUMBER.exec(cleaned(text));
  if (!parts) return null;
  const unit = parts[2].trim().replaceAll("^", "").replace(/^deg\s+(?=[CF]$)/, "deg");
  if (unit && !Object.hasOwn(units, unit)) return null;
  if (TWO_WAYS.test(parts[1])) throw new Misread(`${parts[1]} can be read in two ways: write it without the comma, or with a point.`);
  const [kind, factor, zero] = unit ? units[unit] : ["", 1, 0];
  const value = Number(parts[1].replace(",", ".")) * factor + zero;
  if (!Number.isFinite(value)) throw new Misread(`${text.trim()} is too large.`);
  return { value, kind };
}

export function readQuantity(text, kind, kit) {
  const example = kit.examples[kind];
  if (!text.trim()) throw new Misread(`Write a ${kind} such as ${example}.`);
  const found = readAny(text, kit);
  if (!found || (found.kind && found.kind !== kind)) throw new Misread(`“${text.trim()}” is no ${kind}: write it as ${example}.`);
  if (!found.kind) throw new Misread(`${text.trim()} needs a unit: write it as ${example}.`);
  if (kind === "temperature" && found.value <= 0) throw new Misread(`${text.trim()} is not above absolute zero.`);
  return found.value;
}
