// A link to a page with the states of all figures that were moved: #live=<figure>&<slider>=<value>&...&live=<next figure>&...
const moved = ({ spec, state }) => spec.sliders.some(({ start }, k) => state[k] !== start);

// The address for these figures. It begins with `first`, to which it leads, whether or not that was moved.
export function pageLink(figures, first) {
  const words = new URLSearchParams();
  for (const figure of [first, ...figures.filter((other) => other !== first && moved(other))]) {
    words.append("live", figure.spec.name);
    figure.spec.sliders.forEach(({ name }, k) => words.append(name, figure.state[k]));
  }
  return `${location.href.split("#")[0]}#${words}`;
}

// What mail programs and chats do to a link: they write & as HTML, encode it once more, take the bracket or full stop after it along.
function mended(hash) {
  let text = hash.slice(1);
  if (!text.includes("live=")) try { text = decodeURIComponent(text); } catch { return ""; }
  return text.replaceAll("&amp;", "&").replace(/(?:[).,;>\]]|%3E)+$/i, "");
}

// What this page's address says of a figure: its sliders' values, and the names of those that it does not say or that are out of reach,
// which stay at their start; null if it says nothing of this figure. `first` is true for the figure that the link begins with.
export function linkedState(spec) {
  const words = [...new URLSearchParams(mended(location.hash))];
  const begins = words.findIndex(([name, value]) => name === "live" && value === spec.name);
  if (begins < 0) return null;
  const rest = words.slice(begins + 1);
  const ends = rest.findIndex(([name]) => name === "live");
  const own = new Map(ends < 0 ? rest : rest.slice(0, ends));
  const lost = [];
  const state = spec.sliders.map(({ name, label, start, low, high }) => {
    const text = own.get(name);
    const value = text === undefined || text.trim() === "" ? NaN : Number(text);
    if (value >= low && value <= high) return value;
    lost.push(label);
    return start;
  });
  return { state, lost, first: begins === 0 };
}
