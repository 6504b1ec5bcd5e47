// What a reader takes away: the state as a link, the shown data as CSV, the Python that draws the same.
import { button, element, unitOf, withUnit } from "./dom.js";
import { pageLink } from "./link.js";
import { item } from "./paths.js";
import { makePlayer } from "./player.js";

function csv(spec, values, state) {
  const quote = (text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const head = spec.sliders.map((slider, k) => `# ${slider.label} = ${withUnit(String(state[k]), unitOf(slider, state[k]))}`);
  const rows = Array.from({ length: spec.grids[0].count }, (_, k) =>
    spec.columns.map(({ step }) => String(item(values[step], k))).join(","));
  return [...head, spec.columns.map(({ title }) => quote(title)).join(","), ...rows, ""].join("\n");
}

// Excel reads UTF-8 only behind the mark U+FEFF. A line "sep=," would let it find the columns where the comma is the decimal sign, but then
// it ignores the mark, and other programs take the line for data.
function download(name, text) {
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  const anchor = element("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A page opened from a folder may have no clipboard; then the text is there to be copied by hand.
async function copy(text, done, failed) {
  try {
    await navigator.clipboard.writeText(text);
    done();
  } catch {
    failed();
  }
}

const program = (spec, state) =>
  spec.sliders.reduce((text, { name }, k) => text.replaceAll(`${name} = {${name}}`, `${name} = ${state[k]}`), spec.snippet);

// `figures` are the figures of the page that a link holds; without them there is no link.
export function makeTools(root, figure, spec, figures) {
  const { say } = figure;
  const bar = element("div", { class: "lf-tools" });
  const code = element("code");
  const shown = element("pre", { tabindex: "0", role: "region", "aria-label": "Python that reproduces the figure" }, code);
  const refresh = () => { code.textContent = program(spec, figure.state); };
  const details = element("details", {}, element("summary", {}, "Python"), shown,
    button("Copy the Python", () => copy(code.textContent, () => say("The Python is in the clipboard."), () => say("This page may not use the clipboard: select the text."))));
  // The theme removes the tab stop from what does not scroll, and nothing scrolls while it is folded.
  details.addEventListener("toggle", () => { refresh(); shown.tabIndex = 0; });
  const played = spec.sliders.find((slider) => slider.play);
  const player = played && makePlayer(root, figure, played);
  if (player) root.querySelector(".lf-drawing").after(player.bar);
  bar.append(button("Reset", () => { if (player) player.stop(); figure.reset(); say(`The sliders are back where they were. ${figure.sentence()}`); }));
  if (figures) {
    bar.append(button("Link", () => {
      const link = pageLink(figures, figure);
      history.replaceState(null, "", link);
      copy(link, () => say("A link to this state of the page is in the clipboard."), () => say("The page's address now holds this state."));
    }));
  }
  // A picture without curves has no table.
  if (spec.columns.length) bar.append(button("CSV", () => download(`${spec.name}.csv`, csv(spec, figure.values(), figure.state))));
  bar.append(details);
  return { bar, refresh: () => { if (details.open) refresh(); } };
}
