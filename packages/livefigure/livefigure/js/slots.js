// What stands for a slider or a readout in a text: the same as slots.py writes.
import { unitOf, withUnit } from "./dom.js";
import { formatNumber } from "./number.js";

function slotText(slot, values) {
  const { step, digits, trim, words = [], absent } = slot;
  const [, instead] = words.find(([condition]) => values[condition] !== 0) ?? [];
  if (instead !== undefined) return instead;
  if (Number.isNaN(values[step]) && absent) return absent;
  const number = formatNumber(values[step], digits, trim);
  return withUnit(number, unitOf(slot, number));
}

export const filled = (text, slots, values) => text.replace(/\{([^{}]+)\}/g, (_, name) => slotText(slots[name], values));
