// A number as a reader sees it: the same text as number.py makes, digit for digit.
const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function formatNumber(value, digits = 3, trim = false) {
  if (Number.isNaN(value)) return "–";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  const cut = (text) => (trim && text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (size !== 0 && !(size >= 1e-3 && size < 1e7)) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
    const raised = String(Number(exponent)).replace(/[-\d]/g, (character) => SUPERSCRIPTS[character]);
    return `${sign}${cut(mantissa)}\u00a0×\u00a010${raised}`;
  }
  const places = size === 0 ? digits - 1 : Math.max(0, digits - 1 - Number(size.toExponential(16).split("e")[1]));
  const [whole, fraction] = cut(size.toFixed(places)).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return sign + grouped + (fraction === undefined ? "" : `.${fraction}`);
}
