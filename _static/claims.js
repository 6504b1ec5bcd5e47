(() => {
  "use strict";

  // The claims page: filter by section, verdict and words. Without this script, and on paper, all claims are shown.
  const form = document.querySelector(".claims-filter");
  if (!form) return;

  const cards = [...document.querySelectorAll(".claim")];
  const groups = new Set(cards.map((card) => card.parentElement.closest("section")));
  const status = form.querySelector("[role=status]");
  const texts = new Map();

  function text(card) {
    if (!texts.has(card)) {
      const copy = card.cloneNode(true);
      copy.querySelectorAll("details, annotation").forEach((part) => part.remove());
      texts.set(card, copy.textContent.toLowerCase().replace(/\s+/g, " "));
    }
    return texts.get(card);
  }

  function choose() {
    const { section, verdict, words } = Object.fromEntries(new FormData(form));
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) {
      card.hidden = !(
        (!section || card.dataset.section === section) &&
        (!verdict || card.dataset.verdict === verdict) &&
        wanted.every((word) => text(card).includes(word))
      );
    }
    for (const group of groups) group.hidden = cards.every((card) => card.hidden || !group.contains(card));
    const shown = cards.filter((card) => !card.hidden).length;
    status.textContent = shown === cards.length ? `All ${shown} claims are shown.` : `${shown} of ${cards.length} claims are shown.`;
  }

  // A link to a claim shows it, whatever the filter.
  function reveal() {
    const card = document.getElementById(location.hash.slice(1))?.closest(".claim, section");
    if (!card || !(card.hidden || card.closest("[hidden]"))) return;
    form.reset();
    choose();
    card.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  addEventListener("hashchange", reveal);
  choose();
  reveal();
})();
