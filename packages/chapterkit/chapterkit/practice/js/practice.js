// A set to practise in the page: the reader's numbers, fields for the answers, and marks. The page brings the questions as HTML, and the rules as JSON.
import { makeAnswers, makeOwnWords, pointsOf } from "./answers.js";
import { button, element, withUnit } from "./dom.js";
import { general } from "./general.js";
import { keptSlips, markAnswer } from "./marking.js";
import { formatNumber } from "./number.js";
import { keepSeed, linkedSeed, otherSeed, variantOf } from "./seed.js";
import { makeSketch } from "./sketch.js";
import { markSketch } from "./sketch_marks.js";
import { makeTape } from "./tape.js";
import { followTheme } from "./theme.js";
import { makeConverter } from "./unit_reading.js";

const tools = [];

class Tool {
  constructor(root, spec) {
    Object.assign(this, { root, spec, id: root.id, seed: "", questions: [] });
    // One set of a page is enough to bring the units, and it comes first.
    this.convert = makeConverter((spec.reading ? this : tools.find((tool) => tool.spec.reading)).spec.reading);
    this.names = Object.keys(spec.numbers);
    this.count = spec.numbers[this.names[0]].values.length;
    this.run = makeTape(spec.steps, [], []);
    this.head();
    for (const question of spec.questions) this.wake(question);
    this.take(linkedSeed() ?? "");
    followTheme(root);
  }

  head() {
    const id = `${this.id}-seed`;
    this.field = element("input", { type: "text", id, size: "14", autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-about` });
    this.field.addEventListener("change", () => this.choose(this.field.value));
    [this.aloud, this.total] = [element("span", { class: "pr-aloud" }), element("span")]; // what stands at each answer is said as well
    this.status = element("p", { class: "pr-status", role: "status" }, this.aloud, " ", this.total);
    const about = element("p", { class: "pr-about", id: `${id}-about` }, "The page's address keeps it: the same link gives the same numbers. Nothing is stored or sent.");
    const bar = element("div", { class: "pr-seed" }, element("label", { for: id }, "Your name, or any number"), this.field,
      button("New numbers", () => this.choose(otherSeed(this.seed, this.count))));
    this.root.prepend(element("div", { class: "pr-head" }, bar, about, this.status));
  }

  wake(question) {
    const section = this.root.querySelector(`[data-question="${CSS.escape(question.id)}"]`);
    const place = section.querySelector(".pr-answers");
    const model = section.querySelector(".pr-model");
    const id = `${this.id}-${question.id}`;
    if (question.sketch) this.questions.push(makeSketch(place, question.sketch, `${id}-sketch`, this, () => this.sketchOf(question)));
    if (model) makeOwnWords(place, model, id, question.sketch);
    else this.questions.push(makeAnswers(place, question, this));
  }

  // All sets of a page have the same reader.
  choose(seed) {
    keepSeed(seed);
    for (const tool of tools) tool.take(seed);
  }

  take(seed) {
    const variant = variantOf(seed, this.count);
    const other = variant !== this.variant;
    Object.assign(this, { seed, variant });
    if (this.field.value !== seed) this.field.value = seed;
    if (!other) return;
    const known = this.numbers();
    for (const place of this.root.querySelectorAll("[data-number]")) {
      place.textContent = withUnit(formatNumber(known[place.dataset.number], 6, true), this.spec.numbers[place.dataset.number].unit);
    }
    for (const question of this.questions) question.renumber();
    this.counted();
  }

  numbers() {
    return Object.fromEntries(this.names.map((name) => [name, this.spec.numbers[name].values[this.variant]]));
  }

  // From what the page has of a value, a step of the tape or one number for each variant, to the value for the reader's numbers.
  valued() {
    const known = this.numbers();
    const steps = this.run(this.names.map((name) => known[name]));
    return (value) => (Array.isArray(value) ? value[this.variant] ?? NaN : steps[value]);
  }

  // The entries of a rubric for the reader's numbers.
  entriesOf({ answers }) {
    const valueOf = this.valued();
    return answers.map((asked) => {
      if (asked.kind === "formula") return asked;
      const value = valueOf(asked.value);
      return { ...asked, value, slips: keptSlips(asked.slips.map((slip) => ({ ...slip, value: valueOf(slip.value) })), value, asked.tolerance) };
    });
  }

  // The same for a sketch.
  sketchOf({ sketch }) {
    const valueOf = this.valued();
    const lines = sketch.lines.map((line) => ({ ...line, right: line.right.map(valueOf) }));
    return { ...sketch, lines, rules: sketch.rules.map((rule) => ("at" in rule ? { ...rule, at: valueOf(rule.at) } : rule)) };
  }

  // What marking says to a sketch: for tests.
  sketchMark(questionId, drawn) {
    return markSketch(this.sketchOf(this.spec.questions.find(({ id }) => id === questionId)), drawn);
  }

  // What marking says to answers, by name: for tests.
  marks(questionId, answers) {
    const entries = this.entriesOf(this.spec.questions.find(({ id }) => id === questionId));
    return answers.map(([name, text]) => markAnswer(entries.find((asked) => asked.name === name), text, this.convert));
  }

  counted(said = "") {
    const have = this.questions.reduce((sum, question) => sum + question.points(), 0);
    this.aloud.textContent = said;
    this.total.textContent = `${general(have, 4)} of ${pointsOf(this.spec.marked)} so far.`;
  }
}

export function mountAll() {
  for (const root of document.querySelectorAll(".practice-tool:not([data-alive])")) {
    root.dataset.alive = "true";
    root.practice = new Tool(root, JSON.parse(root.querySelector('script[type="application/json"]').textContent));
    tools.push(root.practice);
  }
  if (tools.length) window.addEventListener("hashchange", () => { const seed = linkedSeed(); if (seed !== null) for (const tool of tools) tool.take(seed); });
}
