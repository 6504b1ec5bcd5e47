// Runs a slider through its range in a loop, from where it is, until the reader stops it, takes a slider, presses Escape or looks away.
// With "reduce motion" set, it takes one step every half second.
import { button } from "./dom.js";

export function makePlayer(root, figure, { name, low, high, log, play }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const pause = calm ? 500 : 0; // ms between steps
  let frame = null;
  let last;
  const node = button("Play", () => (frame === null ? start() : stop()));
  const seen = new IntersectionObserver((entries) => { if (!entries.at(-1).isIntersecting) stop(); });
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" || event.target.type === "range") stop(); });
  root.addEventListener("pointerdown", (event) => { if (event.target !== node) stop(); });
  function start() {
    figure.playing = true;
    seen.observe(root);
    last = performance.now();
    node.textContent = "Pause";
    frame = requestAnimationFrame(move);
  }
  function stop() {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    figure.playing = false;
    seen.disconnect();
    node.textContent = "Play";
    figure.say(figure.sentence());
  }
  function move(now) {
    if (!node.isConnected) { stop(); return; }
    if (now - last >= pause) {
      const value = figure.value(name);
      const share = ((log ? Math.log(value) : value) - from) / (to - from) + (now - last) / 1000 / play;
      const target = from + (share % 1) * (to - from);
      figure.set(name, Math.min(high, Math.max(low, log ? Math.exp(target) : target)));
      last = now;
    }
    frame = requestAnimationFrame(move);
  }
  return { node, stop };
}
