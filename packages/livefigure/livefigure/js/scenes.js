// Scenes: a button under the figure, or words in the text, glide the sliders to a state that has a name.
import { button, element } from "./dom.js";
import { scaleOf } from "./scale.js";

const GLIDE = 700; // ms

// Slow at both ends.
const eased = (share) => share * share * (3 - 2 * share);

// Returns glide(state): it moves all sliders together, along their scales, and says what came out. With "reduce motion" set, at once.
export function makeGlide(root, figure, spec) {
  const scales = spec.sliders.map(scaleOf);
  let frame = null;
  let moving = false; // true while the glide itself moves the sliders
  const stop = () => cancelAnimationFrame(frame);
  const move = (moves) => { moving = true; figure.setAll(moves); moving = false; };
  // The reader's own move is the last word.
  root.addEventListener("pointerdown", stop);
  figure.onTake(stop);
  figure.onMove(() => { if (!moving) stop(); });
  return (target) => {
    stop();
    const places = spec.sliders.map(({ name }, k) => [figure.value(name), target[k]].map(scales[k].toPosition));
    const moved = spec.sliders.map(({ name }, k) => [name, k]).filter(([name, k]) => figure.value(name) !== target[k]);
    const began = performance.now();
    const arrive = () => { move(spec.sliders.map(({ name }, k) => [name, target[k]])); figure.say(figure.sentence()); };
    const step = (now) => {
      const share = Math.max(0, now - began) / GLIDE;
      if (share >= 1) { arrive(); return; }
      move(moved.map(([name, k]) => {
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
