// What a reader takes away: the budget as a link, as a table, as Python.
import { element } from "./dom.js";

const KEY = "sizing";

export function linkOf({ hot, shield, cold, rows }, spans) {
  const words = new URLSearchParams([[KEY, "1"], ["hot", hot], ...(shield === null ? [] : [["shield", shield]]), ["cold", cold]]);
  for (const { text, span } of rows) words.append(`r${spans.indexOf(span)}`, text);
  return `${location.href.split("#")[0]}#${words}`;
}

// The budget that the page's address holds; null if it holds none. Mail programs write & as HTML, or encode a link once more.
export function linkedState(spans) {
  let text = location.hash.slice(1);
  if (!/(?:^|&|;)sizing=/.test(text)) try { text = decodeURIComponent(text); } catch { return null; }
  const words = [...new URLSearchParams(text.replaceAll("&amp;", "&"))];
  const map = new Map(words);
  if (!map.has(KEY)) return null;
  const rows = words.filter(([name]) => /^r[0-9]$/.test(name) && spans[name[1]]).map(([name, row]) => ({ text: row, span: spans[name[1]] }));
  return { hot: map.get("hot") ?? "", shield: map.get("shield") ?? null, cold: map.get("cold") ?? "", rows };
}

const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value));
const line = (...values) => values.map(quoted).join(",");

// The numbers of a budget that is whole; of one with rows left out there is the table alone.
function factsOf({ least, rejectedAtLeast, power, rejected }, advice) {
  const facts = [["least power", least], ["heat rejected at the least", rejectedAtLeast]];
  if (power) facts.push(["power as machines reach, from", power[0]], ["power as machines reach, to", power[1]], ["heat rejected then, from", rejected[0]], ["heat rejected then, to", rejected[1]]);
  if (advice.best) facts.push(["least power with the best shield", advice.best.power]);
  if (advice.without?.power) facts.push(["least power without a shield", advice.without.power]);
  return facts.map(([name, value]) => `# ${name} = ${value} W`);
}

// `advice` is null where vapour cools leads, so that there is no price.
export function csvOf(answer, advice) {
  const { stages, rows, loads, fits, isComplete } = answer;
  const shield = stages.shield === null ? "" : ` and a shield at ${stages.shield} K`;
  const whole = isComplete && advice;
  return [
    `# cold end at ${stages.cold} K${shield}, room at ${stages.hot} K`,
    ...(isComplete ? [] : ["# Rows are missing from the load: what stands in place of their heat says why."]),
    ...(whole ? factsOf(answer, advice) : []),
    ...(whole && advice.best ? [`# best shield = ${advice.best.temperature} K`] : []),
    ...(whole ? fits.filter(({ holds }) => holds).map(({ machine }) => `# held by = ${machine.name}`) : []),
    line("row", "what", "way", "heat at the cold end (W)", "heat at the shield (W)"),
    ...rows.map(({ text, span, flow, complaint }, k) => line(k + 1, text, span, flow ? flow.cold : complaint, flow ? flow.shield : "")),
    line("load", "", "", loads[0][1], loads[1]?.[1] ?? ""), "",
  ].join("\n");
}

export function pythonOf({ hot, shield, cold }, { counted, rows, isBath }) {
  const text = JSON.stringify;
  const pairs = (counted.length ? counted : rows).map((row) => `(${text(row.text)}, ${text(row.span)})`);
  const second = shield === null ? "" : `, T_shield=${text(shield)}`;
  const out = rows.filter((row) => counted.length && !counted.includes(row)).map((row) => `# not understood, and missing from the sum: ${text(row.text)}`);
  return [
    ...out,
    "from cryolib.sizing import size",
    `rows = [${pairs.join(", ")}]`,
    `answer = size(rows, T_cold=${text(cold)}, T_hot=${text(hot)}${second})`,
    ...(isBath ? ["print(answer.loads, answer.litres_per_day)"] : ["print(answer.loads, answer.least_power, answer.power, answer.shield)", "print(answer)"]),
  ].join("\n");
}

// Excel reads UTF-8 only behind the mark U+FEFF.
export function download(name, text) {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A page opened from a folder may have no clipboard; then the text is there to be copied by hand.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
