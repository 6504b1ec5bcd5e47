// The fields of a question and what is said to each answer.
import { button, element } from "./dom.js";
import { general } from "./general.js";
import { markAnswer } from "./marking.js";

const kindOf = ({ kind, unit, symbols }) => (kind === "formula" ? `a formula in ${Object.keys(symbols).join(", ")}` : unit ? `in ${unit}` : "no unit");
export const pointsOf = (points) => `${general(points)} ${points === 1 ? "point" : "points"}`;

function makeField(asked, id, changed) {
  const input = element("input", { type: "text", id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}-kind ${id}-message` });
  const message = element("p", { class: "pr-message", id: `${id}-message` });
  const kind = element("span", { class: "pr-kind", id: `${id}-kind` }, kindOf(asked));
  const node = element("div", { class: `pr-answer pr-${asked.kind}` }, element("label", { for: id }, element("code", {}, asked.name)), kind, input, message);
  const field = {
    node, asked, input, mark: null,
    show(mark) {
      field.mark = mark;
      const state = !mark ? "" : mark.credit === 1 ? "right" : mark.credit > 0 ? "partly" : "wrong";
      node.dataset.state = state;
      const given = mark && mark.credit > 0 ? ` ${general(mark.credit * asked.points)} of ${pointsOf(asked.points)}.` : "";
      message.textContent = mark ? `${mark.message}${given}` : "";
      if (state === "wrong") input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
  input.addEventListener("input", () => { if (field.mark) { field.show(null); changed(); } });
  return field;
}

// A question with answers to type: `entries()` has them as they are to be marked now.
export function makeAnswers(place, question, tool) {
  const fields = question.answers.map((asked) => makeField(asked, `${tool.id}-${asked.name}`, () => tool.counted()));
  const form = element("form", { class: "pr-form", novalidate: "" }, ...fields.map(({ node }) => node));
  const check = element("button", { type: "submit" }, "Check");
  form.append(check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entries = tool.entriesOf(question);
    const blank = ({ input }) => !input.value.trim();
    const tried = fields.every(blank) ? fields : fields.filter((field) => !blank(field));
    for (const field of fields) field.show(tried.includes(field) ? markAnswer(entries[fields.indexOf(field)], field.input.value, tool.convert) : null);
    tool.counted(tried.map(({ asked, mark }) => (mark.message.startsWith(`${asked.name} `) ? mark.message : `${asked.name}: ${mark.message}`)).join(" "));
    (fields.find(({ mark }) => !mark || mark.credit < 1)?.input ?? check).focus();
  });
  place.append(form);
  return {
    points: () => fields.reduce((sum, { asked, mark }) => sum + (mark ? mark.credit * asked.points : 0), 0),
    // Other numbers have other answers; a formula is the same for all.
    renumber() {
      for (const field of fields) {
        if (field.asked.kind === "formula") continue;
        field.input.value = "";
        field.show(null);
      }
    },
  };
}

// A question without: the reader writes, then compares with the model answer.
export function makeOwnWords(place, model, id, drawn) {
  const text = element("textarea", { id: `${id}-words`, rows: "4" });
  const show = button("Show the model answer", () => {
    model.open = true;
    const first = model.querySelector("summary");
    first.focus();
    first.scrollIntoView({ block: "nearest" });
  });
  place.append(element("label", { for: text.id }, `Your ${drawn ? "sentences" : "answer"}, for yourself: ${drawn ? "" : "draw on paper, "}write here`), text, show);
}
