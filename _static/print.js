(() => {
  "use strict";

  // For printing: the page's title in the margin (print.css), and the light theme, switched back afterwards.
  const page = document.documentElement;
  const paper = matchMedia("print");
  let screenTheme = null;

  page.style.setProperty("--running-title", JSON.stringify(document.title));

  function setTheme(light) {
    if (light && screenTheme === null) {
      screenTheme = page.dataset.theme;
      page.dataset.theme = "light";
    } else if (!light && screenTheme !== null) {
      page.dataset.theme = screenTheme;
      screenTheme = null;
    }
  }

  addEventListener("beforeprint", () => setTheme(true));
  addEventListener("afterprint", () => setTheme(false));
  paper.addEventListener("change", () => setTheme(paper.matches));
})();
