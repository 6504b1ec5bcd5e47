// Moves matplotlib's own artists: each is found by its id and gets new coordinates through matplotlib's own axis maps.
const FAR = 1e6;

function pixel({ log, slope, offset }, value) {
  const place = slope * (log ? Math.log10(value) : value) + offset;
  return place > FAR ? FAR : place < -FAR ? -FAR : Math.round(place * 100) / 100;
}

const item = (values, k) => (typeof values === "number" ? values : values[k]);
const lengthOf = (...all) => all.reduce((n, values) => (typeof values === "number" ? n : values.length), 1);

// The path through a curve's points; it breaks where a value does not exist.
function trace(X, Y, axes) {
  let path = "";
  let drawing = false;
  for (let k = 0, n = lengthOf(X, Y); k < n; k++) {
    const x = pixel(axes.x, item(X, k));
    const y = pixel(axes.y, item(Y, k));
    if (x !== x || y !== y) { drawing = false; continue; }
    path += `${drawing ? "L" : "M"}${x} ${y}`;
    drawing = true;
  }
  return path;
}

// A closed area: there along each part, one after the other.
function outline(parts, axes) {
  const path = parts.map(([X, Y]) => trace(X, Y, axes)).join("").replace(/(?!^)M/g, "L");
  return path && `${path}Z`;
}

const backwards = (values) => Float64Array.from(values).reverse();

// One edge of a band, where the other exists too.
const where = (edge, other, n) => Float64Array.from({ length: n }, (_, k) => (Number.isNaN(item(other, k)) ? NaN : item(edge, k)));

function makeDrawing(svg, spec, axes, fill) {
  const [left, top, right, bottom] = axes.box;
  const parts = spec.artists.map((artist) => {
    const group = svg.querySelector(`#${CSS.escape(`${svg.dataset.prefix}-${artist.id}`)}`);
    const [moved] = group.querySelectorAll("path[d]:not(defs *), use, text");
    if (moved.localName === "text") {
      // From here on the transform alone places the words.
      const turn = /rotate\((-?[\d.]+)/.exec(moved.getAttribute("transform") || "");
      return { artist, group, moved, turn: turn ? ` rotate(${turn[1]})` : "" };
    }
    return { artist, group, moved };
  });
  const movers = {
    curve: ({ moved, artist: { x, y } }, v) => moved.setAttribute("d", trace(v[x], v[y], axes)),
    band: ({ moved, artist: { x, lower, upper } }, v) => {
      const [below, above] = [[v[lower], v[upper]], [v[upper], v[lower]]].map(([edge, other]) => where(edge, other, v[x].length));
      moved.setAttribute("d", outline([[v[x], below], [backwards(v[x]), backwards(above)]], axes));
    },
    fill: ({ moved, artist }, v) => {
      const pieces = [];
      for (let k = 0; `x${k}` in artist; k++) pieces.push([v[artist[`x${k}`]], v[artist[`y${k}`]]]);
      moved.setAttribute("d", outline(pieces, axes));
    },
    line: ({ moved, artist: { x, y } }, v) => {
      const at = x === undefined ? pixel(axes.y, v[y]) : pixel(axes.x, v[x]);
      moved.setAttribute("d", at !== at ? "" : x === undefined ? `M${left} ${at}L${right} ${at}` : `M${at} ${bottom}L${at} ${top}`);
    },
    point: ({ group, moved, artist: { x, y } }, v) => place(group, moved, pixel(axes.x, v[x]), pixel(axes.y, v[y])),
    text: (part, v) => write(part, pixel(axes.x, v[part.artist.x]), pixel(axes.y, v[part.artist.y])),
    edge: (part, v) => write(part,
      part.artist.x === undefined ? right : pixel(axes.x, v[part.artist.x]),
      part.artist.y === undefined ? top : pixel(axes.y, v[part.artist.y])),
  };

  function place(group, moved, x, y) {
    const inside = x > left - 1 && x < right + 1 && y > top - 1 && y < bottom + 1;
    group.setAttribute("visibility", inside ? "visible" : "hidden");
    if (inside) { moved.setAttribute("x", x); moved.setAttribute("y", y); }
    return inside;
  }

  function write({ group, moved, artist, turn }, x, y) {
    const words = fill(artist.text);
    if (moved.textContent !== words) moved.textContent = words;
    if (!place(group, moved, x, y)) return;
    moved.setAttribute("transform", `translate(${x + artist.dx} ${y + artist.dy})${turn}`);
    moved.setAttribute("x", 0);
    moved.setAttribute("y", 0);
  }

  return (values) => { for (const part of parts) movers[part.artist.kind](part, values); };
}
