"""Liquefiers with a refrigerator or an expander: both laws, their limits, and streams that would cross."""

import re

import numpy as np
import pytest
from CoolProp.CoolProp import PropsSI

from cryolib.claude import claude
from cryolib.gases import RealFluid
from cryolib.linde_hampson import linde_hampson
from cryolib.precooled import precooled

NITROGEN, ATMOSPHERE = RealFluid("nitrogen"), 101325.0


@pytest.mark.parametrize(
    ("name", "P_high", "T_branch", "share", "efficiency"),
    [
        ("nitrogen", 40e5, 240.0, 0.5, 1.0),
        ("nitrogen", 30e5, 230.0, 0.2, 0.8),
        ("nitrogen", 60e5, 270.0, 0.3, 0.7),
        ("argon", 40e5, 300.0, 0.1, 0.7),
    ],
)
def test_both_laws_hold_with_an_expander(name, P_high, T_branch, share, efficiency):
    plant = claude(RealFluid(name), 300.0, P_high, T_branch, share, efficiency=efficiency)
    y, x, h = plant.liquid_yield, share, {name: float(state.h) for name, state in plant.states.items()}
    assert h["2"] == pytest.approx(y * h["f"] + (1 - y) * h["1"] + plant.expander_work, rel=1e-7)
    assert (1 - x) * (h["3"] - h["4"]) == pytest.approx(
        (1 - y) * h["r"] - x * h["e"] - (1 - x - y) * h["g"], rel=1e-7
    )  # the colder exchangers
    made = plant.entropy_generation
    assert min(made.values()) > -1e-9
    assert (made["expander"] < 1e-9) == (efficiency == 1)
    lost = 300.0 * sum(made.values())
    least = plant.figure_of_merit * plant.work / y
    assert lost == pytest.approx(plant.work - y * least, rel=1e-6)
    assert plant.pinch.difference > -1e-6


def test_the_balance_with_an_expander_against_properties_of_another_program():
    def get(what, *state):
        return PropsSI(what, *state, "Nitrogen")

    h_1, h_2, h_3 = (get("Hmolar", "T", T, "P", P) for T, P in ((300, ATMOSPHERE), (300, 40e5), (240, 40e5)))
    h_e = get("Hmolar", "Smolar", get("Smolar", "T", 240, "P", 40e5), "P", ATMOSPHERE)
    expected = (h_1 - h_2 + 0.5 * (h_3 - h_e)) / (h_1 - get("Hmolar", "Q", 0, "P", ATMOSPHERE))
    assert claude(NITROGEN, 300.0, 40e5, 240.0, 0.5).liquid_yield == pytest.approx(expected, rel=1e-6)


def test_without_an_expander_it_is_the_simple_machine():
    simple, nearly = linde_hampson(NITROGEN, 300.0, 40e5), claude(NITROGEN, 300.0, 40e5, 290.0, 1e-7)
    assert nearly.liquid_yield == pytest.approx(simple.liquid_yield, rel=1e-4)
    assert nearly.figure_of_merit == pytest.approx(simple.figure_of_merit, rel=1e-4)
    assert nearly.states["4"].T == pytest.approx(simple.states["3"].T, rel=1e-4)


def test_the_balance_promises_more_than_exchangers_can_give():
    # Heat would have to flow from cold to warm.
    with pytest.raises(
        ValueError, match=r"share must be different: .* would cross with 0.6 at T_branch = 240 K, .* 6.07 K colder .* a yield of 0.231"
    ):
        claude(NITROGEN, 300.0, 40e5, 240.0, 0.6)
    runs = [claude(NITROGEN, 300.0, 40e5, 240.0, x).figure_of_merit for x in (0.3, 0.4, 0.5)]
    assert (np.diff(runs) > 0).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"T_branch": 225.0}, "T_branch must be higher: from 225 K the expander would leave liquid"),
        ({"T_branch": 320.0}, "T_branch must lie between the boiling point at P_low, 77.355 K, and T_in = 300 K; got 320"),
        ({"share": 0.0}, "share must be a fraction, above 0"),
        ({"share": 0.9}, "share must leave gas for the valve, and the balance some liquid; got share 0.9"),
        ({"efficiency": 1.2}, "efficiency must be a fraction"),
        ({"P_high": 1e5}, "P_low must be below P_high"),
    ],
)
def test_refusals_of_the_machine_with_an_expander(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        claude(NITROGEN, 300.0, **{"P_high": 40e5, "T_branch": 270.0, "share": 0.3, **arguments})


@pytest.mark.parametrize(("T_refrigerator", "effectiveness"), [(230.0, 1.0), (250.0, 0.95), (280.0, 1.0)])
def test_both_laws_hold_with_a_refrigerator(T_refrigerator, effectiveness):
    plant = precooled(NITROGEN, 300.0, 200e5, T_refrigerator, effectiveness=effectiveness)
    part, y = plant.cold_part, plant.liquid_yield
    one, two = NITROGEN.state(300.0, ATMOSPHERE), NITROGEN.state(300.0, 200e5)
    # energy around everything behind the compressor
    assert two.h - plant.heat == pytest.approx(y * part.states["f"].h + (1 - y) * one.h, rel=1e-6)
    # what is lost is the entropy that is made there, with a refrigerator that makes none
    made = y * part.states["f"].s + (1 - y) * one.s - two.s + plant.heat / T_refrigerator
    least = plant.figure_of_merit * (plant.compressor_work + plant.refrigerator_work) / y
    assert 300.0 * made == pytest.approx(plant.compressor_work + plant.refrigerator_work - y * least, rel=1e-6)
    assert 0 < plant.figure_of_merit < 1


def test_a_refrigerator_near_the_room_does_next_to_nothing():
    simple, nearly = linde_hampson(NITROGEN, 300.0, 200e5), precooled(NITROGEN, 300.0, 200e5, 299.99)
    assert nearly.figure_of_merit == pytest.approx(simple.figure_of_merit, rel=1e-3)
    assert nearly.work_per_liquid == pytest.approx(simple.work_per_liquid, rel=1e-3)


def test_a_worse_refrigerator_takes_more_work_for_the_same_liquid():
    good, poor = (precooled(NITROGEN, 300.0, 200e5, 230.0, efficiency=e) for e in (1.0, 0.5))
    assert poor.liquid_yield == good.liquid_yield
    assert poor.refrigerator_work == pytest.approx(2 * good.refrigerator_work)


@pytest.mark.parametrize(
    ("T_refrigerator", "options", "message"),
    [
        (320.0, {}, "T_refrigerator must be below T_in"),
        (230.0, {"efficiency": 0.0}, "efficiency must be a fraction"),
        (70.0, {}, "T_in must be above the boiling point"),
    ],
)
def test_refusals_of_the_precooled_machine(T_refrigerator, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        precooled(NITROGEN, 300.0, 200e5, T_refrigerator, **options)
