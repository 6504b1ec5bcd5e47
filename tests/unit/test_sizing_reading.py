"""What people write in a budget: read as they mean it, in any order and unit, and refused with a sentence that says what to write."""

import itertools
import math
import re

import pytest
from support.sizing_rows import ROWS, WRONG, random_rows, row_or_refusal

from cryolib.leaks import MATERIALS
from cryolib.sizing import Misread, read_budget, read_quantity, read_row
from cryolib.sizing.words import COUNTED, MATERIAL_NAMES, SHAPES, SPANS, folded
from sitebuilder import ROOT


@pytest.mark.parametrize("text", ROWS)
def test_a_row_is_read_as_it_is_meant(text):
    part, meant = read_row(text), ROWS[text]
    assert type(part) is type(meant)
    for name, value in vars(meant).items():
        got = getattr(part, name)
        assert got == (pytest.approx(value, rel=1e-12) if isinstance(value, float | tuple) else value), name


@pytest.mark.parametrize("text", WRONG)
def test_what_is_not_understood_is_refused_with_a_sentence(text):
    with pytest.raises(Misread) as refusal:
        read_row(text)
    message = str(refusal.value)
    assert WRONG[text] in message and message[-1] in ".?"


def test_there_are_more_than_twenty_wrong_rows():
    assert len(WRONG) > 20


@pytest.mark.parametrize("seed", range(8))
def test_any_row_is_read_or_refused_with_a_sentence(seed):
    found = {text: row_or_refusal(text) for text in random_rows(seed, 400)}
    assert all(refusal is None or refusal[-1] in ".?" for _, refusal in found.values())
    assert 20 < sum(refusal is None for _, refusal in found.values()) < 380


@pytest.mark.parametrize("word", SHAPES)
def test_a_word_for_a_shape_decides_what_two_lengths_are(word):
    """10 mm x 1 mm: a tube has pi (5^2 - 4^2) mm², a strip 10 mm²; a cable is neither."""
    text = f"copper, 1 {word}, 10 mm x 1 mm, 100 mm"
    if SHAPES[word] == "cable":
        with pytest.raises(Misread, match="can be read in two ways"):
            read_row(text)
    else:
        assert read_row(text).area == pytest.approx({"tube": math.pi * 9e-6, "strip": 1e-5}[SHAPES[word]], rel=1e-12)
    for only in ("10 mm, 100 mm", "100 mm"):
        with pytest.raises(Misread, match=rf"A {word} also needs"):
            read_row(f"copper, 1 {word}, {only}")


@pytest.mark.parametrize("parts", [*itertools.permutations(["G-10", "6 rods", "clamped at 30 %", "dia 3 mm", "100 mm long"])])
def test_the_order_of_what_says_which_it_is_does_not_matter(parts):
    assert read_row(", ".join(parts)) == read_row("G-10, 6 rods, 3 mm, 100 mm, clamped at 30 %")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("77 K", "temperature", 77), ("-196 degC", "temperature", 77.15), ("−196 °C", "temperature", 77.15), ("-321 deg F", "temperature", 77.038888889),
     ("4,2 K", "temperature", 4.2), ("100 mK", "temperature", 0.1), ("1 200 mm", "length", 1.2), ("2.5e-3 m", "length", 2.5e-3), ("3 μm", "length", 3e-6)],
)  # fmt: skip
def test_quantities(text, kind, value):
    assert read_quantity(text, kind) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    "text", ["", " ", "cold", "77", "77 W", "0 K", "-5 K", "-280 degC", "nan K", "inf K", "1e400 K", "7 7 K", "77 K K"]
)
def test_no_temperature(text):
    with pytest.raises(Misread):
        read_quantity(text, "temperature")


def test_every_name_is_that_of_a_material_and_every_material_has_one():
    assert set(MATERIAL_NAMES.values()) == set(MATERIALS)
    for name, solid in MATERIALS.items():  # none is called as another
        assert {MATERIAL_NAMES[folded(word)] for word in (name, *solid.aliases)} == {name}


@pytest.mark.parametrize("name", [name for name in MATERIALS if "," not in name and name != "lead"])
def test_a_material_is_found_by_its_own_name(name):
    assert read_row(f"{name}, 3 mm, 100 mm").material == name


def test_what_the_page_says_to_write_is_read():
    """The first column of its table of rows, and what it says of each: no row of it is refused, and pairs are two wires."""
    [table] = re.findall(
        r"\| You write \| It means \|\n\|---\|---\|\n((?:\|.*\n)+)", (ROOT / "chapters/sizing.md").read_text(encoding="utf-8")
    )
    written = [text for line in table.splitlines() for text in re.findall(r"`([^`]+)`", line.split("|")[1])]
    parts = {text: read_row(text) for text in written}
    assert len(parts) == 10 and {part.kind for part in parts.values()} == {"support", "wires", "lead", "radiation", "load"}
    assert "`8 twisted pairs` are 16 wires" in table and read_row("manganin, 8 twisted pairs, 36 AWG, 1 m").count == 16


def test_a_row_of_a_budget_is_named_in_its_message():
    with pytest.raises(Misread, match=r"^row 2, “6 rods”: A support also needs a material"):
        read_budget(["1 W", "6 rods"], "4 K")
    with pytest.raises(Misread, match="is no way of the heat"):
        read_budget([("1 W", "sideways")], "4 K")
    assert len(SPANS) == 4 and set(COUNTED.values()) == {"support", "wires", "lead", "radiation"}
