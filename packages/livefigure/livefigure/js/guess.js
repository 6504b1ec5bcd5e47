// Guess first: the answer is not there, for eyes or for screen readers, until the reader has made a guess or asks to see it. Nothing is kept.
import { makeControl } from "./controls.js";
import { button, element } from "./dom.js";
import { makeMark } from "./mark.js";
import { snapped } from "./scale.js";
import { guessText, truthText, verdict } from "./verdict.js";

const REST = 200; // ms without a move before words step aside
const HIDDEN = "The axes of the figure. What belongs there is hidden until you have guessed.";

export function addGuess(root, figure, spec) {
  const asked = spec.guess;
  if (!asked) return;
  const slider = { ...asked.slider, name: "lf-guess", label: "Your guess", unit: asked.unit };
  const starts = new Map(spec.sliders.map(({ name, start }) => [name, start]));
  const drawings = Object.entries(spec.layouts).map(([name, panels]) => ({ name, panels, svg: root.querySelector(`.lf-${name}`) }));
  const description = drawings[0].svg.getAttribute("aria-label");
  let guess = slider.start;
  let isOpen = false;
  let waiting;

  const marks = asked.place
    ? drawings.map(({ svg, panels }) => makeMark(svg, panels[asked.place.panel], asked.place, (value) => choose(snapped(slider, value))))
    : [];
  // The control is that of a figure's slider; it takes this for its figure.
  const control = makeControl({
    name: figure.name,
    value: () => guess,
    set: (_, value, typing) => choose(value, typing),
    fill: () => guessText(guess, asked),
  }, slider);
  control.row.className = "lf-ask";
  const result = element("p", { class: "lf-verdict", tabindex: "-1" });
  const bare = asked.place ? null : makeScale(slider, asked);
  const question = element("p", { class: "lf-question", id: `${figure.name}-lf-question` }, asked.question);
  const form = element("div", {}, control.row,
    element("div", { class: "lf-choices" }, button("This is my guess", () => answer(guess)), button("Show me", () => answer(null))));
  const card = element("div", { class: "lf-guess", role: "group", "aria-labelledby": question.id }, question, form, ...(bare ? [bare.node] : []), result);

  function choose(value, typing = false) {
    guess = value;
    control.show(value, typing);
    for (const mark of marks) mark.ask(value, `Your guess: ${guessText(value, asked)}`);
    settleSoon();
  }
  function settleSoon() {
    clearTimeout(waiting);
    if (marks.length) waiting = setTimeout(() => { for (const mark of marks) mark.settle(); }, REST);
  }
  function ask() {
    isOpen = false;
    root.classList.add("lf-guessing");
    form.hidden = false;
    result.hidden = true;
    bare?.hide();
    for (const { svg } of drawings) svg.setAttribute("aria-label", HIDDEN);
    choose(slider.start);
  }
  function open(made) {
    isOpen = true;
    root.classList.remove("lf-guessing");
    form.hidden = true;
    result.hidden = false;
    result.textContent = verdict(asked, made);
    for (const { svg } of drawings) svg.setAttribute("aria-label", description);
    const own = made === null ? null : { value: made, text: `Your guess: ${guessText(made, asked)}` };
    for (const mark of marks) mark.open(own, { value: asked.truth, text: `Answer: ${truthText(asked)}` });
    bare?.show(made);
    settleSoon();
  }
  // A reader who answers is led to the state that was asked about, and hears the comparison.
  function answer(made) {
    open(made);
    result.focus({ preventScroll: true });
    figure.glide(asked.state);
  }

  for (const { name, svg } of drawings) {
    for (const id of asked.hides) svg.querySelector(`#${CSS.escape(`${spec.name}-${name}-${id}`)}`).classList.add("lf-veiled");
  }
  (root.querySelector(".lf-legend") || root.querySelector(".lf-drawing")).after(card);
  // Whoever moves a slider from elsewhere, by a link or by words in the text, wants to see.
  figure.onMove((name, value) => {
    if (!isOpen && value !== starts.get(name)) open(null);
    settleSoon();
  });
  figure.onReset(() => { ask(); control.row.querySelector("input").focus({ preventScroll: true }); });
  ask();
}

// For a guess that has no axis in the drawing: its range as a line with both numbers on it.
function makeScale(slider, asked) {
  const share = (value) => {
    const [low, high, at] = [slider.low, slider.high, value].map((one) => (slider.log ? Math.log(one) : one));
    return (at - low) / (high - low);
  };
  const mark = (className) => element("span", { class: className });
  const [yours, truth] = [mark("lf-yours"), mark("lf-truth")];
  const node = element("div", { class: "lf-scale", "aria-hidden": "true" }, yours, truth);
  const put = (one, value, text) => {
    const at = share(value);
    one.style.left = `${100 * at}%`;
    one.style.setProperty("--lf-turn", `${-100 * at}%`); // words stay between the ends
    one.replaceChildren(element("b", {}), element("i", {}, text));
  };
  return {
    node,
    hide: () => { node.hidden = true; },
    show(made) {
      node.hidden = false;
      yours.hidden = made === null;
      if (made !== null) put(yours, made, `Your guess: ${guessText(made, asked)}`);
      put(truth, asked.truth, `Answer: ${truthText(asked)}`);
    },
  };
}
