// Small helpers to build HTML elements.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function button(text, action) {
  const node = element("button", { type: "button" }, text);
  node.addEventListener("click", action);
  return node;
}

export function svgElement(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// Where a pointer is, in a drawing's own points.
export const pointerIn = (svg, { clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());

export const withUnit = (text, unit) => (unit ? `${text}\u00a0${unit}` : text);

// The unit of a slider or a readout beside a number: a few have a form of their own for exactly 1.
export const unitOf = ({ unit, one }, number) => (one && String(number) === "1" ? one : unit);
