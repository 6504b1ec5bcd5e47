/* Self-checks: compare an answer with the rules that coldbook/page/quizzes.py writes into the page. */
(() => {
  "use strict";

  /** "0.345", "0,345" or "1/3" as a number; NaN for anything else. */
  function number(text) {
    const parts = text.trim().replace(",", ".").replace("−", "-").split("/");
    return parts.length > 2 || parts.some((part) => part.trim() === "") ? NaN : parts.map(Number).reduce((a, b) => a / b);
  }

  function numeric(text, { answers, precision }) {
    const value = number(text);
    const rounded = (exact) => (precision ? Number(exact.toPrecision(precision)) : exact);
    return answers.find((answer) =>
      answer.range ? value >= answer.range[0] && value < answer.range[1] : rounded(value) === rounded(answer.value));
  }

  function word(text, { answers }) {
    const plain = (answer, other) => (answer.match_case ? other : other.toLowerCase()).trim();
    return answers.find((answer) => plain(answer, text) === plain(answer, answer.answer));
  }

  /** {correct, feedback}, or null if there is no answer yet. */
  function judge(form) {
    if (form.dataset.kind === "numeric" || form.dataset.kind === "string") {
      const text = form.querySelector("input").value;
      if (text.trim() === "") return null;
      const checks = JSON.parse(form.dataset.checks);
      const rule = form.dataset.kind === "numeric" ? numeric(text, checks) : word(text, checks);
      return rule || { correct: false, feedback: checks.default };
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
    const result = judge(form);
    const output = form.querySelector(".quiz-feedback");
    output.innerHTML = result ? result.feedback : "Give an answer first.";
    output.dataset.right = result ? result.correct : "";
  });
})();
