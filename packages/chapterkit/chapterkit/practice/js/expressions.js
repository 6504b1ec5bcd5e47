// Readers' formulas: parsed without running anything, and evaluated at given points; the same as coursework.marking.expressions.
import { NOT_ALLOWED, countOf, nodesOf } from "./grammar.js";
import { Refused, foreign, shortened, typewritten } from "./typography.js";

const LONGEST = 500;
const LARGEST = 200;
const DEEPEST = 50;
const AGREEMENT = 1e-9;
const FUNCTIONS = new Map(Object.entries({
  sqrt: Math.sqrt, exp: Math.exp, log: Math.log, ln: Math.log, sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh,
  tanh: Math.tanh, atan: Math.atan,
}));
const LIBRARIES = new Set(["np", "numpy", "math", "sp", "sympy"]);
const OPERATORS = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "**": (a, b) => a ** b };
const leaf = (head) => ({ head, parts: [] });

function deepest(text) {
  let [depth, most] = [0, 0];
  for (const sign of text) {
    depth += "([{".includes(sign) - ")]}".includes(sign);
    most = Math.max(most, depth);
  }
  return most;
}

// A tree {head, parts}: a number, a symbol's name, or an operator or function with its operands. Refused with a reason.
export function parse(text, symbols, spellings = {}) {
  const length = [...text].length;
  if (length > LONGEST) throw new Refused(`has ${length} characters; ${LONGEST} is the most`);
  const plain = typewritten(text).replaceAll("^", "**");
  if (!plain) throw new Refused("is empty");
  const strange = foreign(plain);
  if (strange) throw new Refused(`has a character that is not understood (${strange})`);
  if (plain.includes("=")) throw new Refused("has an equals sign; write the right side only");
  if (!/^[A-Za-z0-9_.+\-*/(), ]*$/.test(plain) || plain.includes("//")) throw new Refused(NOT_ALLOWED);
  if (deepest(plain) > DEEPEST) throw new Refused(`has more than ${DEEPEST} parentheses inside each other`);
  if (/[0-9]{31}/.test(plain)) throw new Refused("has a number of more than 30 digits");
  const nodes = nodesOf(plain);
  if (countOf(nodes) > LARGEST) throw new Refused(`has more than ${LARGEST} parts`);
  const tree = treeOf(nodes, { symbols, spellings }, DEEPEST);
  requireFiniteConstants(tree);
  return tree;
}

// Whether a formula has no symbols; then it must have a finite value, unlike 9**9**9.
function requireFiniteConstants(tree) {
  const constant = tree.parts.map(requireFiniteConstants).every(Boolean) && (tree.parts.length > 0 || typeof tree.head === "number");
  if (constant && Number.isNaN(evaluate(tree, {}))) throw new Refused("has a number that is not finite");
  return constant;
}

function treeOf(node, names, depth) {
  if (depth < 0) throw new Refused(`has more than ${DEEPEST} parts inside each other`);
  const below = (part) => treeOf(part, names, depth - 1);
  const { type, sign, parts } = node;
  if (type === "number") {
    if (!Number.isFinite(node.value)) throw new Refused("has a number that is not finite");
    return leaf(node.value);
  }
  if (type === "name") return symbolOf(node.id, names);
  if (type === "unary") return sign === "+" ? below(parts[0]) : { head: "*", parts: [leaf(-1), below(parts[0])] };
  if (type === "binary") return { head: sign, parts: parts.map(below) };
  if (type === "tuple") throw new Refused("has a comma; write decimals with a point");
  if (type === "call") return callOf(node, names, below);
  throw new Refused(NOT_ALLOWED);
}

function symbolOf(id, { symbols, spellings }) {
  if (id === "pi") return leaf(Math.PI);
  const name = !symbols.includes(id) && Object.hasOwn(spellings, id) ? spellings[id] : id;
  if (symbols.includes(name)) return leaf(name);
  throw new Refused(`has the symbol ${shortened(name, 30)}, which is not of this question; there are ${[...symbols].sort().join(", ")}`);
}

function callOf({ plain, parts: [of, ...parts] }, { symbols, spellings }, below) {
  const library = of.type === "attribute" && of.parts[0].type === "name" && LIBRARIES.has(of.parts[0].id);
  const called = of.type === "name" ? of.id : library ? of.name : "";
  if (FUNCTIONS.has(called) && plain && parts.length === 1) return { head: called, parts: [below(parts[0])] };
  if (of.type === "name") {
    if (FUNCTIONS.has(of.id)) throw new Refused(`has ${of.id} without its one argument in parentheses`);
    if (symbols.includes(of.id) || Object.hasOwn(spellings, of.id)) throw new Refused(`has ${of.id}(...), which reads as a function; write ${of.id}*(...) for a product`);
    throw new Refused(`has the function ${shortened(of.id, 30)}; there are ${[...FUNCTIONS.keys()].join(", ")}`);
  }
  if (["number", "binary", "other"].includes(of.type)) throw new Refused("has a parenthesis after a value, which reads as a function; write * for a product");
  throw new Refused(NOT_ALLOWED);
}

// NaN if any part of it is not finite or not real.
export function evaluate({ head, parts }, point) {
  if (!parts.length) return typeof head === "string" ? point[head] : head;
  // SymPy may write n*log(x) as log(x**n), whose power can be too large.
  const ofPower = (head === "log" || head === "ln") && parts[0].head === "**";
  const values = (ofPower ? parts[0].parts : parts).map((part) => evaluate(part, point));
  if (values.some(Number.isNaN)) return NaN;
  const value = ofPower ? logarithmOfPower(...values) : (OPERATORS[head] ?? FUNCTIONS.get(head))(...values);
  return Number.isFinite(value) ? value : NaN;
}

const logarithmOfPower = (base, exponent) => (base > 0 ? exponent * Math.log(base) : Math.log(base ** exponent));

export const agree = (values, right, tolerance = AGREEMENT) =>
  values.every((one, k) => Math.abs(one - right[k]) <= tolerance * Math.max(Math.abs(one), Math.abs(right[k])));

export const symbolsIn = ({ head, parts }) => (parts.length ? parts.flatMap(symbolsIn) : typeof head === "string" ? [head] : []);
