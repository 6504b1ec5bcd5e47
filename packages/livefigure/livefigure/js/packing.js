// The whole numbers of a table, from the text that packing.py writes.
const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((letter, value) => [letter, value]));
const HOLE = "!";

// What is predicted from the neighbours, each as [rows back, numbers back, weight].
const PREDICTIONS = {
  lines: [[0, 1, 2], [0, 2, -1], [1, 0, 2], [2, 0, -1], [1, 1, -4], [1, 2, 2], [2, 1, 2], [2, 2, -1]],
  steps: [[0, 1, 1], [1, 0, 1], [1, 1, -1]],
};

// Rows of `width` numbers, one after the other; NaN for what is missing.
export function unpack(text, prediction, width) {
  const known = [];
  const holes = [];
  let [difference, place] = [0, 1];
  for (const letter of text) {
    const digit = DIGITS.get(letter);
    if (letter !== HOLE) {
      difference += (digit % 32) * place;
      place *= 32;
      if (digit > 31) continue;
    }
    const at = known.length % width;
    let number = difference % 2 === 0 ? difference / 2 : -(difference + 1) / 2;
    for (const [up, back, weight] of PREDICTIONS[prediction]) {
      if (back <= at && up * width <= known.length - at) number += weight * known[known.length - up * width - back];
    }
    if (letter === HOLE) holes.push(known.length);
    known.push(number);
    [difference, place] = [0, 1];
  }
  const numbers = Float64Array.from(known);
  for (const hole of holes) numbers[hole] = NaN;
  return numbers;
}
