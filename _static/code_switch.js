(() => {
  "use strict";

  // One switch for all folded code of a page. Without this script each fold opens by itself.
  const folds = [...document.querySelectorAll("div.cell > details.hide")];
  const title = document.querySelector(".bd-article h1");
  if (folds.length < 2 || !title) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "code-switch";
  const allOpen = () => folds.every((fold) => fold.open);
  const say = () => { button.textContent = allOpen() ? "Hide all code" : "Show all code"; };
  button.addEventListener("click", () => {
    const open = !allOpen();
    for (const fold of folds) fold.open = open;
  });
  document.addEventListener("toggle", say, true);
  say();
  let line = document.querySelector(".reading-time");
  if (!line) {
    line = document.createElement("p");
    line.className = "reading-time";
    title.after(line);
  }
  line.append(" ", button);
})();
