(() => {
  "use strict";

  // On paper: the page's title in the margin (print.css), and the light theme, which comes off again.
  const page = document.documentElement;
  const paper = matchMedia("print");
  let worn = null;

  page.style.setProperty("--running-title", JSON.stringify(document.title));

  function dress(light) {
    if (light && worn === null) {
      worn = page.dataset.theme;
      page.dataset.theme = "light";
    } else if (!light && worn !== null) {
      page.dataset.theme = worn;
      worn = null;
    }
  }

  addEventListener("beforeprint", () => dress(true));
  addEventListener("afterprint", () => dress(false));
  paper.addEventListener("change", () => dress(paper.matches));
})();
