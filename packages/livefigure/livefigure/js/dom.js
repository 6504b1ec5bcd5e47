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

export const withUnit = (text, unit) => (unit ? `${text}\u00a0${unit}` : text);
