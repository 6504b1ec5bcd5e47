// Runs a slider through its range in a loop, from where it is. With "reduce motion" set, it takes one step every half second.
import { button } from "./dom.js";

export function makePlayer(figure, { name, low, high, log, play }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const pause = calm ? 500 : 0; // ms between steps
  let frame = null;
  let last;
  const node = button("Play", () => (frame === null ? start() : stop()));
  function start() {
    last = performance.now();
    node.textContent = "Pause";
    frame = requestAnimationFrame(move);
  }
  function stop() {
    cancelAnimationFrame(frame);
    frame = null;
    node.textContent = "Play";
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
