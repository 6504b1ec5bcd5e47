(() => {
  "use strict";

  // A box that scrolls sideways gets keyboard focus; one that does not scroll is skipped.
  const boxes = ".math-scroll, .pst-scrollable-table-container, .cell_output .output, div.highlight > pre";

  const goesOn = (box) => box.scrollLeft + box.clientWidth < box.scrollWidth - 1;

  function mark() {
    // Not those in a closed <details>, which the browser would have to lay out. All are measured before any is changed: one layout.
    const shown = [...document.querySelectorAll(boxes)].filter((box) => !box.closest("details:not([open])"));
    const measured = shown.map((box) => [box, box.scrollWidth > box.clientWidth, goesOn(box)]);
    for (const [box, scrolls, more] of measured) {
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      box.toggleAttribute("data-more", more);
    }
  }

  // What goes on at its right is marked, until it is scrolled to its end.
  document.addEventListener("scroll", ({ target }) => {
    if (target.matches?.(boxes)) target.toggleAttribute("data-more", goesOn(target));
  }, { capture: true, passive: true });

  if (location.protocol === "file:") {
    // Opened from a folder, a page may not read other pages: the search lists them without quotations.
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    // Hide links to what needs a server (.needs-server in common.css).
    document.documentElement.dataset.opened = "from-folder";
  }

  // Buttons to which the theme gives inline handlers, which the security policy blocks (coldbook/page/content_security.py).
  const actions = { "print": () => window.print(), "full-screen": () => toggleFullScreen() };
  document.addEventListener("click", (event) => actions[event.target.closest?.("[data-does]")?.dataset.does]?.());

  // Sphinx's link is a script in an address, which the policy blocks.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".highlight-link a")) return;
    event.preventDefault();
    SphinxHighlight.hideSearchWords();
  });

  // Sphinx marks the words of a search on whichever page comes next. Only one that was found is to have them.
  const results = document.getElementById("search-results");
  if (results) {
    let followed = false;
    results.addEventListener("click", (event) => { followed ||= Boolean(event.target.closest("a")); });
    addEventListener("pagehide", () => { if (!followed) localStorage.removeItem("sphinx_highlight_terms"); });
  }

  // A browser may go to the place in the address, or to the figure in it, while what is above still grows. A reader who has not moved
  // since is brought there again.
  let moved = performance.getEntriesByType("navigation")[0]?.type !== "navigate"; // coming back, one is where one was
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(kind, () => { moved = true; }, { once: true, passive: true, capture: true });
  }
  const arrive = () => {
    if (moved) return;
    document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
    document.querySelector("[data-linked]")?.scrollIntoView({ block: "center", behavior: "instant" }); // where the figure's link led
  };
  addEventListener("load", () => { arrive(); document.fonts.ready.then(arrive); });

  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true);
})();
