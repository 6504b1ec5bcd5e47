// The formulas of a budget: the tapes that livefigure compiled from cryolib's own functions, called with numbers or arrays.
import { OPERATIONS } from "./tape.js";

const isList = (value) => typeof value === "object";

// (...inputs) => the value; an array if an input is one.
function makeFormula({ steps, at }) {
  return (...inputs) => {
    const values = [];
    for (const [name, ...operands] of steps) {
      if (name === "input") values.push(inputs[operands[0]]);
      else if (name === "number") values.push(operands[0] === null ? NaN : operands[0]);
      else values.push(apply(OPERATIONS.get(name), operands.map((operand) => values[operand])));
    }
    return values[at];
  };
}

function apply(operation, operands) {
  const long = operands.find(isList);
  if (!long) return operation(...operands);
  return Float64Array.from(long, (_, k) => operation(...operands.map((operand) => (isList(operand) ? operand[k] : operand))));
}

// The integral of a conductivity, by the rule of cryolib.leaks.fits.integral: Gauss and Legendre in parts of equal ratio, or between corners.
function makeIntegral(conductivity, { corners }, { panels, nodes, weights }) {
  const known = new Map();
  function integrate(low, high) {
    const span = Math.log1p((high - low) / low);
    const edges = corners.length
      ? [0, ...corners.map((corner) => Math.min(Math.max(Math.log1p((corner - low) / low), 0), span)), span]
      : Array.from({ length: panels + 1 }, (_, k) => (span * k) / panels);
    const [places, shares] = [[], []];
    for (let k = 0; k + 1 < edges.length; k++) {
      const half = (edges[k + 1] - edges[k]) / 2;
      if (half === 0) continue;
      nodes.forEach((node, n) => {
        places.push(low * Math.exp(edges[k] + half * (1 + node)));
        shares.push(half * weights[n]);
      });
    }
    const values = conductivity(Float64Array.from(places));
    return places.reduce((sum, T, k) => sum + shares[k] * T * values[k], 0);
  }
  return (low, high) => {
    const key = `${low} ${high}`;
    if (known.size > 500) known.clear();
    if (!known.has(key)) known.set(key, integrate(low, high));
    return known.get(key);
  };
}

export function makeFormulas(kit) {
  const formulas = Object.fromEntries(Object.entries(kit.formulas).map(([name, tape]) => [name, makeFormula(tape)]));
  const integrals = new Map(Object.entries(kit.materials).map(([name, solid]) =>
    [name, makeIntegral(makeFormula(solid.conductivity), solid, kit.quadrature)]));
  return { ...formulas, integral: (material, low, high) => integrals.get(material)(low, high) };
}
