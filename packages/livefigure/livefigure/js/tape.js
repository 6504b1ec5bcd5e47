// Replays a tape (compile.py): a fixed table of operations over numbers and arrays, and nothing else. A step that does not
// depend on the grid stays a single number, as it would in NumPy.
export const OPERATIONS = new Map(Object.entries({
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b, neg: (a) => -a,
  // C's pow, and so NumPy's, returns 1 where JavaScript returns NaN: for 1 to any power, and -1 to an infinite one.
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : Math.pow(a, b)),
  sqrt: Math.sqrt, exp: Math.exp, log: Math.log, abs: Math.abs, sign: Math.sign, floor: Math.floor, ceil: Math.ceil,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, asin: Math.asin, acos: Math.acos, atan: Math.atan, atan2: Math.atan2,
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, asinh: Math.asinh, acosh: Math.acosh, atanh: Math.atanh,
  min: (a, b) => Math.min(a, b), max: (a, b) => Math.max(a, b),
  lt: (a, b) => +(a < b), le: (a, b) => +(a <= b), gt: (a, b) => +(a > b), ge: (a, b) => +(a >= b),
  eq: (a, b) => +(a === b), ne: (a, b) => +(a !== b),
  and: (a, b) => +(a !== 0 && b !== 0), or: (a, b) => +(a !== 0 || b !== 0), not: (a) => +(a === 0),
  select: (condition, a, b) => (condition !== 0 ? a : b),
}));

// Returns run(inputs): all steps' values for these slider values. Arrays are allocated once and overwritten where an input changed:
// a step that depends on none of the changed ones keeps its value. run.versions counts for each step how often it was computed.
export function makeTape(steps, grids, tables) {
  const values = Array.from({ length: steps.length });
  const versions = new Uint32Array(steps.length);
  const inputsOf = []; // for each step the inputs that it depends on, one bit each
  const actions = steps.map(([name, ...operands], at) => {
    inputsOf[at] = name === "input" ? 1 << operands[0] : 0;
    if (name === "input") return (inputs) => { values[at] = inputs[operands[0]]; };
    if (name === "grid") { values[at] = grids[operands[0]]; return null; }
    if (name === "number") { values[at] = operands[0] === null ? NaN : operands[0]; return null; }
    const operation = name === "table" ? tables[operands.shift()] : OPERATIONS.get(name);
    if (!operation) throw new Error(`no operation ${name}`);
    for (const operand of operands) inputsOf[at] |= inputsOf[operand];
    const long = operands.map((operand) => values[operand]).find((value) => typeof value === "object");
    if (!long) {
      values[at] = NaN;
      return () => { values[at] = operation(...operands.map((operand) => values[operand])); };
    }
    const out = (values[at] = new Float64Array(long.length));
    return () => spread(operation, operands.map((operand) => values[operand]), out);
  });
  let last = null;
  const run = (inputs) => {
    let changed = 0;
    inputs.forEach((value, k) => { if (!last || value !== last[k]) changed |= 1 << k; });
    for (let at = 0; at < actions.length; at++) {
      if (!actions[at] || (last && !(inputsOf[at] & changed))) continue;
      actions[at](inputs);
      versions[at]++;
    }
    last = [...inputs];
    return values;
  };
  return Object.assign(run, { versions });
}

function spread(operation, [a, b, c], out) {
  const at = (value) => (typeof value === "object" ? (k) => value[k] : () => value);
  const n = out.length;
  if (b === undefined) for (let k = 0; k < n; k++) out[k] = operation(a[k]);
  else if (c === undefined) {
    if (typeof a === "number") for (let k = 0; k < n; k++) out[k] = operation(a, b[k]);
    else if (typeof b === "number") for (let k = 0; k < n; k++) out[k] = operation(a[k], b);
    else for (let k = 0; k < n; k++) out[k] = operation(a[k], b[k]);
  } else {
    const [p, q, r] = [at(a), at(b), at(c)];
    for (let k = 0; k < n; k++) out[k] = operation(p(k), q(k), r(k));
  }
}

// Where a curve is drawn: evenly between its ends, in the logarithm on a logarithmic axis. In the steps of NumPy's linspace and
// geomspace, so that both compute at the same places.
export function makeGrid({ low, high, log, count }) {
  const [from, to] = log ? [Math.log10(low), Math.log10(high)] : [low, high];
  const step = (to - from) / (count - 1);
  const grid = Float64Array.from({ length: count }, (_, k) => (log ? 10 ** (k * step + from) : k * step + from));
  grid[0] = low;
  grid[count - 1] = high;
  return grid;
}
