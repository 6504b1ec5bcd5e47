// A number, with or without a unit, as people write it: the same as coursework.marking.quantities.
import { Refused, foreign, typewritten } from "./typography.js";

const LONGEST = 100;
const NUMBER = /^([+-]?)\s*(?:10\s*(?:\^|\*\*)\s*\(?([+-]?[0-9]{1,4})\)?|([0-9][0-9.,_]*(?: [0-9]{3}(?![0-9])[0-9.,_]*)*|[.,][0-9]+)(?:\s?[eE]\s?([+-]?\s?[0-9]{1,4})|(?:\s*[*xX]\s*|\s+)10\s*(?:\^|\*\*)\s*\(?([+-]?\s?[0-9]{1,4})\)?)?)/;
const CALCULATION = /^(?!1\s*\/\s*[A-Za-z(])(?:[-+(]|[*/^]+\s*[-+(]*[0-9]|[0-9]|,|\.)/;

// One decimal point for all decimal and thousands separators.
function decimal(written) {
  let digits = written.trim().replace(/,$/, "");
  if (/^[0-9]{1,3}( [0-9]{3})+([.,][0-9]*)?$/.test(digits)) {
    digits = digits.replaceAll(" ", "");
    if (/^[0-9]+,[0-9]*$/.test(digits)) return digits.replaceAll(",", ".");
  }
  if (/^(?:[0-9]+(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+)$/.test(digits)) return digits.replaceAll("_", "");
  if (/^[1-9][0-9]{0,2},[0-9]{3}$/.test(digits)) {
    throw new Refused(`has ${digits}, which can mean ${digits.replaceAll(",", ".")} or ${digits.replaceAll(",", "")}; write it with a decimal point`);
  }
  if (/^[0-9]*,[0-9]+$/.test(digits)) return digits.replaceAll(",", ".");
  if (/^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(digits)) return digits.replaceAll(",", "");
  if (/^[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?$/.test(digits)) return digits.replaceAll(".", "").replaceAll(",", ".");
  throw new Refused(`has ${digits}, which is no single number; write it with a decimal point and without spaces`);
}

// {value, number, unit}: the value in the unit of the question, and the number and its unit as written. Refused with a reason.
export function readQuantity(answer, unit, convert) {
  const example = `3.48 ${unit}`.trimEnd();
  if ([...answer].length > LONGEST) throw new Refused(`has ${[...answer].length} characters, more than ${LONGEST}; write a number and its unit, as in ${example}`);
  const text = typewritten(answer).replace(/\.$/, "").trimEnd();
  if (!text) throw new Refused(`is empty; write a number and its unit, as in ${example}`);
  const strange = foreign(text);
  if (strange) throw new Refused(`has a character that is not understood (${strange})`);
  if (/^[+-]?\s*(nan|inf(inity)?)\b/i.test(text)) throw new Refused("is not a finite number");
  const match = NUMBER.exec(text);
  if (!match) throw new Refused(`is a text that does not begin with a number; write it as in ${example}`);
  const [whole, sign, alone, digits, exponent, power] = match;
  const number = Number(`${sign}${digits ? decimal(digits) : "1"}e${(exponent || power || alone || "0").replaceAll(" ", "")}`);
  let written = text.slice(whole.length).trim().replace(/^\/\s*(?=[A-Za-z(])/, "1/");
  if (CALCULATION.test(written)) throw new Refused("is a calculation, or more than one number; texts are not evaluated, so write the result");
  written = written.replace(/^\*/, "").trim();
  const value = written ? convert(number, written, unit) : number;
  if (!Number.isFinite(value)) throw new Refused("is not a finite number");
  return { value, number, unit: written };
}
