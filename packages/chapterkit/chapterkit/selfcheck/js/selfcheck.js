// The self-checks of a page: each answer gets the reply that the page has for it, or is told how to write it.
import { readQuantity } from "./units.js";

// {value} in the unit of the question, or {complaint}. A number may also be a fraction, such as 233/77.
function readAnswer(text, unit) {
  const fraction = /^([^\p{L}%/]+)\/([^\p{L}%/]+)$/u.exec(text);
  if (!fraction) return readQuantity(text, unit);
  const parts = fraction.slice(1).map((part) => readQuantity(part, ""));
  const value = parts[0].value / parts[1].value;
  return parts.find(({ complaint }) => complaint) ?? (Number.isFinite(value) ? { value } : readQuantity("", unit));
}

// {reply}, a template of the page, or {complaint}.
function judged(form) {
  const field = form.querySelector('input[type="text"]');
  if (!field) {
    const choice = form.querySelector("input:checked")?.closest(".quiz-choice");
    return choice ? { reply: choice.querySelector("template") } : { complaint: "Choose an answer first." };
  }
  const { value, complaint } = readAnswer(field.value, form.dataset.unit);
  // The last reply is for all numbers, and the others for those of a range.
  const fits = ({ dataset: { low, high } }) => low === undefined || (value >= Number(low) && value <= Number(high));
  return complaint ? { complaint } : { reply: [...form.querySelectorAll("template")].find(fits) };
}

// Below the question, where a screen reader says it.
function say(form, right, ...content) {
  const feedback = form.querySelector(".quiz-feedback");
  feedback.dataset.right = right;
  feedback.replaceChildren(...content);
  const field = form.querySelector('input[type="text"]');
  if (content.length && right !== "true") field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}

export function mountAll() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".quiz-question");
    if (!form) return;
    event.preventDefault();
    const { reply, complaint } = judged(form);
    if (reply) say(form, reply.dataset.right, reply.content.cloneNode(true));
    else say(form, "", complaint);
  });
  // What was said of an answer is not said of the next one.
  document.addEventListener("input", (event) => {
    const form = event.target.closest(".quiz-question");
    if (form) say(form, "");
  });
}
