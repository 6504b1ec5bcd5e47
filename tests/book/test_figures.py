"""Every live figure in a browser, as a reader meets it: moved by mouse, by keys and by number, reset, linked to, taken away."""

import codecs
import csv
import io
import re
import time
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from livefigure.number import format_number
from playwright.sync_api import expect
from support.browser import turned
from support.figures import END_FILMS, GALLERY, LIVE, PAGES, SHAPES, SHOW_ANSWERS, figures_of
from support.weekly import daily_or_weekly

QUIET = 400  # ms until the status sentence is updated (js/host.js)

# Buttons, links and handles are the same module for all figures: they are tried on the gallery and on the richest figure of each page.
CHOSEN = [
    *GALLERY,
    ("introduction", "fig-one-watt"),
    ("price_of_coldness", "fig-price-shield"),
    ("two_tricks", "fig-tricks-paths"),
    ("inversion_temperature", "fig-inversion-map"),
    ("stirling", "fig-stirling-sponge"),
    ("linde_hampson", "fig-linde-exchanger"),
    ("superconductors", "fig-superconductors-power"),
    ("space_detectors", "fig-space-share"),
    ("cryo_electron_microscopy", "fig-cryoem-rates"),
    ("liquefied_gases", "fig-liquefied-shares"),
    ("coolers_to_buy", "fig-coolers-head"),
]

# What a slider shows, read at one moment: the drawing, the spoken value, the number in the box.
LOOK = f"""(range) => {{
  const root = range.closest('.live-figure');
  const box = range.closest('.lf-control').querySelector('.lf-box input');
  return [({SHAPES})(root), range.getAttribute('aria-valuetext'), Number(box.value)];
}}"""


class Shown:
    """A live figure on an open page."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.root = page.locator(f"#{name}-live")
        self.root.locator(".lf-tools").wait_for(state="attached")
        page.evaluate(SHOW_ANSWERS)
        self.end_films()
        self.left_alone()

    def end_films(self):
        """What plays on would keep the browser busy through all tests of a page."""
        self.page.evaluate(END_FILMS)

    def shapes(self):
        return self.root.evaluate(SHAPES)

    def sliders(self):
        return self.root.locator(".lf-controls input[type=range]").all()

    def range(self, slider):
        return self.page.locator(f"#{self.name}-{slider}")

    def look(self, slider):
        """Shapes, spoken value and number of a slider at this time."""
        return self.range(slider).evaluate(LOOK)

    def box(self, slider):
        return self.root.locator(".lf-control").filter(has=self.range(slider)).locator(".lf-box input")

    def said(self, slider):
        return self.range(slider).get_attribute("aria-valuetext")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name):
        """Press a button without the wait for a still page that a click brings; `button(name).click()` is the real thing."""
        self.root.evaluate(
            "(root, name) => [...root.querySelectorAll('.lf-tools button')].find((b) => b.textContent === name).click()", name
        )
        self.page.evaluate(SHOW_ANSWERS)

    def left_alone(self):
        """Nothing moves from now on."""
        self.still_since = time.monotonic()

    def sentence(self):
        """What is said of a figure that has been left alone for a while."""
        left = QUIET + 100 - 1000 * (time.monotonic() - self.still_since)
        say = "(root, left) => new Promise((done) => setTimeout(() => done(root.querySelector('.lf-status').textContent), left))"
        return self.root.evaluate(say, left)

    def state(self):
        """All sliders' values, to the last digit, as a link holds them."""
        self.press("Link")
        _, _, own = f"&{urlsplit(self.page.url).fragment}".partition(f"&live={self.name}&")
        words = parse_qs(own.partition("&live=")[0])  # what follows is of other figures that were moved
        return {name: float(value) for name, (value,) in words.items()}

    def move_all(self):
        """Every slider to another place, each to one of its own. A film ends first."""
        self.end_films()
        self.root.evaluate("""(root) => root.querySelectorAll('.lf-controls input[type=range]').forEach((range, k) => {
          range.value = Number(range.min) + (range.max - range.min) * (0.41 + 0.11 * (k % 5));
          range.dispatchEvent(new Event('input', { bubbles: true }));
        })""")
        self.left_alone()


@pytest.fixture(scope="module")
def turn_to(browser, windows, address):
    with turned(browser, windows, address) as turn_to:
        yield turn_to


@pytest.fixture(scope="module")
def opened(request, turn_to):
    """A figure on its page, the same for all tests of that figure."""
    page, name = request.param
    return Shown(turn_to(page), name)


@pytest.fixture
def shown(opened):
    """The figure as it is when the page has just been opened. Nothing may go wrong on the page while a test moves it."""
    opened.press("Reset")
    opened.root.evaluate("(root) => { root.querySelector('.lf-tools details').open = false; }")
    yield opened
    troubles, opened.page.troubles[:] = list(opened.page.troubles), []
    assert not troubles


@pytest.fixture
def figure(request):
    """The same figure in Python."""
    page, name = request.node.callspec.params["opened"]
    return figures_of(page)[name]


# Each figure has its tests of what it draws in every run. What is the same module again is tried daily on these, and weekly on the others.
DAILY = [*GALLERY, ("price_of_coldness", "fig-price-shield"), ("coolers_to_buy", "fig-coolers-head")]

# Of what is the same module and the same style on each page, these have every kind of figure; the weekly run has all pages.
a_few_pages = pytest.mark.parametrize("page", daily_or_weekly([page for page, names in PAGES.items() if names], {"gallery", "stirling"}))

every_figure = pytest.mark.parametrize("opened", LIVE, indirect=True, ids=["/".join(pair) for pair in LIVE])
chosen_figures = pytest.mark.parametrize("opened", daily_or_weekly(CHOSEN, DAILY, "/".join), indirect=True)


def features(figure):
    """What a figure asks of the module that moves it."""
    scales = [panel.scales for panel in figure.panels]
    curves = [(panel, curve) for panel in figure.panels for curve in panel.curves.values()]
    yield from (f"artist: {placed.kind}" for placed in figure.artists)
    yield from (f"slider: {'log' if slider.log else 'linear'}" for slider in figure.sliders.values())
    yield from (f"{axis} axis: {scale}" for pair in scales for axis, scale in zip("xy", pair, strict=True))
    yield from ("curve: (x, y)" if panel.x is None or curve.x != panel.x[0] else "curve: y over x" for panel, curve in curves)
    for artist in figure.markup[1]["artists"]:
        yield from (f"handle along {axis}: {scales[artist['panel']]['xy'.index(axis)]}" for axis in artist.get("drag", ()))
    parts = {
        "several panels": len(figure.panels) > 1,
        "a slider that plays": any(slider.play for slider in figure.sliders.values()),
        "tables": figure.tape.tables,
        "readouts": figure.readouts,
        "a sentence": figure.status,
        "scenes": figure.scenes,
        "a sentence with a condition": any(condition is not None for condition, _ in figure.status),
    }
    yield from (name for name, part in parts.items() if part)


@pytest.mark.parametrize("page", [page for page, names in PAGES.items() if names])
def test_every_feature_of_a_page_is_in_a_chosen_figure(page):
    chosen = [name for place, name in CHOSEN if place == page]
    covered = {
        feature
        for place in ("gallery", page)
        for name in PAGES[place]
        if (place, name) in CHOSEN
        for feature in features(figures_of(place)[name])
    }
    assert chosen
    assert {name: left for name, figure in figures_of(page).items() if (left := set(features(figure)) - covered)} == {}


def spoken(figure, slider, value):
    return figure.filled(f"{{{slider}}}", figure.state(**{slider: value}))


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=0)


@every_figure
def test_every_slider_is_there_with_a_name_a_unit_and_a_value(shown, figure):
    assert [slider.get_attribute("id") for slider in shown.sliders()] == [f"{figure.name}-{symbol.name}" for symbol in figure.sliders]
    for symbol, slider in figure.sliders.items():
        assert shown.page.get_by_label(figure.label(symbol), exact=True).and_(shown.range(symbol.name)).count() == 1
        assert shown.said(symbol.name) == spoken(figure, symbol.name, slider.start)
        assert float(shown.box(symbol.name).input_value()) == pytest.approx(slider.start, rel=1e-5)


@every_figure
def test_every_slider_moves_the_drawing_by_mouse(shown, figure):
    for slider in shown.sliders():
        slider.scroll_into_view_if_needed()
        before, said, _ = slider.evaluate(LOOK)
        box = slider.bounding_box()
        place = slider.evaluate("(range) => (range.value - range.min) / (range.max - range.min)")
        thumb, target = box["width"] * (0.02 + 0.96 * place), box["width"] * (0.85 if place < 0.5 else 0.15)
        shown.page.mouse.move(box["x"] + thumb, box["y"] + box["height"] / 2)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + (thumb + target) / 2, box["y"] + box["height"] / 2)
        during = shown.shapes()
        shown.page.mouse.move(box["x"] + target, box["y"] + box["height"] / 2)
        shown.page.mouse.up()
        name = slider.get_attribute("id")
        after, says, _ = slider.evaluate(LOOK)
        assert before != during != after, f"{name} does not move the drawing while it is dragged"
        assert says != said, f"{name} does not say its value"


@pytest.mark.parametrize("opened", daily_or_weekly(LIVE, DAILY, "/".join), indirect=True)
def test_every_slider_moves_the_drawing_by_keys(shown, figure):
    for symbol, slider in figure.sliders.items():
        name = symbol.name
        shown.range(name).focus()
        still, seen = shown.shapes(), {}
        for key in ("Home", "ArrowRight", "Home", "PageUp", "End", "ArrowLeft"):
            shown.page.keyboard.press(key)
            seen[key] = shown.look(name)
            if key == "Home":
                assert seen[key][1] == spoken(figure, name, slider.low)
            if key == "End":
                assert seen[key][1] == spoken(figure, name, slider.high)
        for number, what in ((1, "spoken value"), (2, "number in the box")):
            assert len({seen[key][number] for key in ("Home", "ArrowRight", "End")}) == 3, f"{name}: a key does not change the {what}"
        assert len({still, *(shapes for shapes, _, _ in seen.values())}) > 2, f"{name} does not move the drawing"
        assert seen["Home"][2] < seen["ArrowRight"][2] <= seen["PageUp"][2] < seen["End"][2]
        assert seen["ArrowLeft"][2] < seen["End"][2]


@chosen_figures
def test_a_number_typed_moves_the_slider_and_a_wrong_one_does_not(shown, figure):
    for symbol, slider in figure.sliders.items():
        name, box = symbol.name, shown.box(symbol.name)
        before = shown.shapes()
        value = float(f"{slider.low + 0.618 * (slider.high - slider.low):.4g}")
        box.fill(str(value))
        moved, said, _ = shown.look(name)
        assert said == spoken(figure, name, value)
        assert moved != before, f"a number typed for {name} moves nothing"
        box.fill(str(slider.high * 2 + 1))
        assert box.get_attribute("aria-invalid") == "true"
        limit = format_number(slider.high, 4, True)
        assert limit in shown.root.locator(".lf-control").filter(has=shown.range(name)).locator(".lf-complaint").text_content()
        assert shown.shapes() == moved
        box.blur()
        assert float(box.input_value()) == pytest.approx(value, rel=1e-5) and box.get_attribute("aria-invalid") is None


@pytest.mark.parametrize("opened", daily_or_weekly(LIVE, DAILY, "/".join), indirect=True)
def test_words_and_numbers_follow(shown, figure):
    shown.move_all()
    readouts = dict(zip(shown.root.locator("dt").all_text_contents(), shown.root.locator("dd").all_text_contents(), strict=True))
    sentence, state = shown.sentence(), shown.state()
    assert sentence == figure.sentence(**state)
    assert readouts == {label: figure.filled(f"{{{label}}}", state) for label in figure.readouts}
    for placed in figure.artists:
        if placed.kind in ("text", "name", "edge"):
            words = shown.page.locator(f"#{figure.name}-wide-{placed.id}").text_content()
            assert words == figure.filled(placed.artist.words, state)


def coordinates(figure, maps, parts, state):
    """Where matplotlib puts the points of (x, y) pairs one after the other, [pt]; those that exist, as far out as the browser goes."""
    places = []
    for x, y in parts:
        values = np.broadcast_arrays(*(np.atleast_1d(figure.evaluate(part, state)) for part in (x, y)))
        with np.errstate(all="ignore"):
            both = [
                maps[axis]["slope"] * (np.log10(v) if maps[axis]["log"] else v) + maps[axis]["offset"]
                for axis, v in zip("xy", values, strict=True)
            ]
        places.append(np.clip(np.column_stack(both), -1e6, 1e6))
    places = np.concatenate(places)
    return places[~np.isnan(places).any(axis=1)]


# What moves of each artist, in one answer: whether it is visible, its path, its position.
DRAWN = """([name, layout, ids]) => ids.map((id) => {
  const group = document.getElementById(`${name}-${layout}-${id}`);
  const moved = group.querySelector("path[d]:not(defs *), use, text");
  return [group.getAttribute("visibility"), moved.style.display, ...["d", "x", "y"].map((name) => moved.getAttribute(name))];
})"""
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def first_part(figure, placed, maps, state):
    """The corners of a bar's first cell, or the place of the first of many parcels."""
    values = {name: np.atleast_1d(figure.evaluate(part, state))[0] for name, part in placed.expressions.items()}
    x, y = [values["x"], values["y"]] if placed.kind == "parcels" else (corners[0] for corners in placed.artist.cells(values))
    return np.column_stack([maps[axis]["slope"] * np.atleast_1d(v) + maps[axis]["offset"] for axis, v in (("x", x), ("y", y))])


def points_of(figure, placed, maps, state):
    """Where matplotlib would draw an artist's points in the SVG."""
    at, (left, top, right, bottom) = placed.expressions, maps["box"]
    match placed.kind:
        case "curve" | "point" | "text" | "name":
            points = coordinates(figure, maps, [(at["x"], at["y"])], state)
        case "shape":
            points = coordinates(figure, maps, [(at[f"x{k}"], at[f"y{k}"]) for k in range(len(placed.artist.corners))], state)
        case "gradient" | "parcels":  # the first of them; test_machine.py has all
            points = first_part(figure, placed, maps, state)
        case "fill":
            points = coordinates(figure, maps, [(at[f"x{k}"], at[f"y{k}"]) for k in range(len(at) // 2)], state)
        case "band":
            lower, upper = (coordinates(figure, maps, [(at["x"], at[edge])], state) for edge in ("lower", "upper"))
            points = np.concatenate([lower, upper[::-1]])
        case "line" | "edge":
            (axis,) = at
            crossing = coordinates(figure, maps, [(at[axis], at[axis])], state)[:, "xy".index(axis)]
            ends = [(left, right), (bottom, top)]["xy".index(axis) - 1]  # of the other axis
            ends = ends if placed.kind == "line" else [right if axis == "y" else top]
            points = np.array([(place, end) if axis == "x" else (end, place) for place in crossing for end in ends])
        case _:
            raise AssertionError(f"compare where a {placed.kind} goes with where matplotlib draws it")
    return points


@every_figure
def test_what_moves_goes_where_matplotlib_would_draw_it(shown, figure):
    shown.move_all()
    shown.shapes()  # what is not seen catches up
    state = shown.state()
    layouts = figure.markup[1]["layouts"]
    moving = [placed for placed in figure.artists if placed.kind]
    for layout in figure.sizes:
        drawn = shown.page.evaluate(DRAWN, [figure.name, layout, [placed.id for placed in moving]])
        for placed, (visibility, display, path, x, y) in zip(moving, drawn, strict=True):
            if placed.kind == "parcels":  # each is shown or not; one outside the axes stays where it was last
                visibility = {"": "visible", "none": "hidden"}[display]
            maps = layouts[layout][placed.panel]
            expected = points_of(figure, placed, maps, state)
            if placed.kind in ("point", "text", "name", "edge", "parcels"):
                left, top, right, bottom = maps["box"]
                inside = len(expected) and left - 1 < expected[0, 0] < right + 1 and top - 1 < expected[0, 1] < bottom + 1
                # The name of a curve looks for another place on it, and test_labels.py knows where words stand.
                assert visibility == ("visible" if inside else "hidden") or placed.kind == "name"
                if not inside or placed.kind in ("text", "name", "edge"):
                    continue
            numbers = np.array(NUMBERS.findall(path or f"{x} {y}"), float).reshape(-1, 2)
            np.testing.assert_allclose(
                numbers, expected.reshape(-1, 2), rtol=1e-9, atol=0.0051, err_msg=f"{placed.kind} {placed.id} at {state}"
            )


@chosen_figures
def test_reset_restores_what_was(shown, figure):
    shapes, said = shown.shapes(), [shown.said(symbol.name) for symbol in figure.sliders]
    shown.move_all()
    shown.button("Reset").click()
    shown.left_alone()
    assert shown.shapes() == shapes
    assert [shown.said(symbol.name) for symbol in figure.sliders] == said
    assert shown.sentence() == f"The sliders are back where they were. {figure.sentence()}"
    assert shown.state() == figure.state()


@chosen_figures
def test_a_link_restores_the_state_in_a_new_page(shown, figure, visit):
    expect(shown.button("Link")).to_be_visible()
    shown.move_all()
    state = shown.state()
    again = Shown(visit(shown.page.url), figure.name)
    assert again.shapes() == shown.shapes()
    assert again.sentence() == figure.sentence(**state)
    assert again.state() == state
    assert not again.page.troubles


@chosen_figures
def test_the_csv_holds_what_is_shown(shown, figure):
    shown.move_all()
    state = shown.state()
    with shown.page.expect_download() as download:
        shown.button("CSV").click()
    assert download.value.suggested_filename == f"{figure.name}.csv"
    content = download.value.path().read_bytes()
    assert content.startswith(codecs.BOM_UTF8)  # without it Excel shows units in wrong letters
    lines = content.decode("utf-8-sig").splitlines()
    notes = [line for line in lines if line.startswith("#")]
    assert [float(note.split(" = ")[-1].split("\u00a0")[0]) for note in notes] == list(state.values())
    head, *rows = csv.reader(io.StringIO("\n".join(lines[len(notes) :])))
    table = np.array(rows, float).T
    expected = []
    values = figure.curve_values(**state)
    for panel in figure.panels:
        along = panel.x[0] if panel.x is not None else None
        if along is not None:
            expected.append((panel.xlabel, figure.evaluate(along, state)))
        for label, curve in panel.curves.items():
            if curve.x != along:
                expected.append((f"{label}: {panel.xlabel}", values[label][0]))
            expected.append((f"{label}: {panel.ylabel}" if panel.ylabel else label, values[label][1]))
    assert head == [title for title, _ in expected]
    for ours, (_, theirs) in zip(table, expected, strict=True):
        close(ours, theirs)


@chosen_figures
def test_the_shown_python_holds_the_state_that_is_shown(shown, figure):
    """That such a program draws what the figure shows is tested for every figure in tests/parity/test_python.py."""
    shown.root.locator("summary", has_text="Python").click()
    code = shown.root.locator("pre code")
    expect(code).to_contain_text("plt.show()")
    program = code.text_content()
    shown.move_all()
    lines = code.text_content().splitlines()
    for name, value in shown.state().items():
        (line,) = (line for line in lines if line.startswith(f"{name} = "))
        assert float(line.removeprefix(f"{name} = ").split("  #")[0]) == value
    template = figure.markup[1]["snippet"].splitlines()
    assert [ours for ours, theirs in zip(lines, template, strict=True) if ours != theirs and not re.match(r"\w+ = \{\w+\}", theirs)] == []
    shown.button("Reset").click()
    assert code.text_content() == program


@chosen_figures
def test_every_handle_can_be_dragged(shown, figure):
    state, layouts = figure.state(), figure.markup[1]["layouts"]
    drawn = shown.root.locator(".lf-wide")
    drawn.scroll_into_view_if_needed()
    for artist in figure.markup[1]["artists"]:
        if "drag" not in artist:
            continue
        handle = shown.page.locator(f"#{figure.name}-wide-{artist['id']} .lf-handle")
        box, frame = handle.bounding_box(), drawn.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        maps = layouts["wide"][artist["panel"]]
        scale = frame["width"] / float(drawn.get_attribute("viewBox").split()[2])
        left, top, right, bottom = maps["box"]
        target = {"x": frame["x"] + scale * (left + 0.6 * (right - left)), "y": frame["y"] + scale * (top + 0.4 * (bottom - top))}
        target = {axis: target[axis] if axis in artist["drag"] else start for axis, start in (("x", x), ("y", y))}
        shown.page.mouse.move(x, y)
        shown.page.mouse.down()
        shown.page.mouse.move((x + target["x"]) / 2, (y + target["y"]) / 2)
        shown.page.mouse.move(target["x"], target["y"])
        shown.page.mouse.up()
        moved = shown.state()
        for axis, (name, factor) in artist["drag"].items():
            slider = next(slider for symbol, slider in figure.sliders.items() if symbol.name == name)
            place = (target[axis] - frame[axis]) / scale
            wanted = (place - maps[axis]["offset"]) / maps[axis]["slope"]
            wanted = min(slider.high, max(slider.low, (10**wanted if maps[axis]["log"] else wanted) / factor))
            step = 0.07 * wanted if slider.log else slider.resolution  # stops of a logarithmic slider lie at most that far apart
            assert moved[name] == pytest.approx(wanted, abs=0.51 * step + 0.005 * abs(wanted)), f"{name} after a drag along {axis}"
            assert moved[name] != state[name]
        shown.press("Reset")


@chosen_figures
def test_every_scene_leads_to_its_state(shown, figure):
    for name, scene in figure.scenes.items():
        button = shown.root.locator(".lf-scenes").get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        state = figure.state(**{symbol.name: value for symbol, value in scene.moves.items()})
        expect(shown.root.locator(".lf-status")).to_have_text(figure.sentence(**state))
        assert shown.state() == state


@chosen_figures
def test_a_slider_that_plays_can_be_stopped(shown, figure):
    name = next((symbol.name for symbol, slider in figure.sliders.items() if slider.play), None)
    if name is None:
        expect(shown.button("Play")).to_have_count(0)
        return
    before = shown.said(name)
    shown.button("Play").click()
    shown.page.wait_for_function(
        "([id, before]) => document.getElementById(id).ariaValueText !== before", arg=[f"{figure.name}-{name}", before]
    )
    shown.button("Pause").click()
    stopped = shown.said(name)
    shown.page.wait_for_timeout(100)
    assert shown.said(name) == stopped
    shown.button("Play").click()
    shown.button("Reset").click()
    expect(shown.button("Play")).to_be_visible()
    assert shown.said(name) == before


@chosen_figures
def test_a_link_with_nonsense_leaves_the_figure_as_it_was(shown, figure):
    first = next(symbol.name for symbol in figure.sliders)
    for words in (f"{first}=1e99", f"{first}=%3Cscript%3E", f"{first}=", "nothing=1"):
        shown.page.evaluate("(words) => { location.hash = words; }", f"live={figure.name}&{words}")
        shown.page.wait_for_timeout(30)
        assert shown.state() == figure.state()


@a_few_pages
def test_figures_do_not_disturb_each_other(page, visit, address):
    opened = visit(address(page))
    everyone = [Shown(opened, name) for name in PAGES[page]]
    look = f"() => [...document.querySelectorAll('.live-figure')].map((root) => [({SHAPES})(root), root.querySelector('.lf-controls').innerHTML])"
    for moved in everyone:
        before = opened.evaluate(look)
        moved.sliders()[0].press("Home")
        moved.sliders()[0].press("PageUp")
        after = opened.evaluate(look)
        assert [one != two for one, two in zip(before, after, strict=True)] == [other is moved for other in everyone]


@a_few_pages
def test_a_page_opened_from_a_folder_is_alive(page, visit, address):
    opened = visit(address(page, as_file=True))
    for name in PAGES[page]:
        shown = Shown(opened, name)
        for slider in shown.sliders():
            seen = [shown.shapes()]
            slider.focus()
            for key in ("Home", "PageUp", "End"):
                opened.keyboard.press(key)
                seen.append(shown.shapes())
            assert len(set(seen)) > 2, slider.get_attribute("id")
    assert not opened.troubles


@a_few_pages
def test_without_scripts_the_still_drawing_is_there(page, visit, address):
    opened = visit(address(page), java_script_enabled=False)
    for summary in opened.locator("details.deeper > summary").all():
        summary.click()
    for name in PAGES[page]:
        box = opened.locator(f"#{name}-live .lf-svg:visible").bounding_box()
        assert box["width"] > 250 and box["height"] > 100


@a_few_pages
def test_on_paper_the_drawing_stands_without_controls(page, visit, address):
    opened = visit(address(page))
    for name in PAGES[page]:
        Shown(opened, name)
    opened.emulate_media(media="print")
    for name in PAGES[page]:
        root = opened.locator(f"#{name}-live")
        assert root.locator(".lf-svg:visible").count() == 1
        assert root.locator("input:visible, button:visible, summary:visible").count() == 0


@a_few_pages
def test_a_phone_gets_narrow_drawings(page, visit, address):
    opened = visit(address(page), viewport={"width": 320, "height": 700})
    for name in PAGES[page]:
        shown = Shown(opened, name)
        assert shown.root.locator(".lf-narrow").is_visible() and not shown.root.locator(".lf-wide").is_visible()
        before = shown.shapes()
        shown.move_all()
        assert shown.shapes() != before


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_of_the_chapters_is_on_its_page(page, turn_to):
    shown = turn_to(page).evaluate("[...document.querySelectorAll('.live-figure')].map((root) => root.id)")
    assert shown == [f"{name}-live" for name in PAGES[page]]
    assert page == "gallery" or list(figures_of(page)) == PAGES[page]
