"""The sheet of the set `price_of_coldness`: its drawn numbers, its questions, and how the answers follow from cryolib."""

import sympy as sp
from coursework import Axis, Crossing, Draw, Formula, Line, Manual, Near, Number, Question, Sheet, Sketch, Slip, Slope

from cryolib.leaks import conducted_heat
from cryolib.limits import entropy_generation, fixed_load_minimum_temperature, holding_power, input_power
from cryolib.shields import shielded_holding_power
from cryolib.symbols import PhysicalSymbol, S_gen, T_cold, T_hot, T_shield, conductance, efficiency, heat_load, position, power

power_claim = PhysicalSymbol("power_claim", r"\dot{W}_\mathrm{claim}", "input power that the rival's brochure promises", "W", positive=True)
T_drive = PhysicalSymbol("T_drive", r"T_\mathrm{drive}", "temperature of the heat source that drives a cooler", "K", positive=True)
rise = PhysicalSymbol("rise", r"\Delta T", "by how much the cold end is let warm up", "K", positive=True)
T_1 = PhysicalSymbol("T_1", "T_1", "temperature of the stage at the first reading", "K", positive=True)
T_2 = PhysicalSymbol("T_2", "T_2", "temperature of the stage at the second reading", "K", positive=True)
power_1 = PhysicalSymbol("power_1", r"\dot{W}_1", "input power at the first reading", "W", positive=True)
power_2 = PhysicalSymbol("power_2", r"\dot{W}_2", "input power at the second reading", "W", positive=True)
power_full = PhysicalSymbol("power_full", r"\dot{W}_\mathrm{full}", "input power at full throttle", "W", positive=True)
T_magnet = PhysicalSymbol("T_magnet", r"T_\mathrm{m}", "temperature of the magnet", "K", positive=True)
efficiency_magnet = PhysicalSymbol(
    "efficiency_magnet", r"\eta_\mathrm{m}", "fraction of Carnot of the stage at the magnet", "", positive=True
)
efficiency_shield = PhysicalSymbol(
    "efficiency_shield", r"\eta_\mathrm{s}", "fraction of Carnot of the stage at the anchor", "", positive=True
)

# A test bench
fraction = input_power(heat_load, T_cold, T_hot) / power
entropy_made = entropy_generation(heat_load, T_cold, T_hot, fraction)
T_honest = fixed_load_minimum_temperature(power_claim, T_hot, heat_load)

# A cooler without a motor: an engine between T_drive and T_hot drives a cooler between T_cold and T_hot.
work_per_heat = (T_drive - T_hot) / T_drive
cop_heat = work_per_heat / input_power(1, T_cold, T_hot)
rejected_ratio = 1 + 1 / cop_heat
fine = T_hot * S_gen / work_per_heat

# How steep is the bill?
bills = {
    "fixed": input_power(heat_load, T_cold, T_hot),
    "conducted": input_power(conducted_heat(T_cold, T_hot, conductance), T_cold, T_hot),
    "radiated": input_power(T_hot**4 - T_cold**4, T_cold, T_hot),  # constants drop out, and decimals with them
}
slope_hints = {
    "fixed": "A constant load drops out, and only the price of a watt depends on T_cold. Write that price and take its relative slope.",
    "conducted": "Two things change with T_cold: how much leaks in, and what a watt costs. The n of a product is the sum of the n of its factors.",
    "radiated": "What arrives by radiation is a difference of fourth powers, since the cold side radiates back. Its own n comes on top of that of the price.",
}
steepness = {name: sp.simplify(-T_cold * sp.diff(sp.log(bill), T_cold)) for name, bill in bills.items()}
bill = holding_power(T_cold, T_hot, conductance)
saved = 1 - bill.subs(T_cold, T_cold + rise) / bill

# Two readings of a power meter
taken_1, taken_2 = (efficiency * p * t / (T_hot - t) for p, t in ((power_1, T_1), (power_2, T_2)))
G_leak = (taken_2 - taken_1) / (T_1 - T_2)
dissipated = taken_1 - G_leak * (T_hot - T_1)
useful = efficiency * power_full
root = sp.sqrt((dissipated + useful) ** 2 + 4 * G_leak * useful * T_hot)
coldest = T_hot - 2 * useful * T_hot / (dissipated + useful + root)

# Where to take the heat out
inner = conductance / position * (T_shield - T_magnet)
outer = conductance / (1 - position) * (T_hot - T_shield)
magnet_bill = input_power(inner, T_magnet, T_hot, efficiency_magnet)
shield_bill = input_power(outer - inner, T_shield, T_hot, efficiency_shield)
# The sum of both is least where its slope is zero, which is an equation for the square of T_shield; the tests differentiate it again.
better = efficiency_shield / efficiency_magnet
above = T_magnet + better * (1 - position) * (T_hot - T_magnet)
best_shield = sp.sqrt(T_hot * T_magnet * (position * T_hot + (1 - position) * T_magnet) / above)
least_power = (magnet_bill + shield_bill).subs(T_shield, best_shield)
share = shield_bill.subs(T_shield, best_shield) / least_power
alike = {efficiency_shield: efficiency_magnet}
turned = {position: 1 - position}


def keep(n):
    """Refuse impossible machines, and slips that could not be told from the answer."""
    q_1, q_2 = (n.efficiency * p * t / (n.T_hot - t) for p, t in ((n.power_1, n.T_1), (n.power_2, n.T_2)))
    K = (q_2 - q_1) / (n.T_1 - n.T_2)
    if not (0.006 < K < 0.05 and 0.4 < q_1 - K * (n.T_hot - n.T_1) < 7):
        return False
    if abs(n.power_claim / n.heat_load - 1) < 0.025 or not n.T_cold + 8 < n.T_hot / (1 + n.power_claim / n.heat_load) < n.T_hot - 100:
        return False
    # The anchor: at its best temperature, what each half conducts and what each stage draws, in units of the conductance.
    x, T_m, T_h = n.position, n.T_magnet, n.T_hot
    above = T_m + n.efficiency_shield / n.efficiency_magnet * (1 - x) * (T_h - T_m)
    best, mean = (T_h * T_m * (x * T_h + (1 - x) * T_m) / above) ** 0.5, (T_h * T_m) ** 0.5
    inwards = (best - T_m) / x
    first = ((T_h - best) / (1 - x) - inwards) * (T_h / best - 1) / n.efficiency_shield
    second = inwards * (T_h / T_m - 1) / n.efficiency_magnet
    return 12 < best < 60 and abs(best / mean - 1) > 0.03 and abs(first / (first + second) - 0.5) > 0.0055


# Three offers, in units of the power without any
halved, shielded = "twice the efficiency, and half the conductance", "one shield"
offers = Sketch(
    "Drag the dots: the power that is left with each offer, as a part of the power without any, at your T_hot. Two of the offers are one line.",
    Axis("temperature of the stage, K", 1.6, 200, (2, 5, 10, 20, 50, 100), log=True),
    Axis("power, in units of that without any offer", 0, 1.2, (0, 0.25, 0.5, 0.75, 1)),
    (
        Line(halved, (3, 90), lambda T: holding_power(T, T_hot, 0.5) / holding_power(T, T_hot, 1)),
        Line(shielded, (2, 5, 12, 40, 150), lambda T: shielded_holding_power(T, T_hot, 1, 2) / holding_power(T, T_hot, 1)),
    ),
    (
        Near(halved, 0.05, 1, *(2 * ["Twice the efficiency is half the power, and so is half the conductance: at every temperature the same."])),
        Slope(shielded, 1, 1, "A shield saves the more, the colder the stage is: its line goes down towards the left, all the way."),
        Crossing(
            (halved, shielded), T_hot / (1 + sp.sqrt(2)) ** 4, 1.5, 1,  # the tests compare it with where the lines are equal
            low="A shield becomes the best offer at a higher temperature than where your lines cross.",
            high="A shield becomes the best offer at a lower temperature than where your lines cross.",
            never="Your lines do not cross: at some temperature a shield becomes the best offer.",
            often="Your lines cross more than once: below one temperature a shield is the best offer, and above it is not.",
        ),
        Near(
            shielded, 0.08, 1,
            low="At {at} K your shield saves too much: near room temperature there is little to save, and even at 2 K it leaves a quarter.",
            high="At {at} K your shield saves too little: what it stops is pumped at a temperature where that is cheap.",
        ),
    ),
    start=1,
)  # fmt: skip

sheet = Sheet(
    name="price_of_coldness",
    title="The price of coldness",
    version="1.1",
    draws={
        heat_load: Draw(5, 8, 0.1),
        T_cold: Draw(60, 95, 0.5),
        T_hot: Draw(288, 318, 1),
        power: Draw(100, 240, 2),
        power_claim: Draw(6, 9, 0.2),
        T_drive: Draw(420, 540, 5),
        rise: Draw(3, 20, 0.5),
        T_1: Draw(122, 134, 0.5),
        power_1: Draw(66, 80, 0.5),
        T_2: Draw(66, 74, 0.5),
        power_2: Draw(186, 218, 1),
        efficiency: Draw(0.1, 0.15, 0.005),
        power_full: Draw(400, 800, 10),
        T_magnet: Draw(3.8, 4.8, 0.1),
        conductance: Draw(0.002, 0.006, 0.0001),
        position: Draw(0.56, 0.84, 0.01),
        efficiency_magnet: Draw(0.015, 0.03, 0.001),
        efficiency_shield: Draw(0.04, 0.09, 0.002),
    },
    keep=keep,
    questions=(
        Question(
            "bench",
            Number("fraction", fraction, "", 1, tolerance=0.01,
                   hint="Ask first what a perfect cooler would draw for the same load between the same two temperatures. The real one draws more.",
                   slips=(Slip("That is the performance, the cooling for the power. It is asked as a fraction of Carnot's.", heat_load / power, 0.5),)),
            Number(
                "entropy_made", entropy_made, "W/K", 2, tolerance=0.005,
                hint="Draw the cooler as a box. Only heat carries entropy across its wall, each heat at its own temperature. What goes out beyond what comes in was made inside.",
                slips=(
                    Slip("This is the power that is lost, and not the entropy: divide by a temperature.", T_hot * entropy_made, 0.5),
                    Slip("Only the power leaves through the hot end here. The heat from the cold end leaves there, too.",
                         power / T_hot - heat_load / T_cold),
                    Slip("That is all of the power over T_hot. Only the part of it that Carnot's cooler would not need is lost.", power / T_hot),
                ),
            ),
            Number(
                "T_honest", T_honest, "K", 2, tolerance=0.01,
                hint="The best case is a cooler that makes no entropy. What leaves at the hot end carries away load and power together: write its entropy first.",
                slips=(Slip("That is T_hot times load over power. All that leaves at the hot end is load and power together.",
                            T_hot * heat_load / power_claim),
                       Slip("That is for the power's part of what leaves at the hot end. The load's part is what comes in at the cold end.",
                            T_hot * power_claim / (power_claim + heat_load))),
            ),
            title="A test bench",
        ),
        Question(
            "heat_driven",
            Formula(
                "rejected_ratio", rejected_ratio, (T_cold, T_hot, T_drive), 1, ranges={T_cold: (40, 150), T_hot: (250, 320), T_drive: (400, 600)},
                hint="Three heats cross the wall of the machine. Write the ledger of energy and that of entropy, and eliminate the heat from the source.",
            ),
            Formula(
                "cop_heat", cop_heat, (T_cold, T_hot, T_drive), 1, ranges={T_cold: (40, 150), T_hot: (250, 320), T_drive: (400, 600)},
                hint="Think of an engine and a cooler in one box. The engine runs between the source and the surroundings, and all of its work drives the cooler.",
                slips=(Slip("This is heat from the source per heat from the cold. A performance is the other way round.", 1 / cop_heat, 0.5),
                       Slip("This is Carnot's limit for a cooler that runs on work. Heat from the source is worth less.",
                            T_cold / (T_hot - T_cold))),
            ),
            Formula(
                "fine", fine, (T_cold, T_hot, T_drive, S_gen), 1,
                ranges={T_cold: (40, 150), T_hot: (250, 320), T_drive: (400, 600), S_gen: (0.001, 0.1)},
                hint="Write both ledgers once more, with S_gen in that of entropy and the same heat from the cold. How much more must the source give than before? That difference is asked for.",
                slips=(Slip("T_hot S_gen is the fine in work. Here it is paid in heat from the source.", T_hot * S_gen, 0.5),),
            ),
            Number(
                "heat_power", heat_load / cop_heat, "W", 1, tolerance=0.01,
                hint="It follows from your formula for cop_heat, so check that first. Then ask how many watts from the source each watt from the cold end takes.",
                slips=(Slip("That is the power of a motor. This cooler has none, and runs on heat.", input_power(heat_load, T_cold, T_hot)),),
            ),
            title="A cooler without a motor",
        ),
        Question(
            "steepness",
            *(Formula(f"n_{name}", value, (T_cold, T_hot), 1, ranges={T_cold: (20, 200), T_hot: (250, 320)}, hint=slope_hints[name],
                      slips=(Slip("The sign: the power falls as the cold end gets warmer, and n is to be positive.", -value, 0.5),))
              for name, value in steepness.items()),
            Number(
                "saved", saved, "", 1, tolerance=0.01,
                hint="Write the whole power, leak times price, before and after the cold end is let warm up. The conductance drops out when you compare the two.",
                slips=(Slip("Only the price per watt is smaller here. The leak is smaller, too.",
                            1 - (bills["fixed"].subs(T_cold, T_cold + rise) / bills["fixed"])),
                       Slip("This follows the tangent, n times the rise over T_cold. The bill is curved.", steepness["conducted"] * rise / T_cold, 0.5),
                       Slip("This is what is left. What is saved is asked for.", 1 - saved, 0.5),
                       Slip("This is relative to the new power. It is asked relative to the one before.", saved / (1 - saved), 0.5),
                       Slip("This is in percent. A fraction is asked for.", 100 * saved, 0.5)),
            ),
            title="How steep is the bill?",
        ),
        Question(
            "readings",
            Number(
                "G_leak", G_leak, "W/K", 2, tolerance=0.01,
                hint="Turn each reading into the heat that the cooler takes up, at that reading's own temperature. The electronics give the same both times, so they drop out of the difference.",
                slips=(Slip("That is the difference of the two powers. It is the heat taken up that leaks in.", (power_2 - power_1) / (T_1 - T_2)),
                       Slip("Here the whole leak is taken to be conducted. A part of it does not depend on temperature.", taken_2 / (T_hot - T_2))),
            ),
            Number("dissipated", dissipated, "W", 1, tolerance=0.02,
                   hint="At rest, what the cooler takes up is what flows in through the support and what the electronics give off. Use one reading for it, and G_leak before it is rounded.",
                   slips=(Slip("That is all the heat that is taken up at the first reading. Take away what is conducted.", taken_1),)),
            Number(
                "coldest", coldest, "K", 2, tolerance=0.005,
                hint="At rest the cooler takes up just what leaks in and what is dissipated. Both sides depend on the temperature that you look for, so it is an equation to solve.",
                slips=(Slip("This leaves out the heat that the stage itself makes.",
                            T_hot - 2 * useful * T_hot / (useful + sp.sqrt(useful**2 + 4 * G_leak * useful * T_hot))),
                       Slip("This keeps the leak of the second reading. It grows as the stage gets colder.", T_hot * taken_2 / (taken_2 + useful))),
            ),
            title="Two readings of a power meter",
        ),
        Question(
            "anchor",
            Number(
                "T_anchor", best_shield, "K", 3, tolerance=0.01,
                hint="Write the power of both stages against the anchor's temperature, and look for the least sum. The first stage takes out only what does not flow on to the magnet.",
                slips=(Slip("This is best if both stages are equally good. They are not.", best_shield.subs(alike)),
                       Slip("This is the geometric mean. It is best in the middle, and for stages that are equally good.", sp.sqrt(T_hot * T_magnet)),
                       Slip("This is for an anchor at that distance from the warm end. It counts from the magnet.", best_shield.subs(turned))),
            ),
            Number(
                "power_anchored", least_power, "W", 2, tolerance=0.01,
                hint="A piece of the support conducts better than the whole, and the better the shorter it is. Then add up what both stages draw, each with its own efficiency.",
                slips=(Slip("This is the power of the stage at the magnet alone.", (1 - share) * least_power),
                       Slip("This is without the anchor.", input_power(conductance * (T_hot - T_magnet), T_magnet, T_hot, efficiency_magnet))),
            ),
            Number("share", share, "", 1, tolerance=0.005,
                   hint="Both stages give their heat off at T_hot: the second one, too, and not at the anchor. So check T_anchor and power_anchored first.",
                   slips=(Slip("This is the share of the stage at the magnet.", 1 - share, 0.5),
                          Slip("This is relative to the other stage. A share of both together is asked for.", share / (1 - share), 0.5))),
            title="Where to take the heat out",
        ),
        Manual("offers", 4, title="Three offers", sketch=offers),
    ),
)  # fmt: skip
