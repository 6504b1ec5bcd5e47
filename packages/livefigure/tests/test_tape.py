"""A tape that recomputes only what a moved slider changes gives what a tape gives that computes everything."""

import pytest
from livefigure.assets import module_of_parts
from support.figures import figures_of

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


@pytest.mark.parametrize("name", figures_of("gallery"))
def test_what_does_not_depend_on_the_moved_slider_keeps_its_value(name, visit):
    figure = figures_of("gallery")[name]
    page = visit("about:blank")
    assert page.evaluate(SAME, [module_of_parts("makeTape", "makeGrid", "makeTable"), figure.markup[1]]) > 6
