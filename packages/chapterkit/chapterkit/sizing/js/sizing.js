// The sizing tool: fields, picture, results. The page brings the formulas and the start budget as JSON, and a table of the start as HTML.
import { button, element } from "./dom.js";
import { makeFormulas } from "./formulas.js";
import { makePicture } from "./picture.js";
import { makeReach } from "./reach.js";
import { adviceLines, dearest, facts, machineTables, peerLines } from "./results.js";
import { NEW, makeRow } from "./rows.js";
import { advise, solve } from "./solve.js";
import { copy, csvOf, download, linkOf, linkedState, pythonOf } from "./state.js";
import { followTheme } from "./theme.js";
import { sentence } from "./words.js";

const PAUSE = 350; // ms without a key before what is typed is judged
const copied = (state) => ({ ...state, rows: state.rows.map((row) => ({ ...row })) });
const STAGES = [["hot", "Room"], ["shield", "Shield"], ["cold", "Cold end"]];

function makeStages(tool) {
  const fields = {};
  const group = element("fieldset", { class: "sz-stages" }, element("legend", {}, "Temperatures"));
  for (const [name, text] of STAGES) {
    const id = `${tool.name}-${name}`;
    const input = element("input", { type: "text", id, size: "9", spellcheck: "false", autocomplete: "off", "aria-describedby": `${id}-message` });
    const message = element("p", { class: "sz-message", id: `${id}-message` });
    input.addEventListener("input", () => { tool.state[name] = input.value; tool.typed(); });
    input.addEventListener("change", () => { tool.state[name] = input.value; tool.changed(); });
    fields[name] = { input, message, node: element("div", { class: "sz-stage" }, element("label", { for: id }, text), input, message) };
    group.append(fields[name].node);
  }
  const box = element("input", { type: "checkbox", id: `${tool.name}-stages` });
  box.addEventListener("change", () => { tool.state.shield = box.checked ? tool.lastShield : null; tool.changed(); });
  group.append(element("div", { class: "sz-check" }, box, element("label", { for: box.id }, "A first stage cools a shield")));
  return {
    group,
    show({ complaints }) {
      const { state } = tool;
      if (state.shield !== null) tool.lastShield = state.shield;
      box.checked = state.shield !== null;
      fields.shield.node.hidden = state.shield === null;
      for (const [name, { input, message }] of Object.entries(fields)) {
        if (state[name] !== null && input.value !== state[name]) input.value = state[name];
        message.textContent = complaints[name] ?? "";
        if (complaints[name]) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    },
  };
}

function makeTools(tool) {
  const code = element("code");
  const shown = element("pre", { tabindex: "0", role: "region", "aria-label": "Python that gives the same" }, code);
  const details = element("details", {}, element("summary", {}, "Python"), shown, button("Copy the Python", async () =>
    tool.say(await copy(code.textContent) ? "The Python is in the clipboard." : "This page may not use the clipboard: select the text.")));
  details.addEventListener("toggle", () => { shown.tabIndex = 0; });
  const csv = button("CSV", () => download("sizing.csv", csvOf(tool.answer, tool.answer.isBath ? null : tool.advice())));
  const bar = element("div", { class: "sz-tools" },
    button("Reset", () => { tool.take(tool.start); tool.say(`The budget is back where it began. ${sentence(tool.answer)}`); }),
    button("Link", async () => {
      const link = linkOf(tool.state, tool.kit.spans);
      history.replaceState(null, "", link);
      tool.say(await copy(link) ? "A link to this budget is in the clipboard." : "The page's address now holds this budget.");
    }), csv, details);
  return { bar, show(answer) { code.textContent = pythonOf(tool.state, answer); csv.disabled = !answer.loads; } };
}

class Tool {
  constructor(root, { kit, start, name }) {
    Object.assign(this, { root, kit, start, name, lastShield: start.shield ?? "50 K", rows: new Map() });
    this.tools = { kit, formulas: makeFormulas(kit) };
    this.stages = makeStages(this);
    this.bar = makeTools(this);
    this.drawing = element("div", { class: "sz-drawing" });
    this.status = element("p", { class: "sz-status", role: "status" });
    this.list = element("ol", { class: "sz-rows" });
    this.adders = element("div", { class: "sz-add", role: "group", "aria-label": "Add a row" },
      ...NEW.map(([title, text, span]) => button(`+ ${title}`, () => this.add({ text, span }))));
    this.results = element("div", { class: "sz-results" });
    const key = element("p", { class: "sz-key" }, "An arrow is as wide as the least power for its heat. Above it stands the number of its row.");
    const told = element("p", { class: "sz-key" }, "Under each row: how it was read, the heat that it brings, and its share of the least power.");
    const budget = element("div", {}, this.status, this.stages.group, element("h3", { class: "sz-title" }, "What lets heat in"), told, this.list, this.adders);
    root.append(this.drawing, key, budget, this.results, this.bar.bar);
    this.take(linkedState(kit.spans) ?? start);
    followTheme(root);
    window.addEventListener("hashchange", () => { const linked = linkedState(kit.spans); if (linked) this.take(linked); });
    new ResizeObserver(() => this.draw()).observe(this.drawing);
  }

  take(state) {
    this.state = copied(state);
    this.changed();
  }

  add(row) {
    const added = { ...row };
    this.state.rows.push(added);
    this.changed();
    this.rows.get(added).focus();
  }

  // The reader goes on at the row that took this one's place, at the last row, or at the first button that adds one.
  remove(row) {
    const at = this.state.rows.indexOf(row);
    this.state.rows.splice(at, 1);
    this.changed();
    const next = this.state.rows[Math.min(at, this.state.rows.length - 1)];
    if (next) this.rows.get(next).focus({ preventScroll: true });
    else this.adders.querySelector("button").focus();
  }

  typed() {
    this.root.dataset.waiting = ""; // what is shown does not follow from what is written yet
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.changed(), PAUSE);
  }

  changed() {
    clearTimeout(this.waiting);
    delete this.root.dataset.waiting;
    this.answer = solve(this.state, this.tools);
    this.advised = null;
    this.stages.show(this.answer);
    this.showRows();
    this.bar.show(this.answer);
    this.draw();
    this.say(sentence(this.answer));
  }

  showRows() {
    const { rows } = this.state;
    for (const [row, { node }] of this.rows) if (!rows.includes(row)) { node.remove(); this.rows.delete(row); }
    rows.forEach((row, k) => {
      if (!this.rows.has(row)) this.rows.set(row, makeRow(row, this));
      const shown = this.rows.get(row);
      if (this.list.children[k] !== shown.node) this.list.insertBefore(shown.node, this.list.children[k] ?? null);
      shown.show(this.answer.rows[k], k + 1, this.answer);
    });
  }

  advice() {
    this.advised ??= advise(this.answer, this.tools);
    return this.advised;
  }

  draw() {
    const { answer } = this;
    const width = Math.max(Math.floor(this.drawing.clientWidth), 260);
    const isStale = !answer.stages || Boolean(answer.heated);
    this.drawing.toggleAttribute("data-stale", isStale);
    if (isStale || !width) {
      this.results.replaceChildren();
      return;
    }
    this.drawing.replaceChildren(makePicture(width, answer));
    this.showResults(width);
  }

  showResults(width) {
    const { answer } = this;
    if (!answer.isComplete || answer.loads.every(([, load]) => load === 0)) { // a sum without some rows chooses no machine
      this.results.replaceChildren();
      return;
    }
    if (answer.isBath) {
      this.results.replaceChildren(facts(answer));
      return;
    }
    const told = element("p", { class: "sz-told" }, "Each ring is a published machine; point at one, or tap it.");
    const shield = element("div", { class: "sz-advice" });
    const isOpen = Boolean(this.results.querySelector("details[open]"));
    const title = (text) => element("h3", { class: "sz-title" }, text);
    this.results.replaceChildren(...dearest(answer), facts(answer), title("One shield"), shield, title("What published machines reach"),
      makeReach(width, answer, this.kit, (text) => { told.textContent = text; }), told, ...peerLines(answer), title("Which machine holds it"), ...machineTables(answer, isOpen));
    // The search for the best shield takes longer than a frame: the rest is there before it.
    clearTimeout(this.searching);
    const show = () => shield.replaceChildren(...adviceLines(answer, this.advice()));
    if (this.advised) show();
    else this.searching = setTimeout(show, 30);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

function mount(root) {
  if (root.dataset.alive) return;
  root.dataset.alive = "true";
  const told = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  for (const still of root.querySelectorAll(".sz-still")) still.hidden = true;
  root.sizing = new Tool(root, told);
}

export function mountAll() {
  document.querySelectorAll(".sizing-tool:not([data-alive])").forEach(mount);
}
