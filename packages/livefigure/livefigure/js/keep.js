// "Keep" leaves a pale copy of the present curves, bands and points in the drawing, to compare with while the sliders move.
import { button, element } from "./dom.js";

const KEPT = new Set(["curve", "band", "fill", "point"]);

function copyOf(group) {
  const copy = group.cloneNode(true);
  copy.querySelectorAll("defs, .lf-handle").forEach((part) => part.remove()); // the first of each definition serves both
  for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
  copy.classList.add("lf-ghost");
  return copy;
}

// Adds its buttons to `bar`, before what folds out there, and the words for what was kept to the end of the figure.
export function addKeep(root, figure, spec, bar) {
  const artists = spec.artists.filter(({ kind, panel }) => KEPT.has(kind) && spec.axes[panel]);
  if (!artists.length) return;
  let copies = [];
  const note = element("p", { class: "lf-kept", hidden: "" });
  const clear = button("Clear", () => { remove(); keep.focus(); figure.say("The pale copy is gone."); });
  const keep = button("Keep", () => {
    remove();
    figure.drawAll();
    for (const layout of Object.keys(spec.layouts)) {
      for (const { id } of artists) {
        const group = root.querySelector(`#${CSS.escape(`${spec.name}-${layout}-${id}`)}`);
        const copy = copyOf(group);
        group.before(copy);
        copies.push(copy);
      }
    }
    const state = spec.sliders.map(({ name, label }) => `${label} ${figure.fill(`{${name}}`)}`).join(", ");
    note.textContent = `Pale: ${state}.`;
    clear.hidden = note.hidden = false;
    figure.say(`A pale copy of this state stays in the drawing: ${state}.`);
  });
  function remove() {
    copies.forEach((copy) => copy.remove());
    copies = [];
    clear.hidden = note.hidden = true;
  }
  clear.hidden = true;
  figure.onReset(remove);
  bar.lastElementChild.before(keep, clear);
  root.append(note);
}
