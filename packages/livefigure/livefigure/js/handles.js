// States that the reader drags in the drawing. Keyboard users have the sliders.
import { item, pixel } from "./paths.js";
import { snapped } from "./scale.js";

const sliderOf = (spec, name) => spec.sliders.find((slider) => slider.name === name);

// Where the pointer is -> the sliders' values, for a state whose coordinates are sliders.
export function alongAxes(drag, axes, spec) {
  return (pointer) => Object.entries(drag).map(([axis, [name, factor]]) => {
    const { log, slope, offset } = axes[axis];
    const along = (pointer[axis] - offset) / slope;
    return [name, snapped(sliderOf(spec, name), (log ? 10 ** along : along) / factor)];
  });
}

// The same for a state that one slider moves along a path: the nearest place on it. Of a path that comes back to itself or crosses itself,
// only the part is searched that begins within a quarter of its length, so that the state does not jump.
export function alongPath({ slider: name, x, y }, axes, spec, figure) {
  const slider = sliderOf(spec, name);
  const toShare = (value) => (slider.log ? Math.log(value / slider.low) / Math.log(slider.high / slider.low) : (value - slider.low) / (slider.high - slider.low));
  const toValue = (share) => (slider.log ? slider.low * (slider.high / slider.low) ** share : slider.low + share * (slider.high - slider.low));
  return (pointer) => {
    const [X, Y] = [figure.values()[x], figure.values()[y]];
    const last = (typeof X === "number" ? Y : X).length - 1;
    const apart = (k) => Math.hypot(pixel(axes.x, item(X, k)) - pointer.x, pixel(axes.y, item(Y, k)) - pointer.y);
    const closes = Math.hypot(pixel(axes.x, item(X, 0)) - pixel(axes.x, item(X, last)), pixel(axes.y, item(Y, 0)) - pixel(axes.y, item(Y, last))) < 1;
    const now = Math.round(toShare(figure.value(name)) * last);
    let best = now;
    for (let step = -Math.round(last / 4); step <= last / 4; step++) {
      const k = closes ? (now + step + last) % last : Math.min(last, Math.max(0, now + step));
      if (apart(k) < apart(best) || Number.isNaN(apart(best))) best = k;
    }
    return [[name, snapped(slider, toValue(best / last))]];
  };
}

// What a finger or a mouse meets, larger than the marker itself; `movers.js` keeps it there.
export function hitArea(svg, group, name = "lf-hit") {
  const area = document.createElementNS(svg.namespaceURI, "circle");
  area.setAttribute("class", name);
  area.setAttribute("r", 16);
  group.append(area);
  return area;
}

export function makeHandle(svg, group, follow, figure) {
  const handle = hitArea(svg, group, "lf-handle");
  // A finger that starts here drags; without this, Chromium scrolls the page.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    figure.dragged = true;
    figure.setAll(follow(new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())));
  });
  return handle;
}
