// What a reader takes away: the state as a link, the shown data as CSV, the Python that draws the same.
function button(text, action) {
  const made = element("button", { type: "button" }, text);
  made.addEventListener("click", action);
  return made;
}

function csv(spec, values, state) {
  const quote = (text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const head = spec.sliders.map((slider, k) => `# ${slider.label} = ${withUnit(String(state[k]), slider.unit)}`);
  const rows = Array.from({ length: spec.grids[0].count }, (_, k) =>
    spec.columns.map(({ step }) => String(item(values[step], k))).join(","));
  return [...head, spec.columns.map(({ title }) => quote(title)).join(","), ...rows, ""].join("\n");
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = element("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A page opened from a folder may have no clipboard to write to; then the text is there to be copied by hand.
async function copy(text, done, failed) {
  try {
    await navigator.clipboard.writeText(text);
    done();
  } catch {
    failed();
  }
}

const stateLink = (spec, state) => {
  const words = new URLSearchParams({ live: spec.name });
  spec.sliders.forEach((slider, k) => words.set(slider.name, state[k]));
  return `${location.href.split("#")[0]}#${words}`;
};

// The sliders' values that this page's address asks for, where they are for this figure and within its limits.
function linkedState(spec) {
  const words = new URLSearchParams(location.hash.slice(1));
  if (words.get("live") !== spec.name) return null;
  return spec.sliders.map(({ name, start, low, high }) => {
    const value = words.get(name) === null || words.get(name).trim() === "" ? NaN : Number(words.get(name));
    return value >= low && value <= high ? value : start;
  });
}

const program = (spec, state) =>
  spec.sliders.reduce((text, { name }, k) => text.replaceAll(`${name} = {${name}}`, `${name} = ${state[k]}`), spec.snippet);

// Runs a slider through its range in a loop, from where it is. Who asked the system for less motion gets a step every half second.
function makePlayer(figure, { name, low, high, log, play }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const beat = calm ? 500 : 0;
  let waiting = null;
  let last;
  const made = button("Play", () => (waiting === null ? start() : stop()));
  const label = (text) => { made.textContent = text; };
  function start() {
    last = performance.now();
    label("Pause");
    waiting = requestAnimationFrame(move);
  }
  function stop() {
    cancelAnimationFrame(waiting);
    waiting = null;
    label("Play");
  }
  function move(now) {
    if (!made.isConnected) return stop();
    if (now - last >= beat) {
      const value = figure.value(name);
      const at = ((log ? Math.log(value) : value) - from) / (to - from) + (now - last) / 1000 / play;
      const there = from + (at % 1) * (to - from);
      figure.set(name, Math.min(high, Math.max(low, log ? Math.exp(there) : there)));
      last = now;
    }
    waiting = requestAnimationFrame(move);
  }
  return { made, stop };
}

function makeTools(figure, spec, say, { linkable }) {
  const bar = element("div", { class: "lf-tools" });
  const code = element("code");
  const shown = element("pre", { tabindex: "0", role: "region", "aria-label": "Python that reproduces the figure" }, code);
  const refresh = () => { code.textContent = program(spec, figure.state); };
  const details = element("details", {}, element("summary", {}, "Python"), shown,
    button("Copy the Python", () => copy(code.textContent, () => say("The Python is in the clipboard."), () => say("This page may not use the clipboard: select the text."))));
  // The theme takes the tab stop from what does not scroll, as nothing does while it is folded.
  details.addEventListener("toggle", () => { refresh(); shown.tabIndex = 0; });
  const played = spec.sliders.find((slider) => slider.play);
  const player = played && makePlayer(figure, played);
  if (player) bar.append(player.made);
  bar.append(button("Reset", () => { if (player) player.stop(); figure.reset(); say(`The sliders are back where they were. ${figure.sentence()}`); }));
  if (linkable) {
    bar.append(button("Link", () => {
      const link = stateLink(spec, figure.state);
      history.replaceState(null, "", link);
      copy(link, () => say("A link to this state is in the clipboard."), () => say("The page's address now holds this state."));
    }));
  }
  bar.append(button("CSV", () => download(`${spec.name}.csv`, csv(spec, figure.values(), figure.state))), details);
  return { bar, refresh: () => { if (details.open) refresh(); } };
}
