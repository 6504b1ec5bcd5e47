"""Pictures of machines: areas, bars, parcels and arrows that follow the sliders in place and in colour; what plays; what lights up."""

import re

import numpy as np
import pytest
import sympy as sp
from bs4 import BeautifulSoup
from gallery import MAKERS, page
from livefigure import ColorScale, Gradient, LiveFigure, Parcels, Play, Point, Shape, Slider, along, arrow, bounced, scattered, wrapped
from livefigure.scale import LEVELS, SHADES, color_key
from test_palette import contrast

x, k = sp.symbols("x k", positive=True)
warmth = ColorScale(0, 400, "temperature", "K", marks=(77,))

LOOK = """(id) => [...document.getElementById(id).querySelectorAll('path[d]:not(defs *), use')].map((part) =>
  [part.getAttribute('d') ?? `${part.getAttribute('x')} ${part.getAttribute('y')}`, part.style.fill, part.style.display])"""


@pytest.fixture
def machine(tmp_path, visit):
    """machine(**options): the gallery's machine on a page of its own, opened."""

    def opened(**options):
        path = tmp_path / "machine.html"
        path.write_text(page([MAKERS["fig-machine"](by_itself=True)]), encoding="utf-8")
        return visit(path.as_uri(), viewport={"width": 900, "height": 900}, **options)

    return opened


def move(opened, **values):
    for name, value in values.items():
        opened.evaluate(
            "([id, value]) => { const r = document.getElementById(id); r.value = value; r.dispatchEvent(new Event('input', {bubbles: true})); }",
            [f"fig-machine-{name}", value],
        )


# ---- colours ----


def test_a_scale_of_colours_is_even_and_within_what_a_screen_can_show():
    from livefigure.scale import _STOPS, _TO_CONES, _TO_RGB, _even

    for stops in _STOPS.values():
        colors = _even(stops)
        steps = np.linalg.norm(np.diff(colors, axis=0), axis=1)
        shorter = steps < 0.99 * np.median(steps)
        assert steps.max() < 1.01 * np.median(steps) and shorter.sum() <= len(stops) - 2  # only the step across a bend is shorter
        linear = (_TO_RGB @ (_TO_CONES @ colors.T) ** 3).T
        assert linear.min() > -2e-3 and linear.max() < 1.002
    assert len(set(SHADES)) == LEVELS


def test_the_conversion_of_colours_is_that_of_its_source():
    """B. Ottosson, "A perceptual color space for image processing": XYZ of white is (1, 0, 0) in Oklab, and so is sRGB's white."""
    from livefigure.scale import _hex

    assert _hex(np.array([1.0, 0, 0])) == "#ffffff" and _hex(np.array([0.0, 0, 0])) == "#000000"
    # sRGB's red, green and blue, as CSS Color 4 gives them in Oklab.
    assert _hex(np.array([0.62796, 0.22486, 0.12585])) == "#ff0000"
    assert _hex(np.array([0.86644, -0.23389, 0.17950])) == "#00ff00"
    assert _hex(np.array([0.45201, -0.03246, -0.31153])) == "#0000ff"


def as_seen(color, matrix):
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    ]
    return matrix @ linear


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(
    "matrix",  # Machado, Oliveira, Fernandes 2009, severity 1: protanopia, deuteranopia
    [
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ],
)
def test_warm_and_cold_differ_for_the_colour_blind(theme, matrix):
    cold, room, hot = (as_seen(SHADES[level][theme], np.array(matrix)) for level in (2, 18, 24))
    assert cold[2] > 2 * room[2] and cold[2] > 2 * hot[2]  # the cold is bluer, whatever red and green look like


def test_parts_of_a_machine_stand_out_from_the_page():
    assert min(contrast(light, "#ffffff") for light, _ in SHADES) > 2
    assert min(contrast(dark, "#121212") for _, dark in SHADES) >= 3


def test_values_beyond_a_scale_have_the_colour_of_its_end():
    assert warmth.colors([-5, 0, 200, 400, 1e9]) == [SHADES[n][0] for n in (0, 0, 12, 24, 24)]


def test_the_key_names_ends_and_marks_where_they_are():
    key = color_key(warmth)
    places = {text: float(at) for at, text in re.findall(r'<text x="([\d.]+)"[^>]*>(\d+)</text>', key)}
    assert places == {"0": 0, "77": pytest.approx(168 * 77 / 400, abs=0.06), "400": 168}
    assert key.startswith("temperature (K) ")


# ---- what is refused ----


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: ColorScale(3, 1, "t"), "low of a colour scale must lie below high; got 3 and 1"),
        (lambda: ColorScale(0, 1, "t", marks=(2,)), "marks of a colour scale must lie between 0 and 1; got 2"),
        (lambda: Shape([(0, 0), (1, 1)]), "corners of a shape must be at least three; got 2"),
        (lambda: Shape([(0, 0), (1, 1), (0, 1)], color="red"), "color must be one of"),
        (lambda: Gradient((0, 0), (1, 1), 1, warmth(x), (x, 0, 1)), "must differ along one axis"),
        (lambda: Gradient((0, 0), (1, 0), 1, "blue", (x, 0, 1)), "color of a gradient must be a value on a colour scale; got 'blue'"),
        (lambda: Parcels(x, x, (x, 1)), "whole number from 2 to 60; got 1"),
        (lambda: Parcels(x, x, (x, 2.5)), "whole number from 2 to 60; got 2.5"),
        (lambda: arrow((0, 0), "north", 1, 1), "direction must be one of right, left, up, down; got 'north'"),
        (lambda: arrow((0, 0), "up", 0, 1), "length of an arrow must be positive; got 0"),
        (lambda: along([(1, 1), (1, 1)], x), "path must have two corners that differ"),
        (lambda: scattered(x, 9), "sequence must be a whole number from 0 to 5; got 9"),
        (lambda: Play(0), "seconds of a play must be positive; got 0"),
        (lambda: Play(1, {"1": (2, 1)}), "step '1' of a play must run upward; got 2 to 1"),
        (lambda: Slider(1, 0, 2, play=Play(1, {"1": (1, 3)})), "step '1' of a play must lie between the slider's ends"),
    ],
)
def test_a_part_that_makes_no_sense_is_refused_by_name(make, named):
    with pytest.raises(ValueError, match=re.escape(named)):
        make()


def test_a_state_can_only_be_dragged_along_by_a_slider_that_moves_it():
    with pytest.raises(ValueError, match="drag of a point must be a slider that moves it; got x"):
        LiveFigure(
            {"line": k * x}, x=(x, 0, 1), sliders={k: (1, 0.5, 2)}, points=[Point(0.5, k, drag=x)], name="fig-p", alt="A line gets steeper."
        )


# ---- motion ----


def test_expressions_of_motion_do_what_they_say():
    way = np.linspace(0, 4, 33)
    fold = sp.lambdify(x, bounced(x), "numpy")(way)
    assert np.allclose(fold, 1 - np.abs(1 - way % 2)) and fold.min() == 0 and fold.max() == 1
    assert np.allclose(sp.lambdify(x, wrapped(x), "numpy")(way), way % 1)
    corners = [(0, 0), (3, 0), (3, 4)]
    right, up = (sp.lambdify(x, part, "numpy") for part in along(corners, x))
    assert [(float(right(s)), float(up(s))) for s in (0, 3 / 7, 5 / 7, 1)] == [
        (0, 0), (pytest.approx(3), 0), (3, pytest.approx(2)), (3, 4)]  # fmt: skip


@pytest.mark.parametrize("sequence", range(6))
def test_scattered_places_are_spread_evenly_and_never_the_same(sequence):
    places = np.sort([float(scattered(n, sequence)) for n in range(40)])
    gaps = np.diff(places)
    assert 0 <= places[0] < 0.1 and 0.9 < places[-1] < 1 and 0 < gaps.min() and gaps.max() < 4 / 40


@pytest.mark.parametrize(("direction", "axis", "sign"), [("right", 0, 1), ("left", 0, -1), ("up", 1, 1), ("down", 1, -1)])
@pytest.mark.parametrize("width", [0.3, -0.3, 0.01, 1.5])
def test_an_arrow_is_as_wide_as_its_quantity_and_turns_round_with_it(direction, axis, sign, width):
    corners = np.array([[float(part) for part in corner] for corner in arrow((1, 2), direction, 0.8, width).corners])
    ahead, across = sign * (corners[:, axis] - (1, 2)[axis]), corners[:, 1 - axis] - (1, 2)[1 - axis]
    blunt, tip = (0, 0.8) if width > 0 else (0.8, 0)
    ends = np.isclose(ahead, blunt)
    assert ends.sum() == 2 and np.ptp(across[ends]) == pytest.approx(abs(width))
    assert ahead[3] == pytest.approx(tip) and across[3] == pytest.approx(0) and np.ptp(across) == pytest.approx(2 * abs(width))


def test_an_arrow_of_nothing_has_no_extent():
    corners = np.array([[float(part) for part in corner] for corner in arrow((1, 2), "up", 0.8, 0).corners])
    assert np.ptp(corners, axis=0) == pytest.approx([0, 0])


# ---- in the browser ----


def test_every_part_is_where_numpy_says_and_has_its_colour(machine):
    opened, figure = machine(reduced_motion="reduce"), MAKERS["fig-machine"]()
    states = [figure.state(), figure.state(turn=0.65, T=200.0, T_hot=400.0, power=0.2), figure.state(turn=0.25)]
    maps = figure.markup[1]["layouts"]["wide"]
    for state in states:
        move(opened, **state)
        for placed in figure.artists:
            if placed.kind not in ("shape", "gradient", "parcels"):
                continue
            axes, artist = maps[placed.panel], placed.artist
            pixels = lambda at, axis, axes=axes: axes[axis]["slope"] * at + axes[axis]["offset"]  # noqa: E731
            values = {name: figure.evaluate(part, state) for name, part in placed.expressions.items()}
            if placed.kind == "shape":
                parts = [[(values[f"x{n}"], values[f"y{n}"]) for n in range(len(artist.corners))]]
            elif placed.kind == "gradient":
                parts = np.stack(artist.cells(values), axis=2)
            else:
                parts = np.column_stack([np.broadcast_to(values[axis], artist.count) for axis in "xy"])[:, None, :]
            colors = artist.scale.level(values["shade"]) if artist.scale else None
            shown = opened.evaluate(LOOK, f"fig-machine-wide-{placed.id}")
            assert len(shown) == len(parts)
            for n, (part, (path, fill, hidden)) in enumerate(zip(parts, shown, strict=True)):
                numbers = np.array(re.findall(r"-?[\d.]+", path), float).reshape(-1, 2)
                if not np.isfinite(np.asarray(part, float)).all():
                    assert not path or hidden == "none"
                    continue
                expected = np.array([(pixels(at[0], "x"), pixels(at[1], "y")) for at in part], float)
                np.testing.assert_allclose(numbers, expected, atol=0.0051)
                if colors is not None:
                    assert fill == f"var(--lf-s{np.broadcast_to(colors, len(parts))[n]})"


def test_without_a_script_the_picture_has_the_same_colours():
    figure = MAKERS["fig-machine"]()
    (parcels,) = [placed for placed in figure.artists if placed.kind == "parcels" and placed.artist.scale]
    levels = figure.evaluate(parcels.expressions["shade"], figure.state())
    group = BeautifulSoup(page([figure]), "html.parser").find(id=f"fig-machine-wide-{parcels.id}")
    fills = [re.search(r"fill:\s?var\(--lf-s(\d+)\)", use["style"])[1] for use in group.find_all("use")]
    assert [int(level) for level in fills] == list(parcels.artist.scale.level(levels))


def test_it_plays_by_itself_once_seen_and_stops_for_good_when_the_reader_takes_hold(machine):
    opened = machine()
    turn = lambda: opened.evaluate("document.getElementById('fig-machine-turn').value")  # noqa: E731
    opened.wait_for_function("document.getElementById('fig-machine-turn').value != 0.15")
    opened.keyboard.press("Escape")
    before = turn()
    opened.wait_for_timeout(200)
    assert turn() == before and opened.locator(".lf-play button").first.text_content() == "Play"
    opened.set_viewport_size({"width": 600, "height": 60})  # out of sight, and back
    opened.wait_for_timeout(200)
    opened.set_viewport_size({"width": 900, "height": 900})
    opened.wait_for_timeout(300)
    assert turn() == before


def test_it_pauses_out_of_view_and_goes_on_in_view(machine):
    opened = machine()
    opened.wait_for_function("document.querySelector('.lf-play button').textContent === 'Pause'")
    opened.evaluate("document.body.style.paddingTop = '3000px'")
    opened.wait_for_function("document.querySelector('.lf-play button').textContent === 'Play'")
    opened.evaluate("document.body.style.paddingTop = '0'")
    opened.wait_for_function("document.querySelector('.lf-play button').textContent === 'Pause'")


def test_under_reduced_motion_it_waits_to_be_asked(machine):
    opened = machine(reduced_motion="reduce")
    opened.wait_for_timeout(400)
    assert opened.locator(".lf-play button").first.text_content() == "Play"
    opened.get_by_role("button", name="Run out", exact=True).click()
    assert opened.evaluate("document.getElementById('fig-machine-turn').value") == "0.495"
    assert "At 0.495" in opened.locator("#fig-machine-live .lf-status").text_content()


@pytest.mark.parametrize(("step", "rest"), [("out", "0.495"), ("back", "0.995")])
def test_a_step_rests_where_it_is_still_the_step_that_was_asked_for(machine, step, rest):
    opened = machine()
    opened.keyboard.press("Escape")
    opened.get_by_role("button", name="Speed 1×").click(click_count=3)
    opened.get_by_role("button", name=f"Run {step}", exact=True).click()
    opened.wait_for_function("document.querySelector('.lf-play button').textContent === 'Play'", timeout=20_000)
    assert opened.evaluate("document.getElementById('fig-machine-turn').value") == rest
    assert opened.locator(".lf-play [aria-current=step]").all_text_contents() == [step]
    assert opened.locator(".lf-play button").last.text_content() == "2×"


def test_a_state_is_dragged_around_its_loop(machine):
    opened = machine(reduced_motion="reduce")
    handle = opened.locator(".lf-wide .lf-handle")
    turns = []
    figure, maps = MAKERS["fig-machine"](), MAKERS["fig-machine"]().markup[1]["layouts"]["wide"][1]
    point = next(placed for placed in figure.artists if placed.kind == "point" and placed.artist.drag)
    box = opened.locator(".lf-wide").bounding_box()
    scale = box["width"] / float(opened.locator(".lf-wide").get_attribute("viewBox").split()[2])
    handle.hover()
    opened.mouse.down()
    for turn in (0.2, 0.35, 0.5, 0.7, 0.9, 0.05):
        place = [figure.evaluate(point.expressions[axis], figure.state(turn=turn)) for axis in "xy"]
        at = [maps[axis]["slope"] * value + maps[axis]["offset"] for axis, value in zip("xy", place, strict=True)]
        opened.mouse.move(box["x"] + scale * at[0], box["y"] + scale * at[1], steps=4)
        turns.append(float(opened.evaluate("document.getElementById('fig-machine-turn').value")))
    opened.mouse.up()
    assert turns == pytest.approx([0.2, 0.35, 0.5, 0.7, 0.9, 0.05], abs=0.011)


def test_a_station_lights_up_with_its_state(machine):
    opened = machine(reduced_motion="reduce")
    assert opened.locator(".lf-wide .lf-lit").count() == 0
    opened.locator(".lf-wide .lf-hit").first.hover()
    assert opened.locator(".lf-wide .lf-lit").count() == 4  # two points, the words of one of them, and a label
    opened.mouse.move(5, 5)
    assert opened.locator(".lf-wide .lf-lit").count() == 0


def test_areas_stay_as_clear_as_they_were_drawn(machine):
    opened, figure = machine(reduced_motion="reduce"), MAKERS["fig-machine"]()
    clear = {placed.id: placed.artist.opacity for placed in figure.artists if placed.kind == "shape"}
    look = "(id) => Number(getComputedStyle(document.querySelector(`#fig-machine-wide-${id} path`)).opacity)"
    assert {id: opened.evaluate(look, id) for id in clear} == clear and min(clear.values()) < 0.5


def test_the_drawing_that_is_not_seen_catches_up_when_it_is_shown_or_printed(machine):
    opened = machine(reduced_motion="reduce")
    ids = [placed.id for placed in MAKERS["fig-machine"]().artists if placed.kind == "shape"]
    look = "([layout, ids]) => ids.map((id) => document.querySelector(`#fig-machine-${layout}-${id} path`).getAttribute('d'))"
    opened.wait_for_timeout(100)  # the browser has said what is seen
    before = opened.evaluate(look, ["narrow", ids])
    move(opened, turn=0.6)
    assert opened.evaluate(look, ["narrow", ids]) == before
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = opened.evaluate(look, ["narrow", ids])
    assert printed != before
    move(opened, turn=0.8)
    assert opened.evaluate(look, ["narrow", ids]) == printed
    opened.set_viewport_size({"width": 390, "height": 900})
    changed = f"([layout, ids, was]) => String(({look})([layout, ids])) !== String(was)"
    opened.wait_for_function(changed, arg=["narrow", ids, printed])
