// Light or dark: a figure looks at the page behind it, so that it fits any host, in a shadow root as well.
const FADES = 600; // ms after which a theme that fades has its last colours
const paint = document.createElement("canvas").getContext("2d");
const figures = new Set(); // weak references: a notebook throws figures away
let stopWatching = null;
let waiting = false;

// Red, green, blue and alpha, from 0 to 255 and 0 to 1; null for a colour outside of sRGB.
function channels(color) {
  paint.fillStyle = color;
  const text = String(paint.fillStyle);
  if (text.startsWith("#")) return [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)).concat(1);
  return text.startsWith("rgba") ? text.match(/[\d.]+/g).map(Number) : null;
}

const isBright = ([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue > 128;

// The first background behind a figure that is not transparent, if there is one; and whether it is dark. A page that leaves its
// background to the browser is as dark as its text is bright.
function behind(root) {
  const host = root.parentElement ?? root.getRootNode().host;
  for (let node = host; node; node = node.parentElement ?? node.getRootNode().host) {
    const { backgroundColor } = getComputedStyle(node);
    const color = channels(backgroundColor);
    if (color && color[3] > 0.5) return { color: backgroundColor, dark: !isBright(color) };
  }
  const text = host && channels(getComputedStyle(host).color);
  return { color: "Canvas", dark: Boolean(text) && isBright(text) };
}

// All are measured before the first is changed, so that the browser computes styles once.
function refresh() {
  waiting = false;
  for (const known of figures) if (!known.deref()) figures.delete(known);
  if (!figures.size) { stopWatching?.(); stopWatching = null; }
  const measured = [...figures].map((known) => known.deref()).filter((root) => root.isConnected).map((root) => [root, behind(root)]);
  for (const [root, { color, dark }] of measured) {
    root.toggleAttribute("data-dark", dark);
    root.style.setProperty("--lf-behind", color);
  }
}

function watch() {
  let fading;
  const changed = () => { refresh(); clearTimeout(fading); fading = setTimeout(refresh, FADES); };
  const observer = new MutationObserver(changed);
  const attributeFilter = ["class", "style", "data-theme", "data-mode", "data-jp-theme-name"];
  for (const node of [document.documentElement, document.body]) observer.observe(node, { attributes: true, attributeFilter });
  const device = matchMedia("(prefers-color-scheme: dark)");
  device.addEventListener("change", changed);
  stopWatching = () => { observer.disconnect(); device.removeEventListener("change", changed); };
}

export function followTheme(root) {
  figures.add(new WeakRef(root));
  if (!waiting) requestAnimationFrame(refresh);
  waiting = true;
  if (!stopWatching) watch();
}
