// One sentence that compares a guess with what is true.
import { withUnit } from "./dom.js";
import { formatNumber } from "./number.js";

const CLOSE = 0.1; // a guess is close within this share of what is true, or a fifth of it of the whole range

export const guessText = (value, { unit }) => withUnit(formatNumber(value, 4, true), unit);
export const truthText = ({ truth, digits, unit }) => withUnit(formatNumber(truth, digits), unit);

// `guess` is null for a reader who made none.
export function verdict(asked, guess) {
  const { answer, truth, digits, unit, times, slider } = asked;
  const said = answer.replace("{answer}", truthText(asked));
  if (guess === null) return `${said}.`;
  const begin = `Your guess: ${guessText(guess, asked)}. ${said}`;
  const off = Math.abs(guess - truth);
  if (formatNumber(guess, digits) === formatNumber(truth, digits)) return `${begin}, as you guessed.`;
  if (times) {
    const ratio = Math.max(guess / truth, truth / guess);
    const number = formatNumber(Number(ratio.toPrecision(2)), 2, true);
    if (ratio <= 1 + CLOSE) return `${begin}. You were close.`;
    return guess < truth ? `${begin}, ${number} times your guess.` : `${begin}. Your guess is ${number} times that.`;
  }
  if (off <= Math.max(CLOSE * Math.abs(truth), (CLOSE / 5) * (slider.high - slider.low))) return `${begin}. You were close.`;
  const apart = unit === "%" ? `${formatNumber(off, digits)} percentage points` : withUnit(formatNumber(off, digits), unit);
  return `${begin}, ${apart} ${guess < truth ? "more" : "less"} than your guess.`;
}
