// States that the reader drags in the drawing. Keyboard users have the sliders.
import { pointerIn, svgElement } from "./dom.js";
import { dataAt, item, lengthOf, pixel } from "./paths.js";
import { shareOf, snapped, valueOf } from "./scale.js";

const sliderOf = (spec, name) => spec.sliders.find((slider) => slider.name === name);

// Where the pointer is -> the sliders' values, for a state whose coordinates are sliders.
export function alongAxes(drag, axes, spec) {
  return (pointer) => Object.entries(drag).map(([axis, [name, factor]]) =>
    [name, snapped(sliderOf(spec, name), dataAt(axes[axis], pointer[axis]) / factor)]);
}

// The same for a state that one slider moves along a path: the nearest place on it. Of a path that comes back to itself or crosses itself,
// only the part is searched that begins within a quarter of its length, so that the state does not jump.
export function alongPath({ slider: name, x, y }, axes, spec, figure) {
  const slider = sliderOf(spec, name);
  return (pointer) => {
    const [X, Y] = [figure.values()[x], figure.values()[y]];
    const last = lengthOf(X, Y) - 1;
    const spot = (k) => ({ x: pixel(axes.x, item(X, k)), y: pixel(axes.y, item(Y, k)) });
    const between = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
    const apart = (k) => between(spot(k), pointer);
    const closes = between(spot(0), spot(last)) < 1;
    const now = Math.round(shareOf(slider, figure.value(name)) * last);
    let best = now;
    for (let step = -Math.round(last / 4); step <= last / 4; step++) {
      const k = closes ? (now + step + last) % last : Math.min(last, Math.max(0, now + step));
      if (apart(k) < apart(best) || Number.isNaN(apart(best))) best = k;
    }
    return [[name, snapped(slider, valueOf(slider, best / last))]];
  };
}

// What a finger or a mouse meets, larger than the marker itself; `movers.js` keeps it there.
export function hitArea(group, name = "lf-hit") {
  const area = svgElement("circle", { class: name, r: 16 });
  group.append(area);
  return area;
}

export function makeHandle(svg, group, follow, figure) {
  const handle = hitArea(group, "lf-handle");
  // A finger that starts here drags; without this, Chromium scrolls the page.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    figure.dragged = true;
    figure.setAll(follow(pointerIn(svg, event)));
  });
  return handle;
}
