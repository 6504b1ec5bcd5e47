(() => {
  "use strict";

  // A link to a term or a claim shows its card (coldbook/reference/cards.py): while the mouse or the focus is on it, and for good after a click.
  const cards = new Map([...document.querySelectorAll(".card-in-place")].map((card) => [card.id.slice("card-".length), card]));
  if (!cards.size || !HTMLElement.prototype.showPopover) return;

  const ENOUGH = 200; // ms that a mouse rests on a link, or may be off it
  const MARGIN = 8; // px
  let link = null, card = null, stays = false, timer = 0;

  const cardOf = (anchor) => cards.get(decodeURIComponent(anchor.hash.slice(1)));
  const linkAt = (target) => {
    const anchor = target.closest?.("a[href*='#']");
    return anchor && cardOf(anchor) && !anchor.closest(".card-in-place") ? anchor : null;
  };

  function place() {
    const lines = [...link.getClientRects()], from = lines[0], to = lines[lines.length - 1];
    const { width, height } = card.getBoundingClientRect();
    const below = to.bottom + MARGIN + height < innerHeight || from.top < height + MARGIN;
    card.style.left = `${Math.max(MARGIN, Math.min(to.left, document.documentElement.clientWidth - width - MARGIN))}px`;
    card.style.top = `${below ? to.bottom + 2 : from.top - height - 2}px`;
  }

  function show(anchor, toStay) {
    clearTimeout(timer);
    if (anchor !== link) hide();
    stays ||= toStay;
    if (link) return;
    [link, card] = [anchor, cardOf(anchor)];
    link.setAttribute("aria-expanded", "true");
    card.showPopover();
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (!link) return;
    link.setAttribute("aria-expanded", "false");
    card.hidePopover();
    [link, card, stays] = [null, null, false];
  }

  function soon(action) {
    clearTimeout(timer);
    timer = setTimeout(action, ENOUGH);
  }

  for (const anchor of document.querySelectorAll("main a[href*='#']")) {
    if (linkAt(anchor)) anchor.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    const anchor = linkAt(target);
    if (anchor) soon(() => show(anchor, false));
    else if (card?.contains(target)) clearTimeout(timer);
    else if (!stays) soon(hide);
  });
  document.addEventListener("focusin", ({ target }) => {
    const anchor = linkAt(target);
    if (anchor?.matches(":focus-visible")) show(anchor, false);
    else if (link && target !== link && !card.contains(target)) hide();
  });
  document.addEventListener("click", (event) => {
    const anchor = linkAt(event.target);
    if (anchor && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (anchor === link && stays) hide();
      else show(anchor, true);
      if (card && event.detail === 0) card.focus(); // by a key: the way to the link in the card
    }
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (card && !card.contains(target) && !linkAt(target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (!link || (event.key !== "Escape" && event.key !== "Tab")) return;
    const within = card.contains(document.activeElement);
    const ends = event.key === "Escape" || (within && (event.shiftKey || document.activeElement !== card));
    if (!ends) return;
    if (within) {
      event.preventDefault();
      link.focus();
    }
    hide();
  });
  addEventListener("scroll", () => { if (card) place(); }, { passive: true });
  addEventListener("resize", hide);
})();
