// A point that has left the axes: an arrowhead at their edge shows where it went.
import { svgElement } from "./dom.js";

export function pointBeyond(part, x, y) {
  const { group, moved, axes: { box: [left, top, right, bottom] } } = part;
  if (!part.arrow) {
    part.arrow = svgElement("path", { class: "lf-beyond", d: "M-9 -4.5L0 0L-9 4.5Z", visibility: "visible" }); // in a group that is not
    part.arrow.style.fill = moved.style.stroke;
  }
  const [edgeX, edgeY] = [Math.min(right, Math.max(left, x)), Math.min(bottom, Math.max(top, y))];
  const turn = (Math.atan2(y - edgeY, x - edgeX) * 180) / Math.PI;
  part.arrow.setAttribute("transform", `translate(${edgeX} ${edgeY}) rotate(${Math.round(turn)})`);
  group.append(part.arrow);
}
