(() => {
  "use strict";

  // A box that scrolls sideways gets keyboard focus; one that does not scroll is skipped.
  const boxes = ".math-scroll, .pst-scrollable-table-container, .cell_output .output, div.highlight > pre";

  function mark() {
    // Not those in a closed <details>, which the browser would have to lay out. All are measured before any is changed: one layout.
    const shown = [...document.querySelectorAll(boxes)].filter((box) => !box.closest("details:not([open])"));
    const measured = shown.map((box) => [box, box.scrollWidth > box.clientWidth]);
    for (const [box, scrolls] of measured) {
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  if (location.protocol === "file:") {
    // Opened from a folder, a page may not read other pages: the search lists them without quotations.
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    // Hide links to what needs a server (.needs-server in common.css).
    document.documentElement.dataset.opened = "from-folder";
  }

  // Buttons to which the theme gives inline handlers, which the security policy blocks (coldbook/page/content_security.py).
  const actions = { "print": () => window.print(), "full-screen": () => toggleFullScreen() };
  document.addEventListener("click", (event) => actions[event.target.closest?.("[data-does]")?.dataset.does]?.());

  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true);
})();
