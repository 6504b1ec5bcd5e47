// Moves matplotlib's own artists: each is found by its id and gets new coordinates.
import { makeSettler } from "./labels.js";
import { alongAxes, alongPath, hitArea, makeHandle } from "./handles.js";
import { MOVERS, leave } from "./movers.js";
import { lightTogether } from "./tags.js";

// What shapes follow, by the names of their expressions: a shape need not move where none of these has been computed anew.
const SHAPES = new Set(["curve", "band", "fill", "shape", "gradient", "parcels", "line"]);
const FOLLOWED = /^(?:[xy]\d*|lower|upper|thickness|shade)$/;
const stepsOf = (artist) =>
  (SHAPES.has(artist.kind) ? Object.keys(artist).filter((name) => FOLLOWED.test(name)).map((name) => artist[name]) : []);

// `panels` are the axes of this layout: the maps of each and its box.
export function makeDrawing(svg, prefix, spec, panels, figure) {
  const parts = spec.artists.map((artist) => {
    const axes = panels[artist.panel];
    const group = svg.querySelector(`#${CSS.escape(`${prefix}-${artist.id}`)}`);
    const all = [...group.querySelectorAll("path[d]:not(defs *), use, text")];
    const [moved] = all;
    svg.querySelector(`#${CSS.escape(`${prefix}-${artist.id}-beyond`)}`)?.remove(); // beyond.js makes its own
    if (moved.style.opacity === "0") moved.style.opacity = ""; // matplotlib has drawn what is not seen at the start, too
    if (moved.localName === "text") return { artist, axes, group, moved, steps: [] };
    const follow = artist.drag ? alongAxes(artist.drag, axes, spec) : artist.path && alongPath(artist.path, axes, spec, figure);
    return { artist, axes, group, moved, all, steps: stepsOf(artist), handle: follow ? makeHandle(svg, group, follow, figure) : artist.tag && hitArea(group) };
  });
  lightTogether(svg, parts);
  const settle = makeSettler(svg, panels, parts);
  const move = (values) => {
    for (const part of parts) {
      const version = part.steps.reduce((sum, step) => sum + figure.versions[step], 0);
      if (part.steps.length && version === part.version) continue;
      part.version = version;
      MOVERS[part.artist.kind](part, values, figure.fill);
    }
    if (figure.dragged) for (const invitation of parts.filter(({ artist }) => artist.invites)) leave(invitation);
    settle();
  };
  return { svg, move };
}
