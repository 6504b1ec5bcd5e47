// A figure, and the two places where it lives: a notebook, whose sliders are ipywidgets, and a page with sliders of its own.
const QUIET = 400; // ms without a move before the sentence is spoken

function makeFigure(root, spec, { linkable }) {
  const run = makeTape(spec.tape, spec.grids.map(makeGrid), spec.tables.map(makeTable));
  const state = spec.sliders.map((slider) => slider.start);
  const numbers = new Map(spec.sliders.map(({ name }, k) => [name, k]));
  let values;
  const fill = (text) => text.replace(/\{([^{}]+)\}/g, (_, name) => {
    const { step, unit, digits, trim } = spec.slots[name];
    return withUnit(formatNumber(values[step], digits, trim), unit);
  });
  const outputs = spec.readouts.map((label) => [label, element("output")]);
  const readouts = element("dl", { class: "lf-readouts" },
    ...outputs.map(([label, output]) => element("div", {}, element("dt", {}, label), element("dd", {}, output))));
  const status = element("p", { class: "lf-status", role: "status" });
  const listeners = [];
  let waiting;

  // One sentence at a time, and only once the reader has stopped moving; what a button answers goes before.
  function say(text) {
    clearTimeout(waiting);
    status.textContent = text;
  }
  const sentence = () => {
    const found = spec.status.find(([step]) => step === null || values[step] !== 0);
    return found ? fill(found[1]) : "";
  };
  function draw() {
    values = run(state);
    for (const move of drawings) move(values);
    for (const [label, output] of outputs) output.textContent = fill(`{${label}}`);
    tools.refresh();
    clearTimeout(waiting);
    waiting = setTimeout(() => { status.textContent = sentence(); }, QUIET);
  }
  const figure = {
    name: spec.name,
    state,
    fill,
    values: () => values,
    value: (name) => state[numbers.get(name)],
    set(name, value, typing = false) {
      state[numbers.get(name)] = value;
      draw();
      for (const heard of listeners) heard(name, value, typing);
    },
    reset() { for (const { name, start } of spec.sliders) figure.set(name, start); },
    onMove: (heard) => listeners.push(heard),
    sentence,
    say,
  };
  const drawings = Object.entries(spec.layouts).map(([layout, panels]) => {
    const svg = root.querySelector(`.lf-${layout}`);
    svg.dataset.prefix = `${spec.name}-${layout}`;
    return makeDrawing(svg, spec, panels, figure);
  });
  const tools = makeTools(figure, spec, say, { linkable });
  draw();
  say(sentence());
  root.append(...(outputs.length ? [readouts] : []), status, tools.bar, ...(spec.note ? [element("details", { class: "lf-note" }, element("summary", {}, "How exact are the tables?"), element("p", {}, spec.note))] : []));
  return figure;
}

function mount(root) {
  if (root.dataset.alive) return;
  root.dataset.alive = "true";
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const figure = makeFigure(root, spec, { linkable: true });
  const controls = new Map(spec.sliders.map((slider) => [slider.name, makeControl(figure, slider, figure.say)]));
  const group = element("div", { class: "lf-controls", role: "group", "aria-label": "Sliders of the figure" });
  group.append(...[...controls.values()].map(({ row }) => row));
  (root.querySelector(".lf-legend") || root.querySelector(".lf-drawing")).after(group);
  figure.onMove((name, value, typing) => controls.get(name).show(value, typing));
  for (const [name, control] of controls) control.show(figure.value(name));
  const restore = () => {
    const linked = linkedState(spec);
    if (!linked) return;
    spec.sliders.forEach(({ name }, k) => figure.set(name, linked[k]));
    whenRead(() => root.scrollIntoView({ block: "center" }));
  };
  restore();
  window.addEventListener("hashchange", restore);
}

function whenRead(deed) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", deed);
  else deed();
}

// A figure wakes as soon as the browser has read all of it, while the rest of the page is still to come.
function mountAll() {
  const isRead = (node) => node && (node.nextSibling || isRead(node.parentNode));
  const wake = () => document.querySelectorAll(".live-figure:not([data-alive])").forEach((root) => {
    if (document.readyState !== "loading" || isRead(root)) mount(root);
  });
  const watch = new MutationObserver(wake);
  watch.observe(document, { childList: true, subtree: true });
  wake();
  whenRead(() => { watch.disconnect(); wake(); });
}

// In a kernel the sliders' models live in the same page: the figure listens to them there, at full frame rate.
async function render({ model, el }) {
  const spec = model.get("specification");
  el.classList.add("live-figure");
  el.innerHTML = model.get("markup");
  const figure = makeFigure(el, spec, { linkable: false });
  const links = await Promise.all(model.get("controls").map((reference) =>
    (typeof reference === "string" ? model.widget_manager.get_model(reference.replace("IPY_MODEL_", "")) : reference)));
  const follow = links.map((control, k) => () => figure.set(spec.sliders[k].name, control.get("value")));
  links.forEach((control, k) => { control.on("change:value", follow[k]); follow[k](); });
  figure.onMove((name, value) => {
    const control = links[spec.sliders.findIndex((slider) => slider.name === name)];
    if (control.get("value") !== value) { control.set("value", value); control.save_changes(); }
  });
  return () => links.forEach((control, k) => control.off("change:value", follow[k]));
}

export default { render };
export { formatNumber, makeGrid, makeTable, makeTape, trace };
