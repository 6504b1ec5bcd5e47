"""A budget against published heats, against the sum of what it is made of, and against machines whose answer is plain."""

import math
import re

import numpy as np
import pytest

from cryolib.constants import sigma
from cryolib.leaks import MATERIALS
from cryolib.machines import MACHINES, Machine, machines_for_statistics
from cryolib.sizing import Misread, Radiation, best_shield, fits, peers, size, without_shield
from cryolib.sizing.shield import power_with_shield

STEEL = MATERIALS["stainless steel 304"]
TWO = {"T_cold": "4.2 K", "T_hot": "300 K", "T_shield": "50 K"}


def root(function, low, high):
    """Where a function that rises from below zero crosses it, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return low


def load(*rows, **temperatures):
    """The loads of the stages, the cold end first."""
    return [*size(rows, **temperatures).loads.values()]


# V. Parma, Cryostat Design (arXiv:1501.07154), worked example: a metre of cryostat, 73 W bare, 0.29 W below a shield at 80 K, 79 W on that.
@pytest.mark.parametrize(
    ("row", "published", "temperatures"),
    [
        ("1.88 m2, in 3.14 m2, emissivities 0.12 and 0.2", 73, {"T_cold": "2 K", "T_hot": "293 K"}),
        ("1.88 m2, in 2.51 m2, emissivities 0.12 and 0.1", 0.29, {"T_cold": "2 K", "T_hot": "80 K"}),
        ("2.51 m2, in 3.14 m2, emissivities 0.1 and 0.2", 79, {"T_cold": "80 K", "T_hot": "293 K"}),
        ("1.88 m2, 30 layers", 1.96, {"T_cold": "2 K", "T_hot": "290 K"}),
        ("2 leads, 500 A", 47, {"T_cold": "4.2 K", "T_hot": "300 K"}),  # A. Ballarino, arXiv:1501.07166, table 1
        ("2 leads, 500 A", 45, {"T_cold": "77 K", "T_hot": "300 K"}),
    ],
)
def test_published_heats(row, published, temperatures):
    assert load(row, **temperatures)[0] == pytest.approx(published, rel=0.01)


def test_a_pair_of_vapour_cooled_leads_is_near_what_their_maker_gives():
    """American Magnetics: 2.8e-3 litres of helium an hour for each ampere and pair, 3.2e-3 recommended."""
    answer = size(["a pair of leads, 1 kA, vapour cooled"], T_cold="4.2 K")
    liquid, per_day = answer.litres_per_day[4.2]
    assert liquid == "helium" and 2.7 < per_day / 24 < 3.2
    for what in ("least_power", "fits", "peers", "shield", "without_shield"):  # a closed cooler leaves them no vapour
        with pytest.raises(Misread, match="row 1 live on the vapour of a bath"):
            getattr(answer, what)


def test_a_bar_is_its_area_over_its_length_times_the_integral():
    rows = ["stainless steel, 4 rods, 6 mm, 120 mm"]
    expected = 4 * math.pi * 3e-3**2 / 0.12 * STEEL.conductivity_integral(77.0, 300.0)
    assert load(*rows, T_cold="77 K") == pytest.approx([expected], rel=1e-13)


@pytest.mark.parametrize(
    "row",
    [
        "stainless steel, 4 rods, 6 mm, 120 mm, clamped at 30 %",
        "manganin, 9 wires, 0.1 mm, 1 m",
        "0.4 m2, 20 layers",
        "0.4 m2, emissivity 0.1",
    ],
)
def test_what_leaves_the_room_arrives_at_the_stages(row):
    """By the shield, as two rows, and by the heat that leaves the room: one sum."""
    cold, shield = load((row, "room to cold, by the shield"), **TWO)
    if "clamped" in row:
        over = 4 * math.pi * 3e-3**2 / 0.12
        leaves, arrives = over / 0.7 * STEEL.conductivity_integral(50.0, 300.0), over / 0.3 * STEEL.conductivity_integral(4.2, 50.0)
    else:
        scale = 2 if "wires" in row else 1  # half of the length on either side of the shield
        leaves, arrives = (scale * load(row, T_cold=low, T_hot=high)[0] for low, high in (("50 K", "300 K"), ("4.2 K", "50 K")))
    assert (cold, cold + shield) == pytest.approx((arrives, leaves), rel=1e-13)


def test_a_lead_takes_nothing_from_the_shield_at_which_it_begins():
    whole = load(("2 leads, 20 A", "room to cold, by the shield"), **TWO)
    lower, upper = load(("2 leads, 20 A", "shield to cold"), **TWO), load(("2 leads, 20 A", "room to shield"), **TWO)
    assert lower[1] == 0 and upper[0] == 0
    assert whole == pytest.approx([lower[0], upper[1]], rel=1e-14)


def test_a_row_past_the_shield_brings_nothing_to_it():
    assert load(("0.4 m2, 20 layers", "room to cold"), **TWO) == pytest.approx([*load("0.4 m2, 20 layers", T_cold="4.2 K"), 0])


@pytest.mark.parametrize(("row", "stage"), [("1 W at 4.2 K", 0), ("1 W at 49 K", 0), ("1 W at 50 K", 1), ("1 W at 80 K", 1)])
def test_a_load_is_taken_up_by_the_warmest_stage_that_is_cold_enough(row, stage):
    assert load(row, **TWO)[stage] == 1.0


def test_the_least_power_has_each_stage_at_its_own_price():
    answer = size([("1.5 W", "room to cold"), ("35 W", "room to shield")], **TWO)
    assert answer.least_power == pytest.approx(1.5 * (300 / 4.2 - 1) + 35 * 5)  # Q (T_hot/T - 1), by hand
    assert answer.least_rejected == pytest.approx(answer.least_power + 36.5)
    assert answer.rejected == pytest.approx([power + 36.5 for power in answer.power])


def test_the_best_shield_between_bare_surfaces_is_where_the_slope_is_zero():
    answer = size(["1 m2, emissivity 0.05"], T_cold="77 K")

    def slope(T):
        """Of (T^4 - Tc^4)(Th/Tc - 1) + (Th^4 - 2 T^4 + Tc^4)(Th/T - 1)."""
        return 4 * T**3 * (300 / 77 - 1) - 8 * T**3 * (300 / T - 1) - (300**4 - 2 * T**4 + 77**4) * 300 / T**2

    best = root(slope, 100, 290)
    assert answer.shield.T_shield == pytest.approx(best, rel=1e-4)
    factor = 0.05 * float(sigma)
    least = factor * ((best**4 - 77**4) * (300 / 77 - 1) + (300**4 - 2 * best**4 + 77**4) * (300 / best - 1))
    assert answer.shield.least_power == pytest.approx(least, rel=1e-9)
    assert answer.shield.saved == pytest.approx(1 - least / answer.least_power)


def test_each_support_is_clamped_at_its_best_place():
    rows = ["stainless steel, 4 rods, 6 mm, 200 mm", "copper, 20 wires, 0.1 mm, 1 m", "0.5 m2, 20 layers", "2 leads, 5 A", "0.1 W"]
    answer = size(rows, T_cold="4.2 K")
    found = answer.shield
    assert [place is None for place in found.places] == [False, False, True, True, True]

    def clamped(places, T=found.T_shield):
        texts = [f"{row}, clamped at {100 * place!r} %" if place else row for row, place in zip(rows, places, strict=True)]
        ways = ["room to cold, by the shield" if "W" not in row[-1] else "room to cold" for row in rows]
        return size(list(zip(texts, ways, strict=True)), "4.2 K", "300 K", f"{T!r} K").least_power

    assert clamped(found.places) == pytest.approx(found.least_power, rel=1e-9)
    for k in (0, 1):
        for shift in (-0.02, 0.02):
            assert clamped([place and place + shift * (at == k) for at, place in enumerate(found.places)]) > found.least_power
    for T in (found.T_shield - 1, found.T_shield + 1):
        assert power_with_shield(answer.budget, T) > found.least_power
    step = 1e-3

    def slope(T):
        return power_with_shield(answer.budget, T + step) - power_with_shield(answer.budget, T - step)

    assert found.T_shield == pytest.approx(root(slope, found.T_shield - 5, found.T_shield + 5), rel=1e-4)


def test_a_budget_with_a_shield_keeps_its_rows_and_moves_it():
    rows = [
        ("G-10, 6 rods, 6 mm, 100 mm", "room to shield"),
        ("1 m2, 20 layers", "room to shield"),
        ("0.5 m2, emissivity 0.1", "shield to cold"),
    ]
    answer = size(rows, **TWO)
    powers = {T: size(rows, "4.2 K", "300 K", f"{T} K").least_power for T in np.linspace(20, 150, 27)}
    assert answer.shield.least_power <= min(powers.values()) and abs(answer.shield.T_shield - min(powers, key=powers.get)) < 6
    # The load at 60 K has to be taken up at 60 K or below.
    assert size([*rows, "5 W at 60 K"], **TWO).shield.T_shield <= 60


def test_without_the_shield_what_begins_at_it_begins_at_the_room():
    rows = [
        ("0.5 m2, 20 layers", "shield to cold"),
        ("1 m2, 20 layers", "room to shield"),
        ("0.1 W", "room to cold"),
        ("3 W", "room to shield"),
    ]
    bare = load("0.5 m2, 20 layers", "0.1 W", T_cold="4.2 K")[0] * (300 / 4.2 - 1)
    assert without_shield(size(rows, **TWO).budget) == pytest.approx(bare, rel=1e-13)


def test_without_the_shield_leads_go_on_to_the_cold_end():
    """Their current has to get there; 0.05 W and two leads of 20 A, by the law of Wiedemann and Franz."""
    rows = [("2 leads, 20 A", "room to shield"), ("0.05 W", "room to cold")]
    heat = 0.05 + 40 * math.sqrt(2.44e-8 * (300**2 - 4.2**2))
    assert without_shield(size(rows, **TWO).budget) == pytest.approx(heat * (300 / 4.2 - 1), rel=2e-3)
    both = [*rows, ("2 leads, 20 A", "shield to cold")]  # the others go on for them: once, not twice
    assert without_shield(size(both, **TWO).budget) == pytest.approx(without_shield(size(rows, **TWO).budget), rel=1e-13)


@pytest.mark.parametrize(("load", "T_cold"), [("1 W", "4.2 K"), ("5 mW", "5 K"), ("1 W", "-5 degC"), ("1 mW", "2 K")])
def test_nothing_is_saved_where_only_a_load_is_cold(load, T_cold):
    answer = size([load], T_cold=T_cold)
    assert answer.shield is None and answer.without_shield == answer.least_power


def machine(name, power, *stages, T_hot=300.0):
    first = stages[1] if len(stages) > 1 else None
    return Machine(name, "test", *stages[0], (power, power), T_hot, False, ("magtrans4k",), first, certainty="A")


SMALL, LARGE, COLDER = (
    machine("small", 1e3, (0.1, 4.2), (3.0, 50)),
    machine("large", 7e3, (1.0, 4.2), (40.0, 43)),
    machine("one", 9e3, (5.0, 4.0)),
)
THREE = (LARGE, COLDER, SMALL)


def held_by(*rows, **temperatures):
    budget = size(rows, **(temperatures or TWO)).budget
    return [(fit.machine.name, [*fit.margins.values()]) for fit in fits(budget, THREE) if fit.holds]


def test_a_machine_holds_what_both_of_its_stages_hold():
    assert held_by("0.05 W", ("2 W", "room to shield")) == [("small", pytest.approx([1.0, 0.5])), ("large", pytest.approx([19.0, 19.0]))]
    assert held_by("0.05 W", ("4 W", "room to shield")) == [("large", pytest.approx([19.0, 9.0]))]
    assert held_by("0.1 W", ("3 W", "room to shield"))[0] == ("small", [0.0, 0.0])  # just so
    assert held_by("2 W", ("4 W", "room to shield")) == []  # the one with 5 W at 4 K has no first stage
    assert [name for name, _ in held_by("2 W", T_cold="4.2 K")] == ["one"]


def test_a_stage_that_is_published_warmer_does_not_serve():
    assert held_by("0.05 W", T_cold="4.1 K") == [("one", pytest.approx([99.0]))]
    assert [name for name, _ in held_by("0.05 W", ("2 W", "room to shield"), T_cold="4.2 K", T_shield="45 K")] == ["large"]


def test_one_stage_is_held_by_the_better_stage_of_a_machine():
    assert [name for name, _ in held_by("30 W", T_cold="50 K")] == ["large"]  # 40 W at 43 K
    assert [name for name, _ in held_by("30 W", T_cold="42 K")] == []
    # With two stages each serves its own: the 40 W at 43 K hold no cold end at 50 K while a shield at 80 K needs a stage as well.
    assert held_by("30 W", ("1 W", "room to shield"), T_cold="50 K", T_shield="80 K") == []


@pytest.mark.parametrize("text", ["10 mW", "5 mW"])
@pytest.mark.parametrize("T_cold", ["4.5 K", "4.6 K", "5 K"])
def test_a_machine_that_was_only_proposed_holds_nothing(text, T_cold):
    """The coolers for Darwin were never built, and give their heat to radiators at 50 K."""
    proposals = {one.name for one in MACHINES if one.proposed}
    assert proposals == {one.name for one in MACHINES if "proposal" in (one.left_out or "")} and len(proposals) == 2
    assert not proposals & {fit.machine.name for fit in size([text], T_cold).fits}
    assert not proposals & {fit.machine.name for fit in size([text], T_cold, "51 K").fits}


def test_a_machine_for_colder_surroundings_is_left_out():
    space = machine("radiator", 3.0, (0.01, 4.0), T_hot=50.0)
    warm = machine("warm", 300.0, (1.0, 60.0), T_hot=310.0)
    found = {T_hot: [fit.machine.name for fit in fits(size(["1 mW"], "70 K", T_hot).budget, (space, warm, LARGE))]
             for T_hot in ("300 K", "306 K", "307 K", "316 K", "317 K")}  # fmt: skip
    assert found == {"300 K": ["warm", "large"], "306 K": ["warm", "large"], "307 K": ["warm"], "316 K": ["warm"], "317 K": []}


@pytest.mark.parametrize(("text", "times"), [("54.9 W", 309 / 3867), ("5 mW", 22.04 / 0.352), ("1 W", None)])
def test_a_machine_of_another_size_is_not_called_near(text, times):
    """By hand: 54.9 W at 4.2 K need 3867 W, and the nearest machine 309; 5 mW need 0.352 W, and 0.1 W with 3 W at 50 K 22.04."""
    answer = size([text], "4.2 K")
    assert answer.times_larger == (times and pytest.approx(times, rel=5e-3))
    assert ("the nearest machine reaches" in str(answer)) == (times is not None)


def test_a_clamp_needs_a_shield_that_the_row_touches():
    row = "stainless steel, 4 rods, 6 mm, 120 mm, clamped at 30 %"
    for way, temperatures in (
        ("room to cold", TWO),
        ("room to shield", TWO),
        ("shield to cold", TWO),
        ("room to cold", {"T_cold": "77 K"}),
    ):
        with pytest.raises(Misread, match="touches no shield"):
            load((row, way), **temperatures)


def test_layers_end_where_the_formulas_are_trusted():
    with pytest.raises(ValueError, match="layers must be at most 60"):
        Radiation(0.5, layers=61)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"emissivities": ()}, "emissivities must be one or two; got ()"),
        ({"emissivities": (0.1, 0.2, 0.3)}, "emissivities must be one or two; got (0.1, 0.2, 0.3)"),
        ({"emissivities": (0.1,), "warm_area": 5.0}, "warm_area must come with the emissivities of both surfaces; got 5.0"),
        ({"warm_area": 5.0, "layers": 30}, "warm_area must come with the emissivities of both surfaces; got 5.0"),
        ({"emissivities": (0.1,), "layers": 30}, "emissivities must not be given behind layers, which have their own; got (0.1,)"),
        ({"emissivities": (0.1, 0.2), "layers": 30}, "emissivities must not be given behind layers, which have their own; got (0.1, 0.2)"),
    ],
)
def test_radiation_ignores_nothing_that_it_is_given(arguments, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        Radiation(1.0, **arguments)


def test_what_a_budget_needs_is_said():
    """The record of a real choice asked for 1 W at first and found 0.1 W enough: 2.4 mW at 4 K and 0.16 W at 40 K."""
    answer = size([("2.4 mW", "room to cold"), ("0.16 W", "room to shield")], **TWO)
    assert answer.smallest.machine.heat_load <= 0.1 and "suffices" in str(answer)
    assert size(["30 W"], T_cold="4.5 K").smallest.machine.heat_load >= 30
    many = size([("1 MW", "room to cold")], T_cold="4.2 K")
    assert many.smallest is None and "no single machine holds this" in str(many)


def test_peers_are_near_in_size_and_temperature():
    """ITER beside the LHC: 8.5 MW at the least, 24 % of Carnot for its 35 MW, and 29.6 % there."""
    plant = size([("75 kW", "room to cold"), ("1.3 MW", "room to shield")], "4.5 K", "300 K", "80 K")
    assert plant.least_power == pytest.approx(75e3 * (300 / 4.5 - 1) + 1.3e6 * 2.75)
    iter_plant = next(one for one in MACHINES if one.name.startswith("ITER"))
    assert plant.least_power / iter_plant.power[0] == pytest.approx(0.243, abs=5e-4)
    [peer] = peers(plant.budget, [one for one in machines_for_statistics() if one is not iter_plant])
    assert peer.machine.name.startswith("LHC") and peer.power[0] == pytest.approx(plant.least_power / 0.2955, rel=1e-3)
    assert peers(size(["1 W"], T_cold="260 K").budget, THREE) == ()
    far = peers(size(["1 mW"], T_cold="4.2 K").budget, THREE)
    assert [one.machine.name for one in far] == ["small"]  # the nearest alone, where all differ much in size


@pytest.mark.parametrize(
    ("T_cold", "liquid"), [("4.2 K", "helium"), ("10 K", "helium"), ("20.4 K", "hydrogen"), ("50 K", "neon"), ("77 K", "nitrogen")]
)
def test_litres_a_day_instead(T_cold, liquid):
    """1 W boils 33.70 L of helium and 0.538 L of nitrogen a day, 2.735 of hydrogen (para) and 0.835 of neon: latent heats of CoolProp."""
    [(name, litres)] = size(["1 W"], T_cold=T_cold).litres_per_day.values()
    assert name == liquid
    assert litres == pytest.approx({"helium": 33.70, "hydrogen": 2.735, "neon": 0.835, "nitrogen": 0.538}[liquid], rel=1e-2)


def test_no_liquid_boils_below_four_kelvin():
    assert size(["1 W"], T_cold="2 K").litres_per_day == {}


@pytest.mark.parametrize(
    ("rows", "temperatures", "message"),
    [
        (["G-10, 6 rods, 3 mm, 100 mm"], {"T_cold": "4.2 K"}, "from 12 to 300 K, the range of G-10"),
        (["stainless steel, 3 mm, 100 mm"], {"T_cold": "77 K", "T_hot": "310 K"}, "T_hot must be from 4 to 300 K"),
        ([("1 m2, 30 layers", "room to shield")], {"T_cold": "77 K"}, "There is no shield"),
        ([("1 W", "room to shield")], {"T_cold": "77 K"}, "There is no shield"),
        (["1 W at 4 K"], {"T_cold": "77 K"}, "No stage is as cold as 4 K"),
        (["1 W at 350 K"], {"T_cold": "77 K"}, "no colder than the room"),
        (["1 m2, 30 layers, laboratory"], {"T_cold": "20 K"}, "T_cold must be at least 70 K"),
        ([("1 m2, 30 layers", "shield to cold")], TWO, "the shield would have to be heated"),
        (["2 leads, 1 kA, vapour cooled"], {"T_cold": "20 K"}, "boiling helium"),
        (["2 leads, 1 kA, vapour cooled"], {"T_cold": "4.2 K", "T_hot": "290 K"}, "must be 300 K"),
        ([("2 leads, 1 kA, vapour cooled", "room to shield")], TWO, "run from the room to the helium"),
        (["1 W"], {"T_cold": "300 K"}, "T_cold must be below T_hot"),
        (["1 W"], {"T_cold": "77 K", "T_shield": "50 K"}, "T_cold must be below T_shield"),
        (["1 W"], {"T_cold": "warm"}, "is no temperature"),
    ],
)
def test_what_cannot_be_is_refused(rows, temperatures, message):
    with pytest.raises(ValueError, match=message):
        print(size(rows, **temperatures))


def test_what_is_refused_by_the_reading_is_a_value_error():
    assert issubclass(Misread, ValueError)
    assert best_shield(size(["0 W"], T_cold="4.2 K").budget) is None
