(() => {
  "use strict";

  // A box that scrolls sideways can be reached by the keyboard; one that does not is no stop on the way.
  const boxes = ".math-scroll, .pst-scrollable-table-container, .cell_output .output, div.highlight > pre";

  function mark() {
    for (const box of document.querySelectorAll(boxes)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  // Opened from a folder, a page may not read the others: the search then lists them without quoting them.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true); // what was in a closed <details> had no width
})();
