// Runs a slider through its range in a loop, or through one step of it, until the reader stops it, takes a slider, presses Escape or
// looks away. With "reduce motion" set, it takes one step every half second, and never begins by itself.
import { button, element } from "./dom.js";
import { listenOutside } from "./outside.js";
import { scaleOf, shareOf, stepsTo, valueAt, valueOf } from "./scale.js";

const SPEEDS = [["1×", 1], ["½×", 0.5], ["¼×", 0.25], ["2×", 2]];

export function makePlayer(root, figure, slider) {
  const { name, low, high, play } = slider;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const pause = calm ? 500 : 0; // ms between steps
  let frame = null;
  let last;
  let end; // of the step that is run; without one it goes round and round
  let speed = 0;
  let mayBegin = play.by_itself && !calm; // until the reader has taken hold of the figure
  const playButton = button("Play", () => (frame === null ? start() : stop()));
  const speedButton = button(SPEEDS[0][0], () => {
    speed = (speed + 1) % SPEEDS.length;
    speedButton.textContent = SPEEDS[speed][0];
    speedButton.setAttribute("aria-label", `Speed ${SPEEDS[speed][0]}`);
  });
  speedButton.setAttribute("aria-label", "Speed 1×");
  // A step rests one stop short of its end: at the end the next step begins, with its own sentence and arrows.
  const scale = scaleOf(slider);
  const shortOf = (value) => valueAt(scale, stepsTo(scale, value) - 1);
  const steps = Object.entries(play.steps).map(([label, [first, final]]) => {
    const rest = shortOf(final);
    const node = button(label, () => {
      stop(false);
      figure.set(name, calm ? rest : first);
      if (calm) figure.say(figure.sentence());
      else start(rest);
    });
    node.setAttribute("aria-label", `Run ${label}`);
    return node;
  });
  const parts = Object.values(play.steps);
  const markStep = () => {
    const now = figure.value(name);
    const at = parts.findIndex(([first, final]) => first <= now && now < final);
    steps.forEach((node, k) => { if (k === at) node.setAttribute("aria-current", "step"); else node.removeAttribute("aria-current"); });
  };
  figure.onMove((moved) => { if (moved === name) markStep(); });
  markStep();
  const bar = element("div", { class: "lf-play", role: "group", "aria-label": "Play" }, playButton, ...steps, speedButton);
  const own = new Set([playButton, speedButton, ...steps]);

  // What the reader does by hand stops it, and it does not begin by itself again.
  const taken = () => { mayBegin = false; stop(); };
  figure.onTake(taken);
  listenOutside(root, document, "keydown", (event) => { if (event.key === "Escape") taken(); });
  root.addEventListener("keydown", (event) => { if (event.target.type === "range") taken(); });
  for (const kind of ["pointerdown", "click"]) {
    root.addEventListener(kind, (event) => {
      if (own.has(event.target)) mayBegin = false;
      else taken();
    });
  }
  new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && mayBegin) start();
    else if (!isIntersecting) stop(false);
  }, { threshold: 0.5 }).observe(root.querySelector(".lf-drawing"));

  function start(final) {
    cancelAnimationFrame(frame);
    end = final;
    figure.playing = true;
    last = performance.now();
    playButton.textContent = "Pause";
    frame = requestAnimationFrame(move);
  }
  function stop(speak = true) {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    figure.playing = false;
    playButton.textContent = "Play";
    if (speak) figure.say(figure.sentence());
  }
  function move(now) {
    if (!playButton.isConnected) { stop(); return; }
    if (now - last >= pause) {
      const value = figure.value(name);
      const share = shareOf(slider, value) + (Math.max(0, now - last) / 1000 / play.seconds) * SPEEDS[speed][1];
      const next = Math.min(high, Math.max(low, valueOf(slider, share % 1)));
      last = now;
      if (end !== undefined && (next >= end || next < value)) {
        figure.set(name, end);
        stop();
        return;
      }
      figure.set(name, next);
    }
    frame = requestAnimationFrame(move);
  }
  return { bar, stop: taken };
}
