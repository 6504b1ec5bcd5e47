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

// `panels` are the axes of this layout: the maps of each and its box.
function makeDrawing(svg, spec, panels, figure) {
  const parts = spec.artists.map((artist) => {
    const axes = panels[artist.panel];
    const group = svg.querySelector(`#${CSS.escape(`${svg.dataset.prefix}-${artist.id}`)}`);
    const [moved] = group.querySelectorAll("path[d]:not(defs *), use, text");
    if (moved.localName === "text") {
      // From here on the transform alone places the words.
      const turn = /rotate\((-?[\d.]+)/.exec(moved.getAttribute("transform") || "");
      return { artist, axes, group, moved, turn: turn ? ` rotate(${turn[1]})` : "" };
    }
    return { artist, axes, group, moved, handle: artist.drag && makeHandle(svg, group, artist.drag, axes, spec, figure) };
  });
  const movers = {
    curve: ({ moved, axes, artist: { x, y } }, v) => moved.setAttribute("d", trace(v[x], v[y], axes)),
    band: ({ moved, axes, artist: { x, lower, upper } }, v) => {
      const [below, above] = [[v[lower], v[upper]], [v[upper], v[lower]]].map(([edge, other]) => where(edge, other, v[x].length));
      moved.setAttribute("d", outline([[v[x], below], [backwards(v[x]), backwards(above)]], axes));
    },
    fill: ({ moved, axes, artist }, v) => {
      const pieces = [];
      for (let k = 0; `x${k}` in artist; k++) pieces.push([v[artist[`x${k}`]], v[artist[`y${k}`]]]);
      moved.setAttribute("d", outline(pieces, axes));
    },
    line: ({ moved, axes, artist: { x, y } }, v) => {
      const [left, top, right, bottom] = axes.box;
      const at = x === undefined ? pixel(axes.y, v[y]) : pixel(axes.x, v[x]);
      moved.setAttribute("d", at !== at ? "" : x === undefined ? `M${left} ${at}L${right} ${at}` : `M${at} ${bottom}L${at} ${top}`);
    },
    point: (part, v) => place(part, pixel(part.axes.x, v[part.artist.x]), pixel(part.axes.y, v[part.artist.y])),
    text: (part, v) => write(part, pixel(part.axes.x, v[part.artist.x]), pixel(part.axes.y, v[part.artist.y])),
    edge: (part, v) => write(part,
      part.artist.x === undefined ? part.axes.box[2] : pixel(part.axes.x, v[part.artist.x]),
      part.artist.y === undefined ? part.axes.box[1] : pixel(part.axes.y, v[part.artist.y])),
  };

  function place({ group, moved, handle, axes }, x, y) {
    const [left, top, right, bottom] = axes.box;
    const inside = x > left - 1 && x < right + 1 && y > top - 1 && y < bottom + 1;
    group.setAttribute("visibility", inside ? "visible" : "hidden");
    if (inside) { moved.setAttribute("x", x); moved.setAttribute("y", y); }
    if (inside && handle) { handle.setAttribute("cx", x); handle.setAttribute("cy", y); }
    return inside;
  }

  function write(part, x, y) {
    const { moved, artist, turn } = part;
    const words = figure.fill(artist.text);
    if (moved.textContent !== words) moved.textContent = words;
    if (!place(part, x, y)) return;
    moved.setAttribute("transform", `translate(${x + artist.dx} ${y + artist.dy})${turn}`);
    moved.setAttribute("x", 0);
    moved.setAttribute("y", 0);
  }

  return (values) => { for (const part of parts) movers[part.artist.kind](part, values); };
}

// What a finger or a mouse can take hold of, larger than the marker itself. Who uses keys has the sliders.
function makeHandle(svg, group, drag, axes, spec, figure) {
  const handle = document.createElementNS(svg.namespaceURI, "circle");
  handle.setAttribute("class", "lf-handle");
  handle.setAttribute("r", 16);
  group.append(handle);
  const follow = (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    for (const [axis, [name, factor]] of Object.entries(drag)) {
      const { log, slope, offset } = axes[axis];
      const along = (place[axis] - offset) / slope;
      figure.set(name, snapped(spec.sliders.find((slider) => slider.name === name), (log ? 10 ** along : along) / factor));
    }
  };
  handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); });
  handle.addEventListener("pointermove", (event) => { if (handle.hasPointerCapture(event.pointerId)) follow(event); });
  return handle;
}
