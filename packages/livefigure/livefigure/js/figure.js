// A figure: its state, its drawings, and all that follows the sliders.
import { element } from "./dom.js";
import { makeDrawing } from "./drawing.js";
import { addGuess } from "./guess.js";
import { addKeep } from "./keep.js";
import { addReading } from "./reading.js";
import { makeGlide, makeScenes } from "./scenes.js";
import { followWhenSeen } from "./seen.js";
import { filled } from "./slots.js";
import { makeTable } from "./table.js";
import { makeGrid, makeTape } from "./tape.js";
import { makeTools } from "./tools.js";

const QUIET = 400; // ms without a move before a screen reader hears the sentence

// All that may be said, in one place and not seen: what stands below must not move while a slider is held. Numbers get longer, too.
const roomFor = (sentences, fill) => sentences.map(([, text]) =>
  element("p", { class: "lf-room", "aria-hidden": "true" }, fill(text), " MM".repeat(1 + text.split("{").length)));

const longestWords = ({ words = [], absent = "" }) =>
  words.reduce((long, [, text]) => (text.length > long.length ? text : long), absent);

// `figures` are those of the page that a link to it holds, where it is a page to link to; this one joins them.
export function makeFigure(root, spec, figures) {
  const run = makeTape(spec.tape, spec.grids.map(makeGrid), spec.tables.map(makeTable));
  const state = spec.sliders.map((slider) => slider.start);
  const numbers = new Map(spec.sliders.map(({ name }, k) => [name, k]));
  let values;
  const fill = (text) => filled(text, spec.slots, values);
  // Not `output` elements: a screen reader would hear each of them at each step. The sentence tells it what came out.
  const outputs = spec.readouts.map((label) => [label, element("span", longestWords(spec.slots[label]) ? {} : { class: "lf-number" })]);
  const readouts = element("dl", { class: "lf-readouts" },
    ...outputs.map(([label, output]) =>
      element("div", {}, element("dt", {}, label), element("dd", { "data-room": longestWords(spec.slots[label]) }, output))));
  const status = element("p", { class: "lf-status", role: "status" });
  const listeners = [];
  const resets = [];
  const followers = []; // of what is drawn
  const holders = []; // of what moves by itself
  let waiting;

  // One sentence at a time, and only once the reader has stopped moving; the answer to a button comes at once.
  function say(text) {
    clearTimeout(waiting);
    status.removeAttribute("aria-live");
    status.textContent = text;
  }
  // While a figure plays, the sentence goes along with it for the eye alone.
  function showOnly(text) {
    status.setAttribute("aria-live", "off");
    if (status.textContent !== text) status.textContent = text;
  }
  const sentence = () => {
    const holds = spec.status.find(([step]) => step === null || values[step] !== 0);
    return holds ? fill(holds[1]) : "";
  };
  function draw() {
    values = run(state);
    drawings.move(values);
    for (const [label, output] of outputs) output.textContent = fill(`{${label}}`);
    tools.refresh();
    scenes.refresh();
    for (const follow of followers) follow();
    clearTimeout(waiting);
    if (figure.playing) showOnly(sentence());
    else waiting = setTimeout(() => say(sentence()), QUIET);
  }
  const figure = {
    spec,
    name: spec.name,
    state,
    fill,
    values: () => values,
    versions: run.versions,
    value: (name) => state[numbers.get(name)],
    set(name, value, typing = false) { figure.setAll([[name, value]], typing); },
    // Several sliders at once are one drawing.
    setAll(moves, typing = false) {
      for (const [name, value] of moves) state[numbers.get(name)] = value;
      draw();
      for (const [name, value] of moves) for (const listener of listeners) listener(name, value, typing);
    },
    reset() {
      figure.setAll(spec.sliders.map(({ name, start }) => [name, start]));
      for (const again of resets) again();
    },
    drawAll: () => drawings.all(), // also what is not seen
    onReset: (again) => resets.push(again),
    onMove: (listener) => listeners.push(listener),
    onDraw(follow) { followers.push(follow); follow(); },
    // The reader takes hold of the figure from outside it: what moves by itself stops.
    onTake: (stop) => holders.push(stop),
    take() { for (const stop of holders) stop(); },
    playing: false, // then it is silent
    sentence,
    say,
  };
  const drawings = followWhenSeen(root, Object.entries(spec.layouts).map(([layout, panels]) =>
    makeDrawing(root.querySelector(`.lf-${layout}`), `${spec.name}-${layout}`, spec, panels, figure)));
  if (figures) figures.push(figure);
  const tools = makeTools(root, figure, spec, figures);
  figure.glide = makeGlide(root, figure, spec);
  const scenes = makeScenes(figure, spec, figure.glide);
  draw();
  say(sentence());
  if (outputs.length) root.append(readouts);
  if (spec.scenes.length) root.append(scenes.bar);
  const room = roomFor(spec.status, fill);
  root.append(element("div", { class: "lf-said" }, status, ...room), tools.bar);
  if (spec.note) root.append(element("details", { class: "lf-note" }, element("summary", {}, "How exact are the tables?"), element("p", {}, spec.note)));
  addReading(root, figure, spec);
  addKeep(root, figure, spec, tools.bar);
  addGuess(root, figure, spec);
  return figure;
}
