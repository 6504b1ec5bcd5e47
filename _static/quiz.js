/* Self-checks on the page. The questions come from the chapter's cell (coldbook/page/quizzes.py); this compares the answer. */
(() => {
  "use strict";

  /** "0.345", "0,345" or "1/3" as a number; NaN for anything else. */
  function number(text) {
    const parts = text.trim().replace(",", ".").replace("−", "-").split("/");
    return parts.length > 2 || parts.some((part) => part.trim() === "") ? NaN : parts.map(Number).reduce((a, b) => a / b);
  }

  function numeric(text, { answers, precision }) {
    const given = number(text);
    const rounded = (value) => (precision ? Number(value.toPrecision(precision)) : value);
    return answers.find((answer) =>
      answer.range ? given >= answer.range[0] && given < answer.range[1] : rounded(given) === rounded(answer.value));
  }

  function word(text, { answers }) {
    const plain = (answer, other) => (answer.match_case ? other : other.toLowerCase()).trim();
    return answers.find((answer) => plain(answer, text) === plain(answer, answer.answer));
  }

  /** What to say: {correct, feedback}, or nothing while there is no answer. */
  function judge(form) {
    if (form.dataset.kind === "numeric" || form.dataset.kind === "string") {
      const text = form.querySelector("input").value;
      if (text.trim() === "") return null;
      const checks = JSON.parse(form.dataset.checks);
      const found = form.dataset.kind === "numeric" ? numeric(text, checks) : word(text, checks);
      return found || { correct: false, feedback: checks.default };
    }
    const inputs = [...form.querySelectorAll("input")];
    const chosen = inputs.filter((input) => input.checked).map((input) => JSON.parse(input.dataset.checks));
    if (!chosen.length) return null;
    const wrong = chosen.find((answer) => !answer.correct);
    if (wrong || form.dataset.kind === "one") return wrong || chosen[0];
    const all = inputs.filter((input) => JSON.parse(input.dataset.checks).correct).length;
    return chosen.length === all ? chosen[0] : { correct: false, feedback: `Right so far: ${chosen.length} of ${all}.` };
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".quiz-question");
    if (!form) return;
    event.preventDefault();
    const said = judge(form);
    const place = form.querySelector(".quiz-feedback");
    place.innerHTML = said ? said.feedback : "Give an answer first.";
    place.dataset.right = said ? said.correct : "";
  });
})();
