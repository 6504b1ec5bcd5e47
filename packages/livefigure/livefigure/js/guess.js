// Guess first: the answer is not there, for eyes or for screen readers, until the reader has made a guess or asks to see it. Nothing is kept.
import { makeMark } from "./mark.js";
import { makeQuestion } from "./question.js";
import { snapped } from "./scale.js";
import { guessText, truthText, verdict } from "./verdict.js";

const REST = 200; // ms without a move before words step aside

// Both drawings: the marks of guess and truth in them, and what is hidden. Their description, which tells the answer, is hidden with them.
function makeVeil(root, spec, choose) {
  const asked = spec.guess;
  const drawings = Object.entries(spec.layouts).map(([name, panels]) => ({ name, panels, svg: root.querySelector(`.lf-${name}`) }));
  const marks = asked.place ? drawings.map(({ svg, panels }) => makeMark(svg, panels[asked.place.panel], asked.place, choose)) : [];
  for (const { name, svg } of drawings) {
    for (const id of asked.hides) svg.querySelector(`#${CSS.escape(`${spec.name}-${name}-${id}`)}`).classList.add("lf-veiled");
  }
  const yours = (value) => ({ value, text: `Your guess: ${guessText(value, asked)}` });
  let waiting;
  const settleSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { for (const mark of marks) mark.settle(); }, REST);
  };
  return {
    ask(value) {
      root.classList.add("lf-guessing");
      for (const { svg } of drawings) svg.setAttribute("aria-hidden", "true");
      for (const mark of marks) mark.ask(yours(value));
      settleSoon();
    },
    open(guess) {
      root.classList.remove("lf-guessing");
      for (const { svg } of drawings) svg.removeAttribute("aria-hidden");
      for (const mark of marks) mark.open(guess === null ? null : yours(guess), { value: asked.truth, text: `Answer: ${truthText(asked)}` });
    },
    // The marks stay, and have words as long as the figure is where the question was asked: there they can be compared with the rest.
    name(state) {
      const there = asked.state.every((value, k) => value === state[k]);
      for (const mark of marks) mark.name(there);
      if (there) settleSoon();
    },
  };
}

export function addGuess(root, figure, spec) {
  const asked = spec.guess;
  if (!asked) return;
  const slider = { ...asked.slider, name: "lf-guess", label: "Your guess", unit: asked.unit };
  const starts = new Map(spec.sliders.map(({ name, start }) => [name, start]));
  let guess = slider.start;
  let isOpen = false;

  function choose(value, typing = false) {
    guess = value;
    question.show(value, typing);
    veil.ask(value);
  }
  function ask() {
    isOpen = false;
    question.ask();
    choose(slider.start);
  }
  function open(made) {
    isOpen = true;
    question.open(made, verdict(asked, made));
    veil.open(made);
    veil.name(figure.state);
  }
  // A reader who answers is led to the state that was asked about, and hears the comparison.
  function answer(made) {
    open(made);
    question.focusResult();
    figure.glide(asked.state);
  }
  const veil = makeVeil(root, spec, (value) => choose(snapped(slider, value)));
  const question = makeQuestion(figure.name, asked, slider, { choose, answer, guess: () => guess });

  (root.querySelector(".lf-legend") || root.querySelector(".lf-drawing")).after(question.node);
  // Whoever moves a slider from elsewhere, by a link or by words in the text, wants to see.
  figure.onMove((name, value) => {
    if (!isOpen && value !== starts.get(name)) open(null);
    if (isOpen) veil.name(figure.state);
  });
  figure.onReset(() => { ask(); question.focusQuestion(); });
  ask();
}
