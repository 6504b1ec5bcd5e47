(() => {
  "use strict";

  // For printing: the page's title in the margin (print.css), the light theme and open folds, both switched back afterwards.
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

  // What goes deeper is printed as well, also where a stylesheet cannot open it.
  let opened = [];
  addEventListener("beforeprint", () => {
    setTheme(true);
    opened = [...document.querySelectorAll("details.deeper:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    setTheme(false);
    for (const fold of opened.splice(0)) fold.open = false;
  });
  paper.addEventListener("change", () => setTheme(paper.matches));
})();
