// A slider without a track: a number in a sentence or a symbol of a formula that the reader drags sideways or moves by keys.
import { scaleOf, stepsTo, valueAt } from "./scale.js";

const TRAVEL = 360; // pixels from one end of a slider to the other
const SLACK = 4; // pixels after which a movement is sideways, or up or down

// Returns the steps from the lowest value and back, on the same stops as the figure's own slider.
function stepsOf(figure, slider) {
  const scale = scaleOf(slider);
  const count = Math.round((scale.max - scale.min) / scale.step);
  return {
    count,
    now: () => stepsTo(scale, figure.value(slider.name)),
    go(steps) {
      const value = valueAt(scale, Math.min(count, Math.max(0, steps)));
      if (value !== figure.value(slider.name)) figure.set(slider.name, value);
    },
  };
}

export function makeDraggable(node, figure, slider) {
  const steps = stepsOf(figure, slider);
  followKeys(node, figure, steps);
  followPointer(node, figure, slider, steps);
}

// The same to a screen reader as a native slider.
export function describe(node, figure, slider, label) {
  const fixed = { role: "slider", tabindex: "0", "aria-label": label, "aria-valuemin": slider.low, "aria-valuemax": slider.high };
  for (const [name, value] of Object.entries(fixed)) node.setAttribute(name, value);
  node.dataset.lmSuppressShortcuts = "true"; // JupyterLab takes arrow keys for itself
  figure.onDraw(() => {
    node.setAttribute("aria-valuenow", figure.value(slider.name));
    node.setAttribute("aria-valuetext", figure.fill(`{${slider.name}}`));
  });
}

function followKeys(node, figure, steps) {
  const page = Math.max(1, Math.round(steps.count / 10));
  const moves = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: page, PageDown: -page, Home: -Infinity, End: Infinity };
  node.addEventListener("keydown", (event) => {
    if (!(event.key in moves) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    figure.take();
    steps.go(steps.now() + moves[event.key]);
  });
}

function followPointer(node, figure, slider, steps) {
  let from = null; // where the pointer went down, and what the slider was
  const sideways = ({ clientX, clientY }) => Math.abs(clientX - from.x) > Math.abs(clientY - from.y);
  const release = () => { from = null; node.removeAttribute("data-dragged"); };

  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, steps: steps.now(), value: figure.value(slider.name), moving: event.pointerType === "mouse" };
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    if (from.moving) event.preventDefault(); // no selection of text
  });
  node.addEventListener("pointermove", (event) => {
    if (!from) return;
    const far = Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLACK;
    from.moving ||= far && sideways(event);
    if (!from.moving || event.clientX === from.x && !node.dataset.dragged) return;
    figure.take();
    node.dataset.dragged = "true";
    steps.go(from.steps + Math.round(((event.clientX - from.x) / TRAVEL) * steps.count));
  });
  // A finger that goes up or down scrolls the page, and one that goes sideways does not. `touch-action` does not work on inline boxes.
  node.addEventListener("touchmove", (event) => {
    if (from && (from.moving || sideways(event.touches[0]))) event.preventDefault();
  }, { passive: false });
  node.addEventListener("pointerup", release);
  node.addEventListener("pointercancel", () => {
    if (from && node.dataset.dragged) figure.set(slider.name, from.value);
    release();
  });
}
