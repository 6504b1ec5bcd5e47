// Moves matplotlib's own artists: each is found by its id and gets new coordinates.
import { MOVERS } from "./movers.js";
import { snapped } from "./scale.js";

// `panels` are the axes of this layout: the maps of each and its box.
export function makeDrawing(svg, prefix, spec, panels, figure) {
  const parts = spec.artists.map((artist) => {
    const axes = panels[artist.panel];
    const group = svg.querySelector(`#${CSS.escape(`${prefix}-${artist.id}`)}`);
    const [moved] = group.querySelectorAll("path[d]:not(defs *), use, text");
    if (moved.localName === "text") {
      // From here on the transform alone places the words.
      const turn = /rotate\((-?[\d.]+)/.exec(moved.getAttribute("transform") || "");
      return { artist, axes, group, moved, turn: turn ? ` rotate(${turn[1]})` : "" };
    }
    return { artist, axes, group, moved, handle: artist.drag && makeHandle(svg, group, artist.drag, axes, spec, figure) };
  });
  return (values) => { for (const part of parts) MOVERS[part.artist.kind](part, values, figure.fill); };
}

// What a finger or a mouse drags, larger than the marker itself. Keyboard users have the sliders.
function makeHandle(svg, group, drag, axes, spec, figure) {
  const handle = document.createElementNS(svg.namespaceURI, "circle");
  handle.setAttribute("class", "lf-handle");
  handle.setAttribute("r", 16);
  group.append(handle);
  const follow = (event) => {
    const pointer = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    figure.setAll(Object.entries(drag).map(([axis, [name, factor]]) => {
      const { log, slope, offset } = axes[axis];
      const along = (pointer[axis] - offset) / slope;
      return [name, snapped(spec.sliders.find((slider) => slider.name === name), (log ? 10 ** along : along) / factor)];
    }));
  };
  // A finger that starts here drags; without this, Chromium scrolls the page.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); });
  handle.addEventListener("pointermove", (event) => { if (handle.hasPointerCapture(event.pointerId)) follow(event); });
  return handle;
}
