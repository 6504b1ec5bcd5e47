"""A step of a slider computes and draws only what it changes, and gives what a tape gives that computes everything."""

import pytest
import sympy as sp
from livefigure import ColorScale, LiveFigure, Parcels
from livefigure.assets import module_of_parts
from support.figures import PAGES, figures_of

# Moves one slider after the other to places in its range, in a fixed order; true if every step has the value of a tape that is new.
SAME = """async ([source, spec]) => {
  const { makeTape, makeGrid, makeTable } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const fresh = () => makeTape(spec.tape, spec.grids.map(makeGrid), spec.tables.map(makeTable));
  const text = (values) => JSON.stringify(values.map((value) => (typeof value === "object" ? [...value].map(String) : String(value))));
  const kept = fresh();
  const state = spec.sliders.map(({ start }) => start);
  const seen = new Set();
  for (let move = 0; move < 12; move++) {
    const k = move % state.length;
    const { low, high } = spec.sliders[k];
    state[k] = low + (high - low) * ((move * 0.37) % 1);
    const values = text(kept(state));
    if (values !== text(fresh()(state))) return `differs after move ${move}`;
    seen.add(values);
  }
  return seen.size;
}"""


@pytest.mark.parametrize("name", PAGES["gallery"])
def test_what_does_not_depend_on_the_moved_slider_keeps_its_value(name, visit):
    figure = figures_of("gallery")[name]
    page = visit("about:blank")
    assert page.evaluate(SAME, [module_of_parts("makeTape", "makeGrid", "makeTable"), figure.markup[1]]) > 6


x, rise, start, number = sp.symbols("x rise start number", positive=True)
LINES = LiveFigure(
    {"rising": rise * x, "level": start + 0 * x}, x=(x, 0, 1), ylim=(0, 4), sliders={rise: (1, 0.5, 2), start: (1, 0.5, 2)}, name="fig-lines",
    artists=[Parcels(number / 4, start + 1, (number, 4), ColorScale(0, 4, "height")(number))], alt="A line that rises, one that is level, and dots.",
)  # fmt: skip
# Moves a slider; which elements with an id, or in one, get new attributes?
WRITTEN = """async (slider) => {
  const changed = new Set();
  const watch = new MutationObserver((changes) => changes.forEach(({ target }) => changed.add(target.closest("[id]").id)));
  for (const drawing of document.querySelectorAll(".lf-wide")) watch.observe(drawing, { attributes: true, subtree: true });
  const range = document.getElementById(`fig-lines-${slider}`);
  range.value = 1.7;
  range.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 50));
  watch.disconnect();
  return [...changed].sort();
}"""


def test_a_step_writes_only_what_the_slider_moves(visit, tmp_path):
    LINES.to_html(tmp_path / "lines.html")
    page = visit((tmp_path / "lines.html").as_uri(), viewport={"width": 1000, "height": 800})
    ids = {placed.kind: placed.id for placed in reversed(LINES.artists)} | {"level": LINES.artists[1].id}
    moved = {slider: [one.removeprefix("fig-lines-wide-") for one in page.evaluate(WRITTEN, slider)] for slider in ("rise", "start")}
    assert moved == {"rise": [ids["curve"]], "start": sorted([ids["level"], ids["parcels"]])}
    assert page.evaluate(WRITTEN, "start") == []  # nothing is new
