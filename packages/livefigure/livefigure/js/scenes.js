// Scenes: a button under the figure, or words in the text, glide the sliders to a state that has a name.
import { button, element } from "./dom.js";
import { scaleOf } from "./scale.js";

const GLIDE = 700; // ms

// Slow at both ends.
const eased = (share) => share * share * (3 - 2 * share);

// Returns glide(state): it moves all sliders together, along their scales, and says what came out. With "reduce motion" set, at once.
export function makeGlide(figure, spec) {
  const scales = spec.sliders.map(scaleOf);
  let frame = null;
  return (target) => {
    cancelAnimationFrame(frame);
    const places = spec.sliders.map(({ name }, k) => [figure.value(name), target[k]].map(scales[k].toPosition));
    const moved = spec.sliders.map(({ name }, k) => [name, k]).filter(([name, k]) => figure.value(name) !== target[k]);
    const began = performance.now();
    const arrive = () => { figure.setAll(spec.sliders.map(({ name }, k) => [name, target[k]])); figure.say(figure.sentence()); };
    const step = (now) => {
      const share = Math.max(0, now - began) / GLIDE;
      if (share >= 1) { arrive(); return; }
      figure.setAll(moved.map(([name, k]) => {
        const [from, to] = places[k];
        return [name, scales[k].toValue(from + eased(share) * (to - from))];
      }));
      frame = requestAnimationFrame(step);
    };
    if (moved.length === 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) arrive();
    else frame = requestAnimationFrame(step);
  };
}

// The row of buttons. The one whose state the figure shows is pressed.
export function makeScenes(figure, spec, glide) {
  const buttons = spec.scenes.map(([name, target]) => [button(name, () => glide(target)), target]);
  const bar = element("div", { class: "lf-scenes", role: "group", "aria-label": "Scenes" }, ...buttons.map(([node]) => node));
  const refresh = () => {
    for (const [node, target] of buttons) node.setAttribute("aria-pressed", String(target.every((value, k) => value === figure.state[k])));
  };
  return { bar, refresh };
}

// Words in the text of a page that name a scene of this figure become buttons.
export function wakeWords(root, spec, glide) {
  for (const words of document.querySelectorAll(`span.lf-words[data-figure="${CSS.escape(spec.name)}"]`)) {
    const scene = spec.scenes.find(([name]) => name === words.dataset.scene);
    if (!scene) continue;
    const node = button("", () => {
      root.scrollIntoView({ block: "nearest", behavior: "smooth" });
      glide(scene[1]);
    });
    node.className = "lf-words";
    node.append(...words.childNodes);
    words.replaceWith(node);
  }
}
