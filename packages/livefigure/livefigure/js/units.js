// What a reader may write into a slider's box: a number with a point or a comma, alone or with a unit.
const PREFIXES = { p: 1e-12, n: 1e-9, "µ": 1e-6, u: 1e-6, m: 1e-3, c: 1e-2, k: 1e3, M: 1e6, G: 1e9 };
// Name: the quantity, the factor to its first unit, and where its zero lies.
const UNITS = {
  K: ["temperature", 1, 0], "°C": ["temperature", 1, 273.15], "°F": ["temperature", 5 / 9, 459.67 * (5 / 9)],
  Pa: ["pressure", 1, 0], bar: ["pressure", 1e5, 0], atm: ["pressure", 101325, 0], psi: ["pressure", 6894.757293168, 0],
  W: ["power", 1, 0], J: ["energy", 1, 0], Wh: ["energy", 3600, 0], m: ["length", 1, 0], g: ["mass", 1e-3, 0], t: ["mass", 1e3, 0],
  s: ["time", 1, 0], min: ["time", 60, 0], h: ["time", 3600, 0], Hz: ["frequency", 1, 0], "%": ["share", 0.01, 0], "": ["share", 1, 0],
};
const PREFIXED = new Set(["K", "Pa", "bar", "W", "J", "Wh", "m", "g", "s", "Hz"]);
const NUMBER = /^([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?)(.*)$/i;
const POWER = /(?<=[\d.,])\s*[x×*·]\s*10(?:(?:\^|\*\*)\s*([+\-\u2212]?\d+)|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))/i;

// The power of ten in 3.4x10^2, and in 3.4 × 10², as the book prints it, is that of 3.4e2.
const withPower = (text) => text.replace(POWER, (_, typed, raised) => `e${(typed ?? raised).normalize("NFKC").replace("\u2212", "-")}`);

function unitOf(text) {
  if (Object.hasOwn(UNITS, text)) return UNITS[text];
  const [prefix, base] = [text.slice(0, 1), text.slice(1)];
  if (!PREFIXED.has(base) || !Object.hasOwn(PREFIXES, prefix)) return null;
  const [quantity, factor] = UNITS[base];
  return [quantity, PREFIXES[prefix] * factor, 0];
}

// {value} in `unit`, whose form beside 1 may be `one`, or {complaint} that says what to write instead.
export function readQuantity(text, unit, one) {
  const plain = withPower(text.trim()).replace(/^[\u2212\u2013]/, "-").replace(/(?<=\d)[\u202f\u00a0 ](?=\d{3}(?!\d))/g, "").replace(/[\u202f\u00a0]/g, " ");
  const parts = NUMBER.exec(plain);
  if (!parts) return { complaint: `Write a number such as 4.2${unit ? `, alone or with a unit such as ${unit}` : ""}.` };
  const [, digits, rest] = parts;
  // One thousand in one country is one in another.
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(digits)) return { complaint: `${digits} can be read in two ways: write it without the comma, or with a point.` };
  const number = Number(digits.replace(",", "."));
  const written = rest.trim().replace(/^(?:deg\s?|º)(?=[CF]$)/, "°").replace(/\u03bc/g, "µ");
  if (!written || written === unit || written === one) return { value: number };
  const [from, to] = [unitOf(written), unitOf(unit)];
  if (!from || !to || from[0] !== to[0]) {
    return { complaint: `${written} is not understood here: write a number${unit ? `, alone or with the unit ${unit}` : " alone"}.` };
  }
  return { value: Number(((number * from[1] + from[2] - to[2]) / to[1]).toPrecision(12)) };
}
