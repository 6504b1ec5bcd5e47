"""The sheet of the set `expansion_and_inversion`: its drawn numbers, its questions, and how the answers follow from cryolib."""

from functools import lru_cache

import numpy as np
import sympy as sp
from coursework import Draw, Formula, Manual, Number, Question, Sheet, Slip

from cryolib.constants import STANDARD_ATMOSPHERE, R
from cryolib.expansion import expand, expanded_temperature, throttle
from cryolib.gases import FLUIDS, RealFluid, VanDerWaals
from cryolib.gases.solve import bracketed_root
from cryolib.symbols import PhysicalSymbol, T, a, b, isentropic_efficiency
from cryolib.symbols import R as gas_constant

T_turbine = PhysicalSymbol("T_turbine", r"T_\mathrm{turbine}", "temperature at the inlet of the turbine", "K", positive=True)
gauge_in = PhysicalSymbol(
    "gauge_in", r"P_\mathrm{in}^\mathrm{gauge}", "reading of the pressure gauge at the inlet of the turbine", "Pa", positive=True
)
gauge_out = PhysicalSymbol(
    "gauge_out", r"P_\mathrm{out}^\mathrm{gauge}", "reading of the pressure gauge at its outlet", "Pa", positive=True
)
mass_flow = PhysicalSymbol("mass_flow", r"\dot{m}", "helium that flows through the turbine per unit time", "kg/s", positive=True)
m = PhysicalSymbol("m", "m", "power of the temperature by which attraction fades", "", positive=True)
T_boyle = PhysicalSymbol("T_boyle", r"T_\mathrm{Boyle}", "Boyle temperature of the unknown gas", "K", positive=True)
T_inversion = PhysicalSymbol("T_inversion", r"T_\mathrm{inv}", "highest inversion temperature of the unknown gas", "K", positive=True)
P_valve = PhysicalSymbol("P_valve", r"P_\mathrm{valve}", "pressure at which the gas of question 3 is throttled", "Pa", positive=True)
T_main = PhysicalSymbol("T_main", r"T_\mathrm{main}", "temperature in the gas main", "K", positive=True)
P_main = PhysicalSymbol("P_main", r"P_\mathrm{main}", "pressure in the gas main", "Pa", positive=True)
P_town = PhysicalSymbol("P_town", r"P_\mathrm{town}", "pressure in the town's grid", "Pa", positive=True)
T_feed = PhysicalSymbol("T_feed", r"T_\mathrm{feed}", "temperature of the cold methane", "K", positive=True)
P_feed = PhysicalSymbol("P_feed", r"P_\mathrm{feed}", "pressure of the cold methane", "Pa", positive=True)
P_tank = PhysicalSymbol("P_tank", r"P_\mathrm{tank}", "pressure of the tank", "Pa", positive=True)
T_helium = PhysicalSymbol("T_helium", r"T_\mathrm{He}", "temperature of the cold helium", "K", positive=True)
P_cold = PhysicalSymbol("P_cold", r"P_\mathrm{cold}", "pressure behind the helium valve", "Pa", positive=True)

ATMOSPHERE = float(STANDARD_ATMOSPHERE)
MONATOMIC = sp.Rational(5, 3)
HELIUM_MASS = float(FLUIDS["helium"].molar_mass)
methane, helium, helium_model = RealFluid("methane"), RealFluid("helium"), VanDerWaals.of("helium")
methane_model = VanDerWaals.of("methane")


# A turbine for helium: an ideal gas with c_p = 5/2 R
def behind(P_in, P_out, gamma=MONATOMIC):
    return expanded_temperature(T_turbine, P_in, P_out, gamma, isentropic_efficiency)


P_in, P_out = gauge_in + ATMOSPHERE, gauge_out + ATMOSPHERE
T_exit, amount, c_p = behind(P_in, P_out), mass_flow / HELIUM_MASS, sp.Rational(5, 2) * float(R)
shaft_power = amount * c_p * (T_turbine - T_exit)
entropy_made = amount * (c_p * sp.log(T_exit / T_turbine) - float(R) * sp.log(P_out / P_in))

# Attraction that fades: B = b - a/(R T^m)
B = b - a / (gas_constant * T**m)
slope = sp.simplify(T * sp.diff(B, T) - B)
T_zero = sp.solve(slope, T)[0]
ratio = sp.simplify(T_zero / sp.solve(B, T)[0])


@lru_cache(None)
def fading(wanted):
    """The m at which the ratio of the two temperatures is the wanted one: the ratio falls from e at 0 towards 1."""
    return float(bracketed_root(lambda x: np.log1p(x) / x - np.log(wanted), np.array(1e-3), np.array(50.0)))


# A gas by its two constants
gas = VanDerWaals(a, b)
T_lower, T_upper = gas.inversion_temperatures(P_valve)
P_limit = gas.maximum_inversion_pressure()[1]


# A valve at the gates of a town
@lru_cache(None)
def letdown(T, P_in, P_out):
    """Temperature drop [K], and the heat [J/mol] that would prevent it."""
    outlet = throttle(methane, T, P_in, P_out)
    return -outlet.temperature_change, methane.enthalpy(T, P_out) - outlet.h


def town(n):
    return letdown(n.T_main, n.P_main, n.P_town)


@lru_cache(None)
def model_slope(T):
    return methane_model.joule_thomson_coefficient(T, 1e-3)


def model_drop(n):
    return model_slope(n.T_main) * (n.P_main - n.P_town)


# The last valve of a plant for liquid methane
@lru_cache(None)
def flash(T, P_in, P_out):
    """Liquid behind a valve, work of a perfect expander, and latent heat [J/mol]."""
    latent = methane.saturated_gas(P_out).h - methane.saturated_liquid(P_out).h
    return throttle(methane, T, P_in, P_out).liquid_fraction, expand(methane, T, P_in, P_out).work, latent


def by_valve(n):
    return flash(n.T_feed, n.P_feed, n.P_tank)[0]


def by_expander(n, efficiency=None):
    liquid, work, latent = flash(n.T_feed, n.P_feed, n.P_tank)
    return liquid + (n.isentropic_efficiency if efficiency is None else efficiency) * work / latent


def work(n):
    return n.isentropic_efficiency * flash(n.T_feed, n.P_feed, n.P_tank)[1] / methane.molar_mass


# Neither warmer nor colder
@lru_cache(None)
def turning(gas, T):
    return gas.inversion_pressure(T)


@lru_cache(None)
def level(gas, T, P_low):
    """The pressure above the inversion curve at which the enthalpy is again that of the low pressure."""
    h, start = gas.enthalpy(T, P_low), turning(gas, T)
    return float(bracketed_root(lambda P: gas.enthalpy(T, P) - h, np.array(start), np.array(4 * start), tolerance=1e-10))


@lru_cache(None)
def coldest(gas, T, P_low):
    """How much colder the gas comes out at best: from the inversion curve."""
    return -throttle(gas, T, turning(gas, T), P_low).temperature_change


def keep(n):
    return (
        1.75 < n.T_inversion / n.T_boyle < 1.96
        and 300 < 2 * n.a / (R * n.b) < 1600
        and 0.35 * n.a / (27 * n.b**2) < n.P_valve < 0.28 * n.a / n.b**2
        and n.P_cold < 0.6 * turning(helium_model, n.T_helium)
    )


sheet = Sheet(
    name="expansion_and_inversion",
    title="Expansion and inversion",
    version="1.1",
    draws={
        T_turbine: Draw(50, 90, 1),
        gauge_in: Draw(1.0e6, 1.8e6, 5e4),
        gauge_out: Draw(5e4, 2.5e5, 1e4),
        isentropic_efficiency: Draw(0.6, 0.8, 0.01),
        mass_flow: Draw(0.02, 0.1, 0.002),
        T_boyle: Draw(326, 354, 0.5),
        T_inversion: Draw(610, 660, 0.5),
        a: Draw(0.12, 0.24, 0.002),
        b: Draw(3.2e-5, 4.2e-5, 5e-7),
        P_valve: Draw(6e6, 1.8e7, 2e5),
        T_main: Draw(276, 308, 1),
        P_main: Draw(4e6, 8e6, 1e5),
        P_town: Draw(4e5, 1.6e6, 1e5),
        T_feed: Draw(148, 172, 1),
        P_feed: Draw(5e6, 9e6, 2e5),
        P_tank: Draw(1.1e5, 2.6e5, 1e4),
        T_helium: Draw(21, 31, 0.25),
        P_cold: Draw(1e5, 8e5, 2e4),
    },
    keep=keep,
    questions=(
        Question(
            "turbine",
            Number(
                "T_exit", T_exit, "K", 2, tolerance=0.005,
                hint="Ask first how cold a perfect turbine would make the gas, at constant entropy. The isentropic efficiency says how much of that drop of temperature you get.",
                slips=(Slip("The gauges read above the atmosphere. The formula wants the whole pressure.", behind(gauge_in, gauge_out), 0.5),
                       Slip("That is for a diatomic gas. Helium has c_p = 5/2 R.", behind(P_in, P_out, sp.Rational(7, 5))),
                       Slip("That is for a perfect turbine.", T_turbine * (P_out / P_in) ** sp.Rational(2, 5))),
            ),
            Number(
                "shaft_power", shaft_power, "W", 1, tolerance=0.01,
                hint="The turbine is insulated, so its work is the enthalpy that the gas loses. Count the gas in moles and take the heat capacity of a mole, or both by the kilogram.",
                slips=(Slip("That is with c_v. The gas flows, and its enthalpy counts: c_p.", sp.Rational(3, 5) * shaft_power),
                       Slip("That takes a mole of helium for a kilogram.", HELIUM_MASS * shaft_power),
                       Slip("That takes a gram of helium for a mole.", 1000 * HELIUM_MASS * shaft_power),
                       Slip("The gauges read above the atmosphere. The formula wants the whole pressure.",
                            amount * c_p * (T_turbine - behind(gauge_in, gauge_out)), 0.5)),
            ),
            Number(
                "entropy_made", entropy_made, "W/K", 1, tolerance=0.01,
                hint="No heat crosses the wall, so what is made leaves with the gas: compare its entropy behind the turbine with that before. As a check, a perfect turbine must give zero.",
                slips=(Slip("That is what temperature does to the entropy. Pressure does the rest.", amount * c_p * sp.log(T_exit / T_turbine)),
                       Slip("That takes a mole of helium for a kilogram.", HELIUM_MASS * entropy_made)),
            ),
            title="A helium turbine",
        ),
        Question(
            "attraction",
            Formula("cooling", slope, (a, b, gas_constant, T, m), 1,
                    ranges={a: (0.1, 10), b: (2e-5, 5e-5), gas_constant: (8, 9), T: (50, 500), m: (0.5, 2)},
                    hint="Differentiate the attraction as a power of T: the exponent comes down with its sign. Then take off all of B, and mind the sign of the attraction in it.",
                    slips=(Slip("The sign: the coefficient is to be positive where a valve cools.", -slope, 0.5),
                           Slip("This is -B. The valve has T dB/dT besides.", -B))),
            Formula("T_zero", T_zero, (a, b, gas_constant, m), 1,
                    ranges={a: (0.1, 10), b: (2e-5, 5e-5), gas_constant: (8, 9), m: (0.5, 2)},
                    hint="The gas changes from cooling to warming where your formula for cooling is zero. Bring the power of T to one side and take a root.",
                    slips=(Slip("That is the Boyle temperature, at which B is zero.", sp.solve(B, T)[0]),)),
            Formula("ratio", ratio, (m,), 1, ranges={m: (0.5, 3)},
                    hint="The Boyle temperature is where B itself is zero. Write both temperatures as roots of the same kind: what the gas brings along drops out.",
                    slips=(Slip("That is Boyle over inversion.", 1 / ratio, 0.5),)),
            Number("fading", lambda n: fading(n.T_inversion / n.T_boyle), "", 2, tolerance=0.005,
                   hint="Your formula for ratio must give the measured ratio, and that equation cannot be solved by rearranging. Try values of m, or let a program find it: the ratio falls as m grows.",
                   slips=(Slip("That takes the ratio for m + 1. There is a root to be undone.", T_inversion / T_boyle - 1),
                          Slip("That is m - 1, by which the attraction itself fades.", lambda n: fading(n.T_inversion / n.T_boyle) - 1, 0.5),
                          Slip("That is for the model of van der Waals, whose ratio is 2.", 1.0))),
            title="Attraction that fades",
        ),
        Question(
            "arch",
            Number("P_limit", P_limit, "Pa", 1, tolerance=0.01,
                   hint="It is the top of the arch in your sketch. Write the pressure along the inversion curve, by temperature or by volume, and look where it is greatest.",
                   slips=(Slip("That is the critical pressure. The top of the arch is nine times as high.", gas.critical_pressure),)),
            Number("T_lower", T_lower, "K", 1, tolerance=0.01,
                   hint="Draw the arch with the temperature to the right, and a level line at P_valve. It cuts the arch twice; in the square root of T that is a quadratic equation.",
                   slips=(Slip("That is the upper of the two temperatures.", T_upper),)),
            Number("T_upper", T_upper, "K", 1, tolerance=0.01,
                   hint="On the curve a small drop of pressure leaves the gas as warm as it was: there, at constant pressure, the volume just grows in proportion to the temperature. Look for the warmer such place at P_valve.",
                   slips=(Slip("That is the lower of the two temperatures.", T_lower),
                          Slip("That is for zero pressure. The arch bends.", gas.maximum_inversion_temperature()),
                          Slip("That is the Boyle temperature.", gas.boyle_temperature()))),
            title="A gas by its two constants",
        ),
        Question(
            "town",
            Number("drop", lambda n: town(n)[0], "K", 2, tolerance=0.005,
                   hint="A valve does no work and takes up no heat, so the gas keeps its enthalpy. Look for the temperature at which the gas at P_town has the enthalpy that it had in the main.",
                   slips=(Slip("This is van der Waals's straight line, and not the real gas.", model_drop),
                          Slip("This is for a valve that opens to the air.", lambda n: letdown(n.T_main, n.P_main, ATMOSPHERE)[0]),
                          Slip("This is the temperature behind the valve. The drop is asked for.", lambda n: n.T_main - town(n)[0], 0.5),
                          Slip("The sign: a drop is positive.", lambda n: -town(n)[0], 0.5))),
            Number("estimate", model_drop, "K", 1, tolerance=0.01,
                   hint="At zero pressure the coefficient follows from a, b and the heat capacity. Then go down a straight line: the coefficient stays the same for every pascal of the way.",
                   slips=(Slip("That is with a/RT. There are two of them: one for the attraction, one for the flow.",
                               lambda n: (methane_model.a / (R * n.T_main) - methane_model.b) / float(methane_model.c_v + R) * (n.P_main - n.P_town)),
                          Slip("That is with c_v in the place of c_p.", lambda n: model_drop(n) * (1 + float(R / methane_model.c_v))))),
            Number("preheat", lambda n: town(n)[1] / methane.molar_mass, "J/kg", 2, tolerance=0.01,
                   hint="The valve leaves the enthalpy as it is, so heat makes all of the difference. Compare the gas in the grid with the gas in the main, both at T_main.",
                   slips=(Slip("That is per mole. A kilogram is asked for.", lambda n: town(n)[1], 0.5),
                          Slip("That is per gram.", lambda n: town(n)[1] / methane.molar_mass / 1000, 0.5),
                          Slip("That is the drop times the heat capacity at the pressure of the main. The gas is warmed at the grid's, or it drops by less.",
                               lambda n: town(n)[0] * methane.heat_capacity(n.T_main, n.P_main) / methane.molar_mass))),
            title="A valve at the gates of a town",
        ),
        Question(
            "flash",
            Number("liquid_valve", by_valve, "", 1, tolerance=0.005,
                   hint="Behind the valve the mixture has the enthalpy of the feed. See how far that lies between saturated vapour and saturated liquid, both at P_tank.",
                   slips=(Slip("That is the vapour.", lambda n: 1 - by_valve(n), 0.5),
                          Slip("That is the liquid for the vapour. Of the whole feed it is asked.", lambda n: by_valve(n) / (1 - by_valve(n)), 0.5),
                          Slip("That is what the expander makes.", by_expander))),
            Number("liquid_expander", by_expander, "", 2, tolerance=0.004,
                   hint="Start with a perfect expander: its mixture at P_tank has the entropy of the feed. Yours delivers only a part of that work, and the rest stays in the fluid as enthalpy.",
                   slips=(Slip("That is for a perfect expander.", lambda n: by_expander(n, 1.0)),
                          Slip("That is the vapour.", lambda n: 1 - by_expander(n), 0.5),
                          Slip("That is what the valve makes.", by_valve))),
            Number("work", work, "J/kg", 1, tolerance=0.01,
                   hint="The expander is insulated, so its work is the enthalpy that the feed loses. A perfect one keeps the entropy, and that fixes how much of its mixture is liquid.",
                   slips=(Slip("That is per mole. A kilogram is asked for.", lambda n: work(n) * methane.molar_mass, 0.5),
                          Slip("That is the work of a perfect expander.", lambda n: work(n) / n.isentropic_efficiency))),
            title="The last valve of a plant",
        ),
        Question(
            "break_even",
            Number("largest_drop", lambda n: coldest(helium, n.T_helium, n.P_cold), "K", 2, tolerance=0.01,
                   hint="Go along the isotherm of T_helium to the pressure where the enthalpy is least: that is on the inversion curve. From there go down to P_cold at constant enthalpy.",
                   slips=(Slip("That is van der Waals's helium.", lambda n: coldest(helium_model, n.T_helium, n.P_cold)),
                          Slip("This is the temperature behind the valve. The drop is asked for.",
                               lambda n: n.T_helium - coldest(helium, n.T_helium, n.P_cold), 0.5))),
            Number("P_level", lambda n: level(helium, n.T_helium, n.P_cold), "Pa", 3, tolerance=0.005,
                   hint="A valve keeps the enthalpy. So look along the isotherm of T_helium for another pressure with the enthalpy of P_cold. It lies beyond the inversion pressure.",
                   slips=(Slip("There the next bar makes no difference. The whole way down is asked for.", lambda n: turning(helium, n.T_helium)),
                          Slip("That is van der Waals's helium.", lambda n: level(helium_model, n.T_helium, n.P_cold)))),
            Number("P_model", lambda n: level(helium_model, n.T_helium, n.P_cold), "Pa", 1, tolerance=0.01,
                   hint="Search as for P_level, in the model's enthalpy. Along an isotherm only the attraction and the size of the molecules change it, both through the volume; find that at each pressure.",
                   slips=(Slip("That is real helium.", lambda n: level(helium, n.T_helium, n.P_cold)),
                          Slip("That is the model's inversion pressure.", lambda n: turning(helium_model, n.T_helium)))),
            title="Neither warmer nor colder",
        ),
        Manual("isotherm", 4, title="A picture of the cold"),
    ),
)  # fmt: skip
