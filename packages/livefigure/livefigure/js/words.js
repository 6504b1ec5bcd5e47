// What belongs to a figure in the text of its page: words that lead to a scene, numbers that follow the figure, numbers that are dragged.
// Without scripts they are words and numbers. Symbols of formulas are in symbols.js.
import { describe, makeDraggable } from "./drag.js";
import { reveal } from "./reveal.js";
import { wakeSymbols } from "./symbols.js";

export function wakeWords(root, figure) {
  const { name, scenes, sliders, slots } = figure.spec;
  const sleeping = (kind) => document.querySelectorAll(`span.${kind}[data-figure="${CSS.escape(name)}"]:not([data-alive])`);
  for (const words of sleeping("lf-words")) {
    const scene = scenes.find(([label]) => label === words.dataset.scene);
    if (scene) wakeScene(words, root, figure, scene[1]);
  }
  for (const number of sleeping("lf-live")) if (number.dataset.slot in slots) follow(number, figure);
  for (const number of sleeping("lf-drag")) {
    const slider = sliders.find((one) => one.name === number.dataset.slot);
    if (!slider) continue;
    describe(number, figure, slider, slider.label);
    makeDraggable(number, figure, slider);
    follow(number, figure);
  }
  wakeSymbols(figure);
}

// They stay text. A <button> would be one piece: a line could not end in it, and could end before the full stop behind it.
function wakeScene(words, root, figure, target) {
  const go = () => {
    figure.take();
    reveal(root, { block: "nearest", behavior: "smooth" });
    figure.glide(target);
  };
  words.dataset.alive = "true";
  words.setAttribute("role", "button");
  words.tabIndex = 0;
  words.addEventListener("click", go);
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault(); // a blank would scroll the page
    if (!event.repeat) go();
  });
}

function follow(number, figure) {
  number.dataset.alive = "true";
  figure.onDraw(() => {
    const text = figure.fill(`{${number.dataset.slot}}`);
    if (number.textContent !== text) number.textContent = text;
  });
}
