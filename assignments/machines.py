"""The sheet of the set `machines`: its drawn numbers, its questions, and how the answers follow from cryolib."""

from functools import lru_cache

import numpy as np
import sympy as sp
from coursework import Draw, Formula, Manual, Number, Question, Sheet, Slip

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import RealFluid
from cryolib.gases.solve import bracketed_root
from cryolib.liquefaction import best_pressure, least_exchanger_effectiveness, yield_from_enthalpies
from cryolib.stirling import stirling
from cryolib.symbols import PhysicalSymbol, T_cold, T_hot, T_in, c_p, compression_ratio, effectiveness, h_1, h_2, h_f, h_g, heat_load

frequency = PhysicalSymbol("frequency", "f", "turns of the Stirling cooler per second", "Hz", positive=True)
P_compressor = PhysicalSymbol(
    "P_compressor", r"P_\mathrm{c}", "pressure behind the compressor of the methane liquefier", "Pa", positive=True
)
epsilon_methane = PhysicalSymbol(
    "epsilon_methane", r"\epsilon_{\mathrm{CH}_4}", "effectiveness of the methane liquefier's exchanger", "", positive=True
)
liquid_flow = PhysicalSymbol("liquid_flow", r"\dot{m}_f", "liquid methane that is drawn off per unit time", "kg/s", positive=True)
leak = PhysicalSymbol("leak", "q", "heat that leaks into the cold parts per mole of gas compressed", "J/mol", positive=True)
T_mid = PhysicalSymbol("T_mid", r"T_\mathrm{m}", "temperature at which the regenerator is cut in two", "K", positive=True)
T_end = PhysicalSymbol(
    "T_end", r"T_\mathrm{end}", "temperature of the cold end of the Stirling cooler with real helium", "K", positive=True
)
filling = PhysicalSymbol("filling", r"P_\mathrm{fill}", "pressure of that helium at 300 K and the large volume", "Pa", positive=True)
charge = PhysicalSymbol("charge", "n", "helium in that cooler", "mol", positive=True)
T_nitrogen = PhysicalSymbol("T_nitrogen", r"T_{\mathrm{N}_2}", "temperature of the feed of the nitrogen liquefier", "K", positive=True)
epsilon_nitrogen = PhysicalSymbol(
    "epsilon_nitrogen", r"\epsilon_{\mathrm{N}_2}", "effectiveness of the nitrogen liquefier's exchanger", "", positive=True
)
P_plant = PhysicalSymbol(
    "P_plant", r"P_\mathrm{plant}", "pressure at which the nitrogen liquefier has been run until now", "Pa", positive=True
)
efficiency_precooler = PhysicalSymbol(
    "efficiency_precooler", r"\eta_\mathrm{pre}", "fraction of Carnot of the precooler", "", positive=True
)

ATMOSPHERE = float(STANDARD_ATMOSPHERE)
SWING = 4  # K, of the regenerator's matrix
methane, helium, nitrogen = (RealFluid(name) for name in ("methane", "helium", "nitrogen"))


# A cooler to order
def order(two_cylinders):
    turn = stirling(T_cold, T_hot, compression_ratio, sp.Rational(3, 2), effectiveness, two_cylinders=two_cylinders)
    amount = heat_load / (frequency * turn.net_cooling)
    return turn, amount


turn, amount = order(True)
drive_power = amount * frequency * turn.work
matrix = amount * turn.regenerator_heat / SWING
wrong_turn, wrong_amount = order(False)

# A regenerator in two pieces: what a part lets through is carried from its cold end to T_hot, at best.
defect = (1 - effectiveness) * c_p


def carried(high, low):
    return defect * (high - low) * (T_hot - low) / low


bill_one = carried(T_hot, T_cold)
bill_two = carried(T_hot, T_mid) + carried(T_mid, T_cold)
T_cut = sp.solve(sp.diff(bill_two, T_mid), T_mid)[0]
left = sp.simplify(bill_two.subs(T_mid, T_cut) / bill_one)

# Leaks into a liquefier: y h_f + (1 - y) h_1' = h_2 + leak
h_back = h_g + effectiveness * (h_1 - h_g)
yield_leaky = yield_from_enthalpies(h_1, h_2 + leak, h_g, h_f, effectiveness)
leak_limit = h_back - h_2
effectiveness_needed = sp.simplify(least_exchanger_effectiveness(h_1, h_2 + leak, h_g))
enthalpies = {h_1: (9000, 9500), h_2: (7000, 7400), h_g: (2200, 2500), h_f: (-3200, -3000), effectiveness: (0.9, 0.99), leak: (50, 200)}


# Liquid methane
@lru_cache(None)
def warm_end(T, P):
    """Enthalpies [J/mol] at 1 and 2, and the work [J/mol] of isothermal compression between them."""
    low, high = methane.state(T, ATMOSPHERE), methane.state(T, P)
    return low.h, high.h, T * (low.s - high.s) - (low.h - high.h)


vapour, liquid = methane.saturated_gas(ATMOSPHERE), methane.saturated_liquid(ATMOSPHERE)


def methane_yield(n, epsilon=None):
    one, two, _ = warm_end(n.T_in, n.P_compressor)
    return yield_from_enthalpies(one, two, vapour.h, liquid.h, n.epsilon_methane if epsilon is None else epsilon)


def compressor(n, y=None):
    return n.liquid_flow * warm_end(n.T_in, n.P_compressor)[2] / methane.molar_mass / (y or methane_yield(n))


def methane_least(n):
    one, two, _ = warm_end(n.T_in, n.P_compressor)
    return least_exchanger_effectiveness(one, two, vapour.h)


def methane_leak(n):
    one, two, _ = warm_end(n.T_in, n.P_compressor)
    return vapour.h + n.epsilon_methane * (one - vapour.h) - two


# Real helium in a Stirling cooler
@lru_cache(None)
def corners(T, P):
    """Heat taken up, surplus in the regenerator, and work [J/mol], from the corners of the cycle."""
    large = helium.molar_volume(300.0, P)
    hot, cold = ([helium.state_from_volume(t, volume) for volume in (large, large / 2)] for t in (300.0, T))
    absorbed, rejected = T * (cold[0].s - cold[1].s), 300.0 * (hot[0].s - hot[1].s)
    surplus = (hot[1].u - cold[1].u) - (hot[0].u - cold[0].u)
    return absorbed, surplus, rejected - absorbed + surplus


def kept(n):
    absorbed, surplus, work = corners(n.T_end, n.filling)
    return (absorbed - surplus) / work * (300.0 - n.T_end) / n.T_end


# The cheapest kilogram: d(w/y)/dP = 0, with dw/dP = v and dh/dP = -mu c_p at constant temperature
@lru_cache(None)
def cheapest(T, epsilon):
    """Pressure [Pa] of the least work for the liquid, that work [J/kg], and the yield."""
    one, gas, drop = nitrogen.state(T, ATMOSPHERE), nitrogen.saturated_gas(ATMOSPHERE), nitrogen.saturated_liquid(ATMOSPHERE)
    back = gas.h + epsilon * (one.h - gas.h)

    def parts(P):
        two = nitrogen.state(T, P)
        return two, T * (one.s - two.s) - (one.h - two.h), back - two.h

    def excess(P):
        two, work, cold = parts(P)
        return two.v * cold - two.joule_thomson_coefficient * two.heat_capacity * work

    P = float(bracketed_root(excess, np.array(150e5), np.array(best_pressure(nitrogen, T)), tolerance=1e-10))
    _, work, cold = parts(P)
    y = cold / (back - drop.h)
    return P, work / y / nitrogen.molar_mass, y


def least(n):
    return cheapest(n.T_nitrogen, n.epsilon_nitrogen)[1]


@lru_cache(None)
def at_pressure(T, epsilon, P):
    """Yield, and work [J/kg] for a kilogram of liquid."""
    one, two = nitrogen.state(T, ATMOSPHERE), nitrogen.state(T, P)
    gas, drop = nitrogen.saturated_gas(ATMOSPHERE), nitrogen.saturated_liquid(ATMOSPHERE)
    y = yield_from_enthalpies(one.h, two.h, gas.h, drop.h, epsilon)
    return y, (T * (one.s - two.s) - (one.h - two.h)) / y / nitrogen.molar_mass


@lru_cache(None)
def most(T, epsilon):
    return at_pressure(T, epsilon, best_pressure(nitrogen, T))


def plant(n):
    return at_pressure(n.T_nitrogen, n.epsilon_nitrogen, n.P_plant)


def keep(n):
    lost = (1 - n.effectiveness) * 2.5 * (n.T_hot - n.T_cold) / (n.T_cold * np.log(n.compression_ratio))
    return 0.06 < lost < 0.7 and n.epsilon_methane > methane_least(n) + 0.03


sheet = Sheet(
    name="machines",
    title="Machines",
    version="1.1",
    draws={
        heat_load: Draw(2, 10, 0.25),
        T_cold: Draw(60, 95, 1),
        T_hot: Draw(290, 320, 1),
        compression_ratio: Draw(1.7, 2.6, 0.05),
        effectiveness: Draw(0.96, 0.99, 0.002),
        frequency: Draw(30, 60, 1),
        T_in: Draw(285, 310, 2.5),
        P_compressor: Draw(1e7, 1.6e7, 2e5),
        epsilon_methane: Draw(0.9, 0.97, 0.005),
        liquid_flow: Draw(0.02, 0.1, 0.002),
        T_end: Draw(6, 14, 0.25),
        filling: Draw(1.2e6, 3e6, 1e5),
        charge: Draw(0.05, 0.2, 0.005),
        T_nitrogen: Draw(255, 305, 2.5),
        epsilon_nitrogen: Draw(0.93, 0.985, 0.005),
        P_plant: Draw(1.5e7, 2.3e7, 2e5),
        efficiency_precooler: Draw(0.2, 0.45, 0.01),
    },
    keep=keep,
    questions=(
        Question(
            "order",
            Number("amount", amount, "mol", 2, tolerance=0.01,
                   hint="For one mole and one turn, take the heat that the expansion absorbs at T_cold, less what the regenerator lets through. Then count moles and turns.",
                   slips=(Slip("That is with a perfect regenerator.", amount.subs(effectiveness, 1)),
                          Slip("That is with c_v, as one body of gas. Between two cylinders each mole passes at the pressure of the moment: c_p.", wrong_amount),
                          Slip("That is per second. The gas takes up heat once in each turn.", amount * frequency, 0.5))),
            Number("drive_power", drive_power, "W", 1, tolerance=0.01,
                   hint="The work of a mole is that of its two isotherms, and the regenerator does not change it. Its loss comes in by the amount of gas, so check amount first.",
                   slips=(Slip("That is the work of one turn.", drive_power / frequency, 0.5),
                          Slip("That is the power of a cooler without losses.", heat_load * (T_hot - T_cold) / T_cold),
                          Slip("That is with c_v, as one body of gas. Between two cylinders each mole passes at the pressure of the moment: c_p.", wrong_amount * frequency * turn.work))),
            Number("matrix", matrix, "J/K", 1, tolerance=0.01,
                   hint="In one pass the matrix takes up what the gas gives off, and warms by no more than the swing. It is a single pass: the frequency comes in by the amount only.",
                   slips=(Slip("That is the heat of one pass. Divide by the swing.", SWING * matrix, 0.5),
                          Slip("That is what the regenerator lets through, and not what passes it.", matrix * (1 - effectiveness)),
                          Slip("That is with c_v, as one body of gas. Between two cylinders each mole passes at the pressure of the moment: c_p.", wrong_amount * wrong_turn.regenerator_heat / SWING))),
            title="A cooler to order",
        ),
        Question(
            "two_pieces",
            Formula("bill_one", bill_one, (T_cold, T_hot, c_p, effectiveness), 1,
                    ranges={T_cold: (10, 100), T_hot: (280, 320), c_p: (18, 33), effectiveness: (0.9, 0.99)},
                    hint="Take two steps: how much heat comes through for a mole, and how much work a perfect cooler needs to lift each joule of it from T_cold to T_hot.",
                    slips=(Slip("That is the heat. The work to carry it is asked for.", defect * (T_hot - T_cold), 0.5),)),
            Formula("bill_two", bill_two, (T_cold, T_mid, T_hot, c_p, effectiveness), 1,
                    ranges={T_cold: (10, 60), T_mid: (80, 200), T_hot: (280, 320), c_p: (18, 33), effectiveness: (0.9, 0.99)},
                    hint="Treat each piece like a whole regenerator, with its own difference of temperature and its own cold end, where its loss arrives. Then add the two.",
                    slips=(Slip("The loss of the lower piece is carried to T_mid only. It has to go on to T_hot.",
                                carried(T_hot, T_mid) + defect * (T_mid - T_cold) ** 2 / T_cold),
                           Slip("That carries all of the loss from T_mid.", defect * (T_hot - T_cold) * (T_hot - T_mid) / T_mid))),
            Formula("T_cut", T_cut, (T_cold, T_hot), 1, ranges={T_cold: (10, 100), T_hot: (280, 320)},
                    hint="Differentiate bill_two by T_mid and set the slope to zero. A factor in front of the whole bill does not move its minimum.",
                    slips=(Slip("That is the middle. Work is not linear in the temperature.", (T_hot + T_cold) / 2),)),
            Formula("left", left, (T_cold, T_hot), 2, ranges={T_cold: (10, 100), T_hot: (280, 320)},
                    hint="Put T_cut into bill_two and divide by bill_one: gas and effectiveness drop out. It gets short if you write it in the square root of T_hot over T_cold.",
                    slips=(Slip("That is the part that is saved.", 1 - left, 0.5), Slip("That is one over it.", 1 / left, 0.5))),
            title="A regenerator in two pieces",
        ),
        Question(
            "liquefier",
            Number("liquid_yield", methane_yield, "", 2, tolerance=0.01,
                   hint="Draw a box around exchanger, valve and separator. Compressed gas goes in, liquid and returning gas come out, and the effectiveness says how warm that gas returns.",
                   slips=(Slip("That is with a perfect exchanger. Here the returning gas leaves colder than it could.", lambda n: methane_yield(n, 1.0)),
                          Slip("That is relative to the gas that returns. It is asked relative to the gas that is compressed.",
                               lambda n: methane_yield(n) / (1 - methane_yield(n)), 0.5),
                          Slip("The effectiveness does not multiply the yield: it takes its part of a much larger heat.",
                               lambda n: methane_yield(n, 1.0) * n.epsilon_methane),
                          Slip("That divides by the heat of vaporisation. The gas has to be cooled down first.",
                               lambda n: methane_leak(n) / (vapour.h - liquid.h)))),
            Number("compressor_power", compressor, "W", 2, tolerance=0.01,
                   hint="Methane at this pressure is no ideal gas, so a logarithm of the pressures is not enough. Balance the energy of a mole: work, change of enthalpy, and heat, which follows from the entropy.",
                   slips=(Slip("That is for as much gas as there is liquid. Only the yield of the gas becomes liquid.", lambda n: compressor(n, 1.0)),
                          Slip("That is with a perfect exchanger.", lambda n: compressor(n, methane_yield(n, 1.0))),
                          Slip("That takes a mole of methane for a kilogram.", lambda n: compressor(n) * methane.molar_mass),
                          Slip("That is the heat that the compressor gives off, T (s_1 - s_2).",
                               lambda n: n.liquid_flow * (warm_end(n.T_in, n.P_compressor)[2] + warm_end(n.T_in, n.P_compressor)[0]
                                                          - warm_end(n.T_in, n.P_compressor)[1]) / methane.molar_mass / methane_yield(n)))),
            title="Liquid methane",
        ),
        Question(
            "leaks",
            Formula("yield_leaky", yield_leaky, (h_1, h_2, h_f, h_g, effectiveness, leak), 1, ranges=enthalpies,
                    hint="Draw a box around all the cold parts. The leak comes in beside the compressed gas; liquid and returning gas carry everything out, and that gas is not as warm as h_1.",
                    slips=(Slip("That is with a perfect exchanger.", yield_leaky.subs(effectiveness, 1), 0.5),
                           Slip("The sign of the leak: it takes from the cold.", yield_leaky.subs(leak, -leak), 0.5),
                           Slip("There is no leak in it.", yield_leaky.subs(leak, 0)))),
            Formula("leak_limit", leak_limit, (h_1, h_2, h_g, effectiveness), 1,
                    ranges={symbol: enthalpies[symbol] for symbol in (h_1, h_2, h_g, effectiveness)},
                    hint="Nothing becomes liquid when all of the gas goes back. Then the leak is what the returning gas carries out beyond what the compressed gas brings in.",
                    slips=(Slip("That is with a perfect exchanger.", h_1 - h_2, 0.5),)),
            Formula("effectiveness_needed", effectiveness_needed, (h_1, h_2, h_g, leak), 1,
                    ranges={symbol: enthalpies[symbol] for symbol in (h_1, h_2, h_g, leak)},
                    hint="It is the same limit, solved for the other unknown: all of the gas goes back and carries out the leak as well. Ask how warm it must get for that.",
                    slips=(Slip("That is without the leak.", effectiveness_needed.subs(leak, 0), 0.5),)),
            Number("leak_own", lambda n: methane_leak(n) / methane.molar_mass, "J/kg", 1, tolerance=0.01,
                   hint="Put the states of the methane machine into your formula for leak_limit. It needs gas at T_in, at both pressures, and saturated vapour at one atmosphere.",
                   slips=(Slip("That is per mole. A kilogram is asked for.", methane_leak, 0.5),
                          Slip("That is with a perfect exchanger.",
                               lambda n: (warm_end(n.T_in, n.P_compressor)[0] - warm_end(n.T_in, n.P_compressor)[1]) / methane.molar_mass))),
            title="Heat that leaks in",
        ),
        Question(
            "real_helium",
            Number("absorbed", lambda n: n.charge * corners(n.T_end, n.filling)[0], "J", 1, tolerance=0.004,
                   hint="On an isotherm, heat is the temperature times the change of entropy. Find its two states by their volumes, which are the same as at the warm end; the pressures are not.",
                   slips=(Slip("That is for an ideal gas: n R T ln 2.", lambda n: n.charge * stirling(n.T_end, 300.0, 2.0).heat_absorbed),
                          Slip("That is per mole. The whole charge is asked for.", lambda n: corners(n.T_end, n.filling)[0], 0.5))),
            Number("surplus", lambda n: n.charge * corners(n.T_end, n.filling)[1], "J", 1, tolerance=0.01,
                   hint="Both passes are at constant volume, so the heat is a change of internal energy and not of enthalpy. With an ideal gas the two would cancel.",
                   slips=(Slip("The sign: what is left in the regenerator, less what is taken back.",
                               lambda n: -n.charge * corners(n.T_end, n.filling)[1], 0.5),
                          Slip("That is per mole. The whole charge is asked for.", lambda n: corners(n.T_end, n.filling)[1], 0.5))),
            Number("kept", kept, "", 1, tolerance=0.005,
                   hint="What cools is the heat absorbed less the surplus. The work is the area of the loop; the first law gives it from all the heats of a turn, those of the regenerator included.",
                   slips=(Slip("That is the performance. It is asked as a fraction of Carnot's.", lambda n: kept(n) * n.T_end / (300 - n.T_end), 0.5),
                          Slip("That is the part that is lost.", lambda n: 1 - kept(n), 0.5))),
            title="Real helium",
        ),
        Question(
            "cheapest",
            Number("yield_most", lambda n: most(n.T_nitrogen, n.epsilon_nitrogen)[0], "", 1, tolerance=0.01,
                   hint="Only the enthalpy of the compressed gas depends on the pressure here. The yield is largest where that is least on the isotherm: where a valve just stops cooling.",
                   slips=(Slip("That is with a perfect exchanger.", lambda n: most(n.T_nitrogen, 1.0)[0]),
                          Slip("That is relative to the gas that returns. It is asked relative to the gas that is compressed.",
                               lambda n: most(n.T_nitrogen, n.epsilon_nitrogen)[0] / (1 - most(n.T_nitrogen, n.epsilon_nitrogen)[0]), 0.5),
                          Slip("That is the yield at P_plant. The largest one is asked for.", lambda n: plant(n)[0]))),
            Number("dearer", lambda n: plant(n)[1] / least(n) - 1, "", 3, tolerance=0.02,
                   hint="The least work is not at the pressure of the largest yield: up there the last bar costs more than it brings. Search for it, then compare with P_plant.",
                   slips=(Slip("That is relative to the work at P_plant. It is asked relative to the least work.", lambda n: 1 - least(n) / plant(n)[1], 0.5),
                          Slip("That is the whole ratio. By which fraction it is dearer is asked for: one less.", lambda n: plant(n)[1] / least(n), 0.5),
                          Slip("That is in percent. A fraction is asked for.", lambda n: 100 * (plant(n)[1] / least(n) - 1), 0.5))),
            Number("least_work", least, "J/kg", 2, tolerance=0.01,
                   hint="The work for a mole of gas grows with the pressure, and so, for a while, does the yield. Divide one by the other and look for the pressure where the quotient is lowest.",
                   slips=(Slip("That is per kilogram of gas. Only a part of it becomes liquid.", lambda n: least(n) * cheapest(n.T_nitrogen, n.epsilon_nitrogen)[2]),
                          Slip("That is per mole. A kilogram is asked for.", lambda n: least(n) * nitrogen.molar_mass, 0.5),
                          Slip("That is with a perfect exchanger.", lambda n: cheapest(n.T_nitrogen, 1.0)[1]))),
            title="The cheapest kilogram",
        ),
        Manual("precooling", 5, title="How much precooling?"),
    ),
)  # fmt: skip
