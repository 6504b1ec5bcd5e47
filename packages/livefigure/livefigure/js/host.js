// The places where a figure lives: a page with native controls, and a notebook whose sliders are widgets.
import { addControls } from "./controls.js";
import { makeFigure } from "./figure.js";
import { linkedState } from "./link.js";
import { reveal } from "./reveal.js";
import { followTheme } from "./theme.js";
import { wakeWords } from "./words.js";

// JupyterLab takes arrow keys and Enter for itself, also those pressed on a slider or a button, unless these have this attribute.
const keepKeys = (root) =>
  root.querySelectorAll("input, button, summary, [tabindex]").forEach((control) => control.setAttribute("data-lm-suppress-shortcuts", "true"));

const figures = []; // of this page, for its link

function mount(root) {
  if (root.dataset.alive) return;
  root.dataset.alive = "true";
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  // In a notebook the drawing comes with the values, and a picture stands in its place. Its address is not one to share.
  if (spec.markup) root.innerHTML = spec.markup;
  const figure = makeFigure(root, spec, spec.markup ? null : figures);
  const group = addControls(root, figure, spec.sliders);
  followTheme(root);
  whenRead(() => wakeWords(root, figure));
  if (spec.markup) {
    keepKeys(root);
    return;
  }
  // A page has several figures, so the group is named by the number in the caption, which may still be on its way.
  whenRead(() => {
    const number = root.closest("figure")?.querySelector(".caption-number")?.textContent.trim().replace(/\.$/, "");
    if (number) group.setAttribute("aria-label", `Sliders of ${number}`);
  });
  const restore = () => {
    const linked = linkedState(spec);
    if (!linked) return;
    figure.take(); // what plays by itself would leave the state that the link shows
    figure.setAll(spec.sliders.map(({ name }, k) => [name, linked.state[k]]));
    if (linked.lost.length) figure.say(`The link could not be read for: ${linked.lost.join(", ")}. ${figure.sentence()}`);
    if (!linked.first) return;
    root.dataset.linked = ""; // for a page that brings its reader here once more, when all of it has loaded
    whenRead(() => reveal(root, { block: "center", behavior: "instant" }));
  };
  restore();
  window.addEventListener("hashchange", restore);
}

function whenRead(action) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action);
  else action();
}

// Words are measured in the page's font, which its styles name. A script that the page does not wait for may come before them.
function whenStyled() {
  const late = [...document.querySelectorAll('link[rel="stylesheet"]')].filter(({ sheet }) => !sheet);
  if (!late.length || document.readyState === "complete") return null;
  const all = Promise.all(late.map((link) => new Promise((done) => link.addEventListener("load", done))));
  return Promise.race([all, new Promise((done) => window.addEventListener("load", done))]); // this one comes if a style fails, too
}

// A figure wakes as soon as the browser has read all of it, while the rest of the page is still to come.
export async function mountAll() {
  await whenStyled();
  const isRead = (node) => node && (node.nextSibling || isRead(node.parentNode));
  const wake = () => document.querySelectorAll(".live-figure:not([data-alive])").forEach((root) => {
    if (document.readyState !== "loading" || isRead(root)) mount(root);
  });
  const watch = new MutationObserver(wake);
  watch.observe(document, { childList: true, subtree: true });
  wake();
  whenRead(() => { watch.disconnect(); wake(); });
}

// The models of the sliders, where the host offers widget models.
async function widgetModels(model) {
  const references = model.get("controls") ?? [];
  const isReference = (control) => typeof control === "string";
  if (references.some(isReference) && !model.widget_manager) return [];
  return Promise.all(references.map((control) =>
    (isReference(control) ? model.widget_manager.get_model(control.replace("IPY_MODEL_", "")) : control)));
}

// Called by anywidget and its like. In a kernel the sliders' models live in the same page, and the figure follows them there at full
// frame rate. A host that offers no widget models gets native controls.
export async function render({ model, el }) {
  const spec = model.get("specification");
  el.classList.add("live-figure");
  el.dataset.alive = "true"; // nothing else is to bring it to life
  el.innerHTML = model.get("markup");
  const figure = makeFigure(el, spec, null);
  followTheme(el);
  const controls = await widgetModels(model);
  if (controls.length === 0) addControls(el, figure, spec.sliders);
  keepKeys(el);
  if (controls.length === 0) return undefined;
  const follow = controls.map((control, k) => () => {
    const { name } = spec.sliders[k];
    if (control.get("value") === figure.value(name)) return; // it is the figure that moved the control
    figure.take(); // a value that Python sets stays, also when the figure plays
    figure.set(name, control.get("value"));
  });
  controls.forEach((control, k) => { control.on("change:value", follow[k]); follow[k](); });
  figure.onMove((name, value) => {
    const control = controls[spec.sliders.findIndex((slider) => slider.name === name)];
    if (control.get("value") !== value) { control.set("value", value); control.save_changes(); }
  });
  return () => controls.forEach((control, k) => control.off("change:value", follow[k]));
}
