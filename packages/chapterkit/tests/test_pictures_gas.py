"""The pictures of a portion of gas hold what their caption says."""

import itertools

import pytest
import sympy as sp
from chapterkit.pictures.gas import DEEP, EDGE, LONGEST, gas_in_a_box, gas_through_a_valve, gas_with_a_piston
from livefigure import Parcels, Shape

GROWTHS = (1, 2, 20, LONGEST)


def corners(shape):
    return [tuple(map(float, corner)) for corner in shape.corners]


def length(artists):
    """Of the area that the gas fills, the first in the picture."""
    x = [x for x, _ in corners(artists[0])]
    return max(x) - min(x)


def test_each_doubling_of_the_volume_is_drawn_as_the_same_step():
    lengths = [length(gas_in_a_box(growth, 300)) for growth in (1, 2, 4, 8)]
    steps = [after - before for before, after in itertools.pairwise(lengths)]
    assert min(steps) > 0.4
    assert steps == pytest.approx([steps[0]] * 3)


@pytest.mark.parametrize("growth", GROWTHS)
@pytest.mark.parametrize("liquid", [0, 0.1, 1])
def test_all_molecules_are_in_the_gas(growth, liquid):
    artists = gas_with_a_piston(growth, 77, liquid, 1)
    face = EDGE + length(artists)
    for parcels in (artist for artist in artists if isinstance(artist, Parcels)):
        number, count = parcels.over
        for k in range(count):
            x, y = (float(sp.sympify(part).subs(number, k)) for part in (parcels.x, parcels.y))
            assert EDGE < x < face
            assert 0 < y < DEEP


def test_as_many_molecules_lie_on_the_floor_as_are_liquid():
    parcels = next(artist for artist in gas_with_a_piston(42, 77, sp.Rational(1, 7), 1) if isinstance(artist, Parcels))
    number, count = parcels.over
    heights = [float(parcels.y.subs(number, k)) for k in range(count)]
    assert sum(y == pytest.approx(0.2) for y in heights) == count / 7


@pytest.mark.parametrize("growth", GROWTHS)
def test_the_valve_has_an_arrow_for_each_neighbour_and_stays_in_its_frame(growth):
    artists = gas_through_a_valve(growth, 300, 269, 0.9, 0.8)
    arrows = [artist for artist in artists if isinstance(artist, Shape) and artist.color == "work"]
    assert len(arrows) == 2
    shapes = [corner for artist in artists if isinstance(artist, Shape) for corner in corners(artist)]
    assert min(x for x, _ in shapes) >= 0
    assert max(x for x, _ in shapes) <= 10
