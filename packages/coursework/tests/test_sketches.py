"""The sketch of the set on the price of coldness: its right lines, and each fault with the sentence that names it."""

import random

import numpy as np
import pytest
from coursework import Axis, Crossing, Line, Manual, Near, Sketch, Slope
from coursework.folder import ASSIGNMENTS, load_sheet
from coursework.marking.sketches import mark_sketch
from support.practice_answers import sketch_answers


@pytest.fixture(scope="module")
def sheet():
    return load_sheet(ASSIGNMENTS / "price_of_coldness.py")


@pytest.fixture(scope="module")
def offers(sheet):
    return sheet.questions[-1].sketch


@pytest.fixture(scope="module")
def entry(sheet, offers):
    return offers.entry(sheet.practice())


def test_the_lines_are_those_of_the_closed_form(sheet, offers, entry):
    """One shield at its best divides the power by the square of cosh(ln(T_hot/T)/4), so the lines cross where that is 2."""
    T_hot = sheet.practice().T_hot
    halved, shielded = entry["lines"]
    assert halved["right"] == pytest.approx([0.5, 0.5], rel=1e-12)
    assert shielded["right"] == pytest.approx(np.cosh(np.log(T_hot / np.array(shielded["at"])) / 4) ** -2.0, rel=1e-9)
    [at] = [rule["at"] for rule in entry["rules"] if "at" in rule]
    assert np.cosh(np.log(T_hot / at) / 4) ** 2 == pytest.approx(2, rel=1e-12)
    assert offers.points == 4


SAYS = {
    "right": (1, "Right, as far as a sketch can show it."),
    "blank": (0, "Nothing is drawn yet: drag the dots."),
    "level": (0.5, "Twice the efficiency is half the power"),
    "tilted": (0.75, "Twice the efficiency is half the power"),
    "slope": (0.5, "its line goes down towards the left, all the way. At 40 K your shield saves too much"),
    "too cold": (
        0.5,
        "A shield becomes the best offer at a higher temperature than where your lines cross. At 2 K your shield saves too little",
    ),
    "too warm": (
        0.5,
        "A shield becomes the best offer at a lower temperature than where your lines cross. At 5 K your shield saves too much",
    ),
    "never": (0.5, "Your lines do not cross"),
    "often": (0.25, "Your lines cross more than once"),
    "low at 150 K": (0.75, "At 150 K your shield saves too much"),
    "high at 2 K": (0.75, "At 2 K your shield saves too little"),
}


@pytest.mark.parametrize("name", SAYS)
def test_each_fault_is_named(entry, name):
    drawn = dict(sketch_answers(entry, random.Random(0), 0))
    credit, message = mark_sketch(entry, drawn[name])
    assert credit == SAYS[name][0] and SAYS[name][1] in message


def test_what_a_hand_can_draw_is_right_and_what_it_cannot_mean_is_not(entry):
    dice, right = random.Random(1), [line["right"] for line in entry["lines"]]
    near = [mark_sketch(entry, [[y + dice.uniform(-0.03, 0.03) for y in line] for line in right])[0] for _ in range(300)]
    assert min(near) == 1
    at_random = [mark_sketch(entry, [[dice.uniform(0, 1.2) for _ in line] for line in right])[0] for _ in range(300)]
    assert sum(at_random) / 300 < 0.1


@pytest.mark.parametrize(
    ("drawn", "says"),
    [([[0.5, 0.5]], "for each place of 2 lines"), ([[0.5, 0.5], [1] * 4], "for each place"), ([[0.5, np.nan], [1] * 5], "finite")],
)
def test_heights_are_checked(entry, drawn, says):
    with pytest.raises(ValueError, match=says):
        mark_sketch(entry, drawn)


def test_a_sketch_is_checked(offers):
    x, y, line = Axis("T", 1, 10, (1, 10), log=True), Axis("P", 0, 1, (0, 1)), Line("a", (1, 2), lambda T: T)
    Sketch("Draw.", x, y, (line,), (Slope("a", 1, 1, "Up."),), 0)
    with pytest.raises(ValueError, match="line of a rule must be one of a; got 'b'"):
        Sketch("Draw.", x, y, (line,), (Near("b", 1, 1, "", ""),), 0)
    with pytest.raises(ValueError, match="got 'b'"):
        Sketch("Draw.", x, y, (line,), (Crossing(("a", "b"), 1, 2, 1, "", "", "", ""),), 0)
    for places in ((1,), (2, 1), (1, 20)):
        with pytest.raises(ValueError, match="the places of 'a' must be two or more, in order, within the axis"):
            Sketch("Draw.", x, y, (Line("a", places, lambda T: T),), (), 0)
    with pytest.raises(ValueError, match="low and high of the axis 'T'"):
        Axis("T", 0, 10, (), log=True)
    with pytest.raises(ValueError, match="points of the sketch of plot must be at most 3; got 4"):
        Manual("plot", 3, sketch=offers)
