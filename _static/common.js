(() => {
  "use strict";

  // A box that scrolls sideways can be reached by the keyboard; one that does not is no stop on the way.
  const boxes = ".math-scroll, .pst-scrollable-table-container, .cell_output .output, div.highlight > pre";

  function mark() {
    // All are measured before any is changed: the page is laid out once.
    const found = [...document.querySelectorAll(boxes)].map((box) => [box, box.scrollWidth > box.clientWidth]);
    for (const [box, scrolls] of found) {
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  if (location.protocol === "file:") {
    // Opened from a folder, a page may not read the others: the search then lists them without quoting them.
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
    // What only a server has is not offered (.needs-server in common.css).
    document.documentElement.dataset.opened = "from-folder";
  }

  // Buttons that the theme would give inline handlers, which the pages' policy does not let run (coldbook/page/content_security.py).
  const deeds = { "print": () => window.print(), "full-screen": () => toggleFullScreen() };
  document.addEventListener("click", (event) => deeds[event.target.closest?.("[data-does]")?.dataset.does]?.());

  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true); // what was in a closed <details> had no width
})();
