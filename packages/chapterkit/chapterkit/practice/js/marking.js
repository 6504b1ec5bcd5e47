// Credit and message for one answer: the same as coursework.marking, for an entry of a practice rubric.
import { agree, evaluate, parse, symbolsIn } from "./expressions.js";
import { general } from "./general.js";
import { readQuantity } from "./quantity_reading.js";
import { Refused, sentence } from "./typography.js";

const UNIT_CREDIT = 0.5;
const SLIP = 1 / 3;
const CLOSE = 3;
const POWERS_OF_TEN = 9;
const ROUNDED_CREDIT = 0.5;
const ROUNDED = 2e-3;
const near = (value, right, tolerance) => Math.abs(value - right) <= tolerance * Math.abs(right);

// The slips that give a number of their own, apart from the right one and from those before.
export function keptSlips(slips, right, tolerance) {
  const kept = [];
  for (const slip of slips) {
    const wrong = Number.isFinite(slip.value) && Math.abs(slip.value - right) > 2 * tolerance * Math.abs(right);
    if (wrong && kept.every((other) => !near(slip.value, other.value, SLIP * tolerance))) kept.push(slip);
  }
  return kept;
}

// The unit or the power of ten with which the number would be right, in words; empty if there is none.
function unitSlip({ value, number, unit }, { value: right, tolerance, unit: asked, others }) {
  if (unit && near(number, right, tolerance)) return `The number is right ${asked ? `in ${asked}` : "without a unit"}, but ${unit} was written with it.`;
  const meant = others.find(([, factor]) => near(value * factor, right, tolerance))?.[0];
  const ratio = value / right;
  if (ratio > 0 && Number.isFinite(ratio)) {
    const power = Math.round(Math.log10(ratio));
    const size = Math.abs(power);
    if (size >= 1 && size <= POWERS_OF_TEN && Math.abs(ratio / 10 ** power - 1) <= tolerance) {
      return `Right digits, but a factor ${size <= 4 ? 10 ** size : `10^${size}`} too ${power > 0 ? "large" : "small"}${meant ? `: is it in ${meant}?` : "."}`;
    }
  }
  return meant && !unit ? `Right if the number is in ${meant}: write the unit with it, or convert it${asked ? ` to ${asked}` : ""}.` : "";
}

function numberVerdict(asked, answer, convert) {
  const read = readQuantity(answer, asked.unit, convert);
  const { value: right, tolerance } = asked;
  if (near(read.value, right, tolerance)) return [1, "Right."];
  const slip = asked.slips.find(({ value }) => near(read.value, value, SLIP * tolerance));
  if (slip) return [slip.credit, slip.message];
  const message = unitSlip(read, asked);
  if (message) return [UNIT_CREDIT, message];
  if (near(read.value, right, CLOSE * tolerance)) return [0, `Close, but not within ${general(100 * tolerance)} %: check the rounding of intermediate results.`];
  return [0, `Not right. ${asked.hint}`.trim()];
}

function named(point, tree, { units }) {
  const used = new Set(symbolsIn(tree));
  const values = Object.entries(point).filter(([name]) => used.has(name)).map(([name, value]) => `${name} = ${general(value, 4)} ${units[name] ?? ""}`.trimEnd());
  return values.length > 1 ? `${values.slice(0, -1).join(", ")} and ${values.at(-1)}` : values[0] ?? "every point";
}

function formulaVerdict(asked, answer) {
  const tree = parse(answer, Object.keys(asked.symbols), asked.spellings);
  const { at, values: right } = asked;
  const results = at.map((point) => evaluate(tree, point));
  const bad = results.findIndex(Number.isNaN);
  if (bad >= 0) return [0, `At ${named(at[bad], tree, asked)} yours has no finite value.`];
  if (agree(results, right)) return [1, `Right: the same values at ${at.length} random points.`];
  const slip = asked.slips.find(({ values }) => agree(results, values));
  if (slip) return [slip.credit, slip.message];
  if (agree(results, right, ROUNDED)) return [ROUNDED_CREDIT, "Nearly: a number in it seems rounded. Write it exactly, as a fraction or with a symbol."];
  const ratios = results.map((one, k) => (right[k] ? one / right[k] : NaN));
  if (results.some((one) => one !== 0) && agree(ratios, ratios.map(() => ratios[0]))) return [0, "It differs from the right formula by a constant factor."];
  const apart = results.findIndex((one, k) => !agree([one], [right[k]]));
  return [0, `At ${named(at[apart], tree, asked)} yours gives ${general(results[apart], 4)}, and the formula that is asked for does not. ${asked.hint}`.trim()];
}

// {credit, message, read}: `read` is false where the answer could not be read.
export function markAnswer(asked, answer, convert) {
  try {
    const [credit, message] = asked.kind === "formula" ? formulaVerdict(asked, answer) : numberVerdict(asked, answer, convert);
    return { credit, message, read: true };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { credit: 0, message: sentence(asked.name, error.message), read: false };
  }
}
