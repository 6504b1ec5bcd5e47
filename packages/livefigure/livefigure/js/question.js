// The card in which a figure asks for a guess: the question and a slider, then what came out.
import { makeControl } from "./controls.js";
import { button, element } from "./dom.js";
import { shareOf } from "./scale.js";
import { guessText, truthText } from "./verdict.js";

// `reader` has choose(value, typing), answer(value or null) and guess(), the value chosen so far.
export function makeQuestion(name, asked, slider, reader) {
  // The control is that of a figure's slider; it takes this for its figure.
  const control = makeControl({
    name,
    value: reader.guess,
    set: (_, value, typing) => reader.choose(value, typing),
    fill: () => guessText(reader.guess(), asked),
  }, slider);
  control.row.className = "lf-ask";
  const question = element("p", { class: "lf-question", id: `${name}-lf-question` }, asked.question);
  const form = element("div", {}, control.row,
    element("div", { class: "lf-choices" },
      button("This is my guess", () => reader.answer(reader.guess())), button("Show me", () => reader.answer(null))));
  const line = asked.place ? null : makeLine(slider, asked);
  const result = element("p", { class: "lf-verdict", tabindex: "-1" });
  const node = element("div", { class: "lf-guess", role: "group", "aria-labelledby": question.id }, question, form, ...(line ? [line.node] : []), result);
  return {
    node,
    show: control.show,
    ask() {
      form.hidden = false;
      result.hidden = true;
      line?.hide();
    },
    open(guess, text) {
      form.hidden = true;
      result.hidden = false;
      result.textContent = text;
      line?.show(guess);
    },
    focusQuestion: () => control.row.querySelector("input").focus({ preventScroll: true }),
    focusResult: () => result.focus({ preventScroll: true }),
  };
}

// For a guess that has no axis in the drawing: its range as a line with both numbers on it.
function makeLine(slider, asked) {
  const [yours, truth] = ["lf-yours", "lf-truth"].map((name) => element("span", { class: name }));
  const node = element("div", { class: "lf-scale", "aria-hidden": "true" }, yours, truth);
  const put = (mark, value, text) => {
    const at = 100 * shareOf(slider, value);
    mark.style.left = `${at}%`;
    mark.style.setProperty("--lf-turn", `${-at}%`); // words stay between the ends
    mark.replaceChildren(element("b"), element("i", {}, text));
  };
  return {
    node,
    hide: () => { node.hidden = true; },
    show(guess) {
      node.hidden = false;
      yours.hidden = guess === null;
      if (guess !== null) put(yours, guess, `Your guess: ${guessText(guess, asked)}`);
      put(truth, asked.truth, `Answer: ${truthText(asked)}`);
    },
  };
}
