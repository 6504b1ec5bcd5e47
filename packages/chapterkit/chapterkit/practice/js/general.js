// A number as Python's format "g" writes it.
const cut = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

export function general(value, digits = 6) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= digits) return `${cut(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return cut(value.toFixed(digits - 1 - power));
}
